//! What a file of entries would do to them. Pure.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::plan::Plan;
use crate::{
    ids::MemberId,
    import::{Outcome, Row},
    records::{
        entries::{Correction, Kept, said},
        forms,
        kinds::{Holds, Kind, Part},
        power::Giver,
    },
    text::{dates, spelling},
    web::Fields,
};

/// What the rows of a file are held against.
pub(super) struct Against<'a> {
    pub(super) kind: Kind,
    pub(super) year: i32,
    pub(super) today: NaiveDate,
    /// The entries of the year.
    pub(super) kept: &'a [Kept],
    /// Who was on the roll in the year, for commitments.
    pub(super) members: &'a [(MemberId, String)],
    /// Who in the tree may have given an award.
    pub(super) givers: &'a [Giver],
}

/// The parts a title is made of.
const TITLE: [&str; 5] = ["name", "member_name", "member", "deed", "number"];

/// Plans the rows, top to bottom.
pub(super) fn plan(against: &Against, rows: &[Row]) -> Plan {
    let mut plan = Plan::default();
    let mut first: HashMap<Vec<String>, u32> = HashMap::new();
    for row in rows {
        let Some(typed) = against.fields(row, &mut plan) else { continue };
        if let Some(before) = first.insert(against.key(&typed), row.number) {
            plan.problem(row.number, "", format!("Trùng với dòng {before} của tệp."));
            continue;
        }
        against.take(row.number, &typed, &mut plan);
    }
    plan
}

