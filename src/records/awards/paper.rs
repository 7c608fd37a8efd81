//! The decision on awards as a paper, and the list as a sheet.

use chrono::NaiveDate;

use super::model::{Draft, Given, Receiver, kind_label};
use crate::{
    export::{
        Column, Document, Part, Sheet, Width,
        sheet::{self, Kind, Value},
    },
    papers::{BoardDecision, Issuer, Number},
    records::model::{AwardKind, Recipient},
    text::capital,
};

impl AwardKind {
    /// What a decision does by it.
    fn act(self) -> &'static str {
        match self {
            Self::Commendation => "biểu dương",
            Self::Certificate => "tặng Giấy khen",
            Self::Diploma => "tặng Bằng khen",
            Self::Model => "công nhận mô hình",
            Self::Exemplar => "công nhận điển hình tiên tiến",
            Self::Reward => "khen thưởng",
        }
    }
}

/// "3 tập thể, 15 cá nhân".
pub(super) fn how_many(receivers: &[Receiver]) -> String {
    let some = |recipient, word| {
        let count = receivers.iter().filter(|one| one.recipient == recipient).count();
        (count > 0).then(|| format!("{count} {word}"))
    };
    let both = [some(Recipient::Collective, "tập thể"), some(Recipient::Individual, "cá nhân")];
    both.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A decision with its list, under its number and day; without them it is a draft.
pub(super) fn decision(
    issuer: &Issuer,
    draft: &Draft,
    receivers: &[Receiver],
    under: Option<(&Number, NaiveDate)>,
) -> Document {
    let (act, who) = (draft.kind.act(), who(receivers));
    let occasion = match draft.occasion.as_str() {
        "" => String::new(),
        occasion => format!(" ({occasion})"),
    };
    let decision = BoardDecision {
        issuer,
        under,
        about: format!("{act} đối với {who}{occasion}"),
        rests_on: format!("Căn cứ thành tích của các {who}{occasion}"),
        decides: format!(
            "{} đối với {} (có danh sách kèm theo). Thành tích: {}",
            capital(act),
            how_many(receivers),
            draft.ground
        ),
        carried_out_by: format!("Văn phòng, Ban Tổ chức, các chi bộ và các {who} có tên trong danh sách"),
    };
    let annex = decision.annex(format!("{} được {act}{occasion}", capital(who)));
    decision.document().with_annex(annex.sections(lists(receivers)))
}

/// Groups, persons, or both.
fn who(receivers: &[Receiver]) -> &'static str {
    let some = |recipient| receivers.iter().any(|one| one.recipient == recipient);
    match (some(Recipient::Collective), some(Recipient::Individual)) {
        (true, false) => "tập thể",
        (false, true) => "cá nhân",
        _ => "tập thể, cá nhân",
    }
}

/// Groups and persons, a table each.
fn lists(receivers: &[Receiver]) -> Vec<(&'static str, Vec<Part>)> {
    let list = |recipient| {
        let named: Vec<_> = receivers.iter().filter(|one| one.recipient == recipient).collect();
        let rows = named.iter().zip(1..).map(|(one, n)| [n.to_string(), one.name.clone(), one.place()]);
        (!named.is_empty()).then(|| Part::table(columns(recipient), rows))
    };
    let both = [("Tập thể", list(Recipient::Collective)), ("Cá nhân", list(Recipient::Individual))];
    both.into_iter().filter_map(|(title, table)| Some((title, vec![table?]))).collect()
}

fn columns(recipient: Recipient) -> [Column; 3] {
    let (who, place) = match recipient {
        Recipient::Individual => ("Họ và tên", "Chi bộ"),
        Recipient::Collective => ("Tập thể", "Trực thuộc"),
    };
    [("TT", Width::Code), (who, Width::Rest), (place, Width::Rest)]
        .map(|(label, width)| Column { label, width })
}

impl Receiver {
    /// Where somebody stands: the cell and what is above it; of the cell itself what is above it.
    pub(super) fn place(&self) -> String {
        let cell = (self.cell != self.name).then_some(self.cell.as_str());
        cell.into_iter().chain(self.parent.as_deref()).collect::<Vec<_>>().join(", ")
    }
}

/// What was given, in the order of the page.
pub(super) fn sheet(year: i32, notes: Vec<String>, given: &[Given]) -> Sheet {
    let column = sheet::Column::new;
    let row = |one: &Given| {
        vec![
            Value::Day(one.day),
            Value::text(kind_label(&one.kind)),
            Value::text(one.name.clone()),
            Value::text(Recipient::from_code(&one.recipient).map_or("Mô hình", Recipient::label)),
            Value::text(one.cell.clone()),
            Value::text(one.occasion.clone()),
            Value::text(one.ground.clone()),
            Value::text(one.giver.clone()),
            Value::text(one.decision_number.clone()),
        ]
    };
    Sheet {
        title: format!("Biểu dương, khen thưởng năm {year}"),
        notes,
        columns: vec![
            column("Ngày", Kind::Date),
            column("Hình thức", Kind::Text),
            column("Người nhận", Kind::Text),
            column("Tập thể, cá nhân", Kind::Text),
            column("Chi bộ", Kind::Text),
            column("Phong trào, dịp", Kind::LongText),
            column("Thành tích", Kind::LongText),
            column("Cấp khen thưởng", Kind::Text),
            column("Số quyết định", Kind::Text),
        ],
        rows: given.iter().map(row).collect(),
    }
}
