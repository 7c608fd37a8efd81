//! What was given, counted; and what a decision says. Pure.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{OrganizationCode, OrganizationId, PaperId},
    records::model::{AwardKind, Recipient},
    text::spelling,
};

/// What the list is narrowed to and how it is ordered, as the address says it; `-` is what says nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::records) struct Filter {
    pub(super) kind: String,
    pub(super) theme: String,
    pub(super) giver: String,
    pub(in crate::records) sort: String,
    /// By which tree: `now`, or as it was.
    pub(super) tree: String,
    pub(super) page: usize,
}

fn asked(text: &str) -> Option<&str> {
    match text {
        "" => None,
        "-" => Some(""),
        text => Some(text),
    }
}

impl Filter {
    pub(in crate::records) fn kind(&self) -> Option<&str> {
        asked(&self.kind)
    }

    pub(in crate::records) fn occasion(&self) -> Option<&str> {
        asked(&self.theme)
    }

    pub(in crate::records) fn giver(&self) -> Option<&str> {
        asked(&self.giver)
    }

    /// Whether something counted is among what is asked for.
    pub(super) fn lets(&self, counted: &Counted) -> bool {
        let is = |asked: Option<&str>, said: &str| asked.is_none_or(|asked| asked == said);
        is(self.kind(), &counted.kind)
            && is(self.occasion(), &counted.occasion)
            && is(self.giver(), &counted.giver)
    }
}

/// Entries that are alike, counted.
#[derive(Debug, Clone)]
pub(in crate::records) struct Counted {
    /// A kind of award, `good_deed` or `mass_work_model`.
    pub(in crate::records) kind: String,
    pub(in crate::records) occasion: String,
    pub(in crate::records) giver: String,
    /// A recipient, or `model`.
    pub(in crate::records) recipient: String,
    pub(in crate::records) entries: i64,
}

/// What was given of a kind for an occasion: to so many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) kind: String,
    pub(super) occasion: String,
    pub(super) collectives: i64,
    pub(super) individuals: i64,
    pub(super) models: i64,
}

impl Tally {
    fn add(&mut self, counted: &Counted) {
        match Recipient::from_code(&counted.recipient) {
            Some(Recipient::Collective) => self.collectives += counted.entries,
            Some(Recipient::Individual) => self.individuals += counted.entries,
            None => self.models += counted.entries,
        }
    }

    /// A line with nothing counted yet.
    fn of(kind: &str, occasion: &str) -> Self {
        let (kind, occasion) = (kind.to_owned(), occasion.to_owned());
        Self { kind, occasion, collectives: 0, individuals: 0, models: 0 }
    }
}

/// What was counted, by kind and occasion, each once, in the order it came.
pub(super) fn tally<'a>(counted: impl IntoIterator<Item = &'a Counted>) -> Vec<Tally> {
    let mut lines: Vec<Tally> = Vec::new();
    for one in counted {
        let known = lines.iter().position(|line| line.kind == one.kind && line.occasion == one.occasion);
        let at = known.unwrap_or_else(|| {
            lines.push(Tally::of(&one.kind, &one.occasion));
            lines.len() - 1
        });
        lines[at].add(one);
    }
    lines
}

/// All of it together.
pub(super) fn total<'a>(counted: impl IntoIterator<Item = &'a Counted>) -> Tally {
    counted.into_iter().fold(Tally::of("", ""), |mut all, one| {
        all.add(one);
        all
    })
}

/// Something that was given.
#[derive(Debug, Clone)]
pub(in crate::records) struct Given {
    pub(in crate::records) kind: String,
    pub(in crate::records) recipient: String,
    pub(in crate::records) name: String,
    pub(in crate::records) code: OrganizationCode,
    pub(in crate::records) cell: String,
    pub(in crate::records) day: NaiveDate,
    pub(in crate::records) occasion: String,
    pub(in crate::records) ground: String,
    pub(in crate::records) giver: String,
    pub(in crate::records) decision_number: String,
}

/// What a kind is called.
pub(super) fn kind_label(code: &str) -> &'static str {
    match code {
        "good_deed" => "Ghi danh người tốt, việc tốt",
        "mass_work_model" => "Công nhận mô hình “Dân vận khéo”",
        code => AwardKind::from_code(code).map_or("–", AwardKind::label),
    }
}