impl Against<'_> {
    /// The cells of a row as a form would hold them, or what is wrong with them.
    fn fields(&self, row: &Row, plan: &mut Plan) -> Option<Fields> {
        let known = plan.problems.len();
        let mut pairs = Vec::new();
        for part in self.kind.parts() {
            match self.cell(part, row) {
                Ok(text) => pairs.push((part.column.key.to_owned(), text)),
                Err(sentence) => plan.problem(row.number, part.label(), sentence),
            }
        }
        if self.kind == Kind::Commitment {
            pairs.push(("name".to_owned(), row.text("member").unwrap_or_default()));
        }
        (plan.problems.len() == known).then(|| Fields::new(pairs))
    }

    fn cell(&self, part: &Part, row: &Row) -> Result<String, String> {
        let key = part.column.key;
        match part.holds {
            Holds::Day => Ok(row.day(key)?.map(dates::day).unwrap_or_default()),
            Holds::Choice(options) => choice(&row.text(key)?, &options()),
            _ if key == "member" => self.member(&row.text(key)?),
            Holds::Text | Holds::LongText => Ok(row.text(key)?),
        }
    }

    /// The member of a name.
    fn member(&self, name: &str) -> Result<String, String> {
        if name.is_empty() {
            return Err("Chưa có họ và tên.".to_owned());
        }
        let called = |(_, other): &&(MemberId, String)| spelling(other) == spelling(name);
        match self.members.iter().filter(called).collect::<Vec<_>>()[..] {
            [(member, _)] => Ok(member.to_string()),
            [] => Err(format!("Danh sách đảng viên không có đồng chí {name}.")),
            _ => Err(format!("Danh sách đảng viên có nhiều đồng chí tên {name}, chưa rõ là ai.")),
        }
    }

    fn key(&self, fields: &Fields) -> Vec<String> {
        self.kind.identity().iter().map(|name| spelling(fields.text(name))).collect()
    }

    /// Takes a row whose cells could be read.
    fn take(&self, number: u32, typed: &Fields, plan: &mut Plan) {
        let key = self.key(typed);
        let like: Vec<_> = self.kept.iter().filter(|kept| self.key(&kept.fields) == key).collect();
        let stands = |kept: &&&Kept| self.differences(kept, &self.whole(kept, typed)).is_empty();
        match like.iter().find(stands).or(like.first()) {
            Some(_) if like.len() > 1 && !like.iter().any(|kept| stands(&kept)) => {
                plan.problem(number, "", "Hồ sơ có nhiều mục như vậy; đề nghị sửa từng mục trên trang.");
            }
            Some(kept) => self.correct(number, kept, &self.whole(kept, typed), plan),
            None => self.add(number, typed, plan),
        }
    }

    /// The entry as the row would leave it: a blank takes nothing away, and what names the entry stays as it is spelt.
    fn whole(&self, kept: &Kept, typed: &Fields) -> Fields {
        let identity = self.kind.identity();
        kept.fields.iter().fold(typed.clone(), |whole, (name, text)| {
            let stays = whole.text(name).is_empty() || identity.contains(&name) || name == "name";
            if stays { whole.with(name, text) } else { whole }
        })
    }

    fn differences(&self, kept: &Kept, whole: &Fields) -> Vec<String> {
        let parts = self.kind.parts().iter();
        let others = parts.filter(|part| whole.text(part.column.key) != kept.text(part.column.key));
        let change = |part: &Part| {
            let before = kept.said_or_none(part.column.key);
            format!("{}: {before} → {}", part.label(), said(part, whole))
        };
        others.map(change).collect()
    }

    fn correct(&self, number: u32, kept: &Kept, whole: &Fields, plan: &mut Plan) {
        let differences = self.differences(kept, whole);
        if differences.is_empty() {
            return plan.line(number, self.title(whole), Outcome::Same);
        }
        if kept.is_of_decision() {
            let sentence = "Mục này theo quyết định cấp ủy đã ghi; chi bộ không sửa được.";
            return plan.problem(number, "", sentence);
        }
        let Some(entry) = self.parse(number, whole, plan) else { return };
        let correction = Correction { id: kept.id, version: kept.version, entry };
        if let Some((_, row)) = correction.row() {
            plan.work.corrected.push(row);
            plan.line(number, self.title(whole), Outcome::Changed(differences.join("; ")));
        }
    }

    fn add(&self, number: u32, typed: &Fields, plan: &mut Plan) {
        let Some(entry) = self.parse(number, typed, plan) else { return };
        if let Some((_, row)) = entry.row() {
            plan.work.added.push(row);
            plan.line(number, self.title(typed), Outcome::New(self.rest(typed)));
        }
    }

    fn parse(&self, number: u32, whole: &Fields, plan: &mut Plan) -> Option<crate::records::Entry> {
        match forms::parse(self.kind, whole, (self.year, self.today), self.givers) {
            Ok(entry) if entry.year() == self.year => Some(entry),
            Ok(entry) => {
                let (year, of) = (self.year, entry.year());
                let sentence =
                    format!("Mục này của năm {of}, không phải năm {year}. Đề nghị nạp ở hồ sơ năm {of}.");
                plan.problem(number, "", sentence);
                None
            }
            Err(errors) => {
                for (field, sentence) in errors.iter() {
                    plan.problem(number, self.label(field), sentence);
                }
                None
            }
        }
    }

    fn label(&self, field: &str) -> &'static str {
        let part = self.kind.parts().iter().find(|part| part.column.key == field);
        part.map_or("", Part::label)
    }

    /// What a row says beside its title.
    fn rest(&self, fields: &Fields) -> String {
        let parts = self.kind.parts().iter().filter(|part| !TITLE.contains(&part.column.key));
        let said = parts.map(|part| said(part, fields)).filter(|said| !said.is_empty());
        said.collect::<Vec<_>>().join(", ")
    }

    /// What a row is about, short.
    fn title(&self, fields: &Fields) -> String {
        let name = match self.kind {
            Kind::Discipline => "member_name",
            Kind::Document => "number",
            _ => "name",
        };
        let deed = fields.text("deed");
        let name = fields.text(name);
        if deed.is_empty() { name.to_owned() } else { format!("{name}: {deed}") }
    }
}

/// The code of a choice, named as people say it.
fn choice(text: &str, options: &[(&'static str, &'static str)]) -> Result<String, String> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let same = |(_, label): &&(&str, &str)| spelling(label) == spelling(text);
    options.iter().find(same).map(|(code, _)| (*code).to_owned()).ok_or_else(|| {
        let labels: Vec<_> = options.iter().map(|(_, label)| *label).collect();
        format!("“{text}” chưa đúng. Chỉ nhận: {}.", labels.join(", "))
    })
}