/// A decision in the list of its committee's.
#[derive(Debug, Clone)]
pub(in crate::records) struct Signed {
    pub(in crate::records) id: i64,
    pub(in crate::records) kind: AwardKind,
    /// Empty: a draft.
    pub(in crate::records) number: String,
    pub(in crate::records) given_on: Option<NaiveDate>,
    pub(in crate::records) ground: String,
    pub(in crate::records) receivers: i64,
}

/// A decision of a committee.
#[derive(Debug, Clone)]
pub(in crate::records) struct Decision {
    pub(in crate::records) id: i64,
    pub(in crate::records) version: i32,
    pub(in crate::records) kind: AwardKind,
    pub(in crate::records) occasion: String,
    pub(in crate::records) ground: String,
    /// Empty: a draft.
    pub(in crate::records) number: String,
    pub(in crate::records) given_on: Option<NaiveDate>,
    /// Its line of the register.
    pub(in crate::records) paper: Option<PaperId>,
}

/// Whom a decision honours.
#[derive(Debug, Clone)]
pub(in crate::records) struct Receiver {
    pub(in crate::records) recipient: Recipient,
    pub(in crate::records) name: String,
    pub(in crate::records) code: OrganizationCode,
    /// The cell, and what it stands under.
    pub(in crate::records) cell: String,
    pub(in crate::records) parent: Option<String>,
    /// The award and its version, once it was given.
    pub(in crate::records) award: Option<i64>,
    pub(in crate::records) version: Option<i32>,
}

/// Who is to receive: in the record of which cell, and the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::records) struct Receiving {
    pub(in crate::records) cell: OrganizationId,
    pub(in crate::records) recipient: Recipient,
    pub(in crate::records) name: String,
}

impl Decision {
    /// What it is to say, but for its receivers.
    pub(super) fn draft(&self) -> Draft {
        let (occasion, ground) = (self.occasion.clone(), self.ground.clone());
        Draft { kind: self.kind, occasion, ground, receivers: Vec::new() }
    }
}

/// What a decision is to say.
#[derive(Debug, Clone)]
pub(in crate::records) struct Draft {
    pub(in crate::records) kind: AwardKind,
    pub(in crate::records) occasion: String,
    pub(in crate::records) ground: String,
    /// Of an issued one: those that are added.
    pub(in crate::records) receivers: Vec<Receiving>,
}

/// A cell that may receive something.
#[derive(Debug, Clone)]
pub(in crate::records) struct Place {
    pub(in crate::records) id: OrganizationId,
    pub(in crate::records) code: OrganizationCode,
    pub(in crate::records) name: String,
    pub(in crate::records) short_name: String,
    pub(in crate::records) parent: Option<String>,
}

/// The one cell of a name or a code, or what is wrong with it.
fn place<'a>(typed: &str, places: &'a [Place]) -> Result<&'a Place, String> {
    if let Some(place) = places.iter().find(|place| place.code.as_str() == typed) {
        return Ok(place);
    }
    let is = |name: &str| spelling(name) == spelling(typed);
    let found: Vec<_> = places.iter().filter(|place| is(&place.name) || is(&place.short_name)).collect();
    match found[..] {
        [place] => Ok(place),
        [] => Err(format!("đảng bộ không có chi bộ “{typed}”")),
        _ => {
            let codes: Vec<_> = found.iter().map(|place| place.code.as_str()).collect();
            Err(format!("có {} chi bộ tên “{typed}”, đề nghị ghi mã ({})", found.len(), codes.join(", ")))
        }
    }
}

/// The name and the cell of a line, where it says both: set apart as in a spreadsheet, or by a semicolon or a dash.
fn apart(line: &str) -> Option<(&str, &str)> {
    let both = line.split_once('\t').or_else(|| line.split_once(';'));
    let both = both.or_else(|| line.rsplit_once(" – ")).or_else(|| line.rsplit_once(" - "));
    both.map(|(name, cell)| (name.trim(), cell.trim()))
        .filter(|(name, cell)| !name.is_empty() && !cell.is_empty())
}

/// Who is named, one a line with the cell: a person, or a group; a line that is a cell is the cell itself. Each once; or what
/// is wrong, line by line.
pub(super) fn read(typed: &str, recipient: Recipient, places: &[Place]) -> Result<Vec<Receiving>, String> {
    let (mut read, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(typed.lines().map(str::trim)).filter(|(_, line)| !line.is_empty()) {
        match one(line, recipient, places) {
            Ok(receiving) if read.contains(&receiving) => {}
            Ok(receiving) => read.push(receiving),
            Err(why) => wrong.push(format!("Dòng {number}: {why}")),
        }
    }
    match wrong.len() {
        0 => Ok(read),
        all => {
            let more = if all > SAID { format!("; và {} dòng nữa", all - SAID) } else { String::new() };
            wrong.truncate(SAID);
            Err(format!("{}{more}.", wrong.join("; ")))
        }
    }
}

/// So many wrong lines are said.
const SAID: usize = 5;

fn one(line: &str, recipient: Recipient, places: &[Place]) -> Result<Receiving, String> {
    let whole = (recipient == Recipient::Collective).then(|| place(line, places));
    match (whole, apart(line)) {
        (Some(Ok(place)), _) => Ok(Receiving { cell: place.id, recipient, name: place.name.clone() }),
        (_, Some((name, cell))) => {
            Ok(Receiving { cell: place(cell, places)?.id, recipient, name: name.to_owned() })
        }
        (Some(Err(why)), None) => Err(why),
        (None, None) => Err(format!("“{line}” chưa ghi chi bộ sau dấu chấm phẩy")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Vec<Place> {
        let one = |id, code: &str, name: &str, short: &str| Place {
            id: OrganizationId(id),
            code: code.parse().unwrap(),
            name: name.to_owned(),
            short_name: short.to_owned(),
            parent: None,
        };
        vec![
            one(3, "thanh-tra", "Chi bộ Thanh tra tỉnh", "CB Thanh tra"),
            one(4, "noi-vu", "Chi bộ Sở Nội vụ", "CB Nội vụ"),
            one(5, "to-1-a", "Chi bộ Tổ 1", "Tổ 1 A"),
            one(6, "to-1-b", "Chi bộ Tổ 1", "Tổ 1 B"),
        ]
    }

    fn names(typed: &str, recipient: Recipient) -> Vec<(i64, String)> {
        let read = read(typed, recipient, &places()).unwrap();
        read.into_iter().map(|one| (one.cell.get(), one.name)).collect()
    }

    #[test]
    fn persons_are_read_as_they_are_typed_or_pasted_from_a_table() {
        let typed = "Lê Thị An; Chi bộ Thanh tra tỉnh\n\nLý Văn Bình\tCB NỘI VỤ\nHà Chi – to-1-b\nLê Thị An;thanh-tra";
        let expected = [(3, "Lê Thị An"), (4, "Lý Văn Bình"), (6, "Hà Chi")];
        assert_eq!(names(typed, Recipient::Individual), expected.map(|(id, name)| (id, name.to_owned())));
    }

    #[test]
    fn a_line_that_is_a_cell_is_the_cell_and_another_group_names_its_cell() {
        let typed = "chi bộ sở nội vụ\nPhòng Nghiệp vụ 1; Chi bộ Thanh tra tỉnh";
        let expected = [(4, "Chi bộ Sở Nội vụ"), (3, "Phòng Nghiệp vụ 1")];
        assert_eq!(names(typed, Recipient::Collective), expected.map(|(id, name)| (id, name.to_owned())));
    }

    #[test]
    fn what_is_wrong_is_said_line_by_line() {
        let wrong = |typed, recipient| read(typed, recipient, &places()).unwrap_err();
        let said = wrong("Lê Thị An\nLý Văn Bình; Chi bộ Lạ", Recipient::Individual);
        assert_eq!(
            said,
            "Dòng 1: “Lê Thị An” chưa ghi chi bộ sau dấu chấm phẩy; Dòng 2: đảng bộ không có chi bộ “Chi bộ Lạ”."
        );
        assert!(wrong("Chi bộ Tổ 1", Recipient::Collective).contains("ghi mã (to-1-a, to-1-b)"));
        assert!(wrong("a\nb\nc\nd\ne\nf\ng", Recipient::Individual).ends_with("và 2 dòng nữa."));
    }

    #[test]
    fn a_theme_is_one_line_whoever_gave() {
        let counted = |giver: &str, recipient: &str, entries| Counted {
            kind: "reward".to_owned(),
            occasion: "văn hóa công sở".to_owned(),
            giver: giver.to_owned(),
            recipient: recipient.to_owned(),
            entries,
        };
        let all =
            [counted("A", "individual", 10), counted("B", "individual", 5), counted("A", "collective", 3)];
        let lines = tally(&all);
        assert_eq!((lines.len(), lines[0].individuals, lines[0].collectives), (1, 15, 3));
        let only = Filter { giver: "B".to_owned(), ..Filter::default() };
        assert_eq!(total(all.iter().filter(|one| only.lets(one))).individuals, 5);
    }
}
