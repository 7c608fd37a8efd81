//! What is typed into the forms of the record.

use chrono::{Datelike, NaiveDate};

use super::{
    entries::Strike,
    kinds::Kind,
    model::{
        Award, AwardKind, Commitment, Discipline, DisciplineForm, DocumentKind, Entry, GoodDeed,
        IssuedDocument, Mark, Marking, MassWorkModel, Recipient,
    },
    power::{self, Giver},
};
use crate::{
    ids::MemberId,
    text::dates,
    web::{FieldErrors, Fields},
};

/// A form being read.
pub(super) struct Reader<'a> {
    pub(super) typed: &'a Fields,
    pub(super) today: NaiveDate,
    pub(super) errors: FieldErrors,
}

impl<'a> Reader<'a> {
    pub(super) fn new(typed: &'a Fields, today: NaiveDate) -> Self {
        Self { typed, today, errors: FieldErrors::default() }
    }

    pub(super) fn text(&mut self, name: &str, missing: &str) -> String {
        let text = self.typed.text(name);
        if text.is_empty() {
            self.errors.push(name, missing);
        }
        text.to_owned()
    }

    /// A day that has come.
    pub(super) fn day(&mut self, name: &str, missing: &str) -> Option<NaiveDate> {
        let day = self.maybe_day(name);
        if self.typed.text(name).is_empty() {
            self.errors.push(name, missing);
        }
        day
    }

    pub(super) fn maybe_day(&mut self, name: &str) -> Option<NaiveDate> {
        let text = self.typed.text(name);
        if text.is_empty() {
            return None;
        }
        let day = self.errors.keep(name, dates::parse_day(text))?;
        if day > self.today {
            self.errors.push(name, "Ngày này chưa đến; ghi sau khi việc đã có.");
        }
        Some(day)
    }

    pub(super) fn choice<T>(
        &mut self,
        name: &str,
        from_code: fn(&str) -> Option<T>,
        missing: &str,
    ) -> Option<T> {
        let chosen = from_code(self.typed.text(name));
        if chosen.is_none() {
            self.errors.push(name, missing);
        }
        chosen
    }

    /// What was read, unless something is wrong.
    pub(super) fn finish<T>(self, read: Option<T>) -> Result<T, FieldErrors> {
        read.filter(|_| self.errors.is_empty()).ok_or(self.errors)
    }
}

/// Reads why an entry is struck out, and which version of it was seen.
pub(super) fn strike(id: i64, typed: &Fields) -> Result<Strike, FieldErrors> {
    let reason = typed.text("reason").to_owned();
    if reason.is_empty() {
        return Err(FieldErrors::one("reason", "Đề nghị ghi lý do gạch bỏ."));
    }
    Ok(Strike { id, version: version(typed), reason })
}

/// The version the form was made from; a form without one was made from none.
pub(super) fn version(typed: &Fields) -> i32 {
    typed.text("version").parse().unwrap_or_default()
}

/// Reads a form into what it enters, or says what is wrong with it. `givers` are the organizations of the tree that may
/// have given an award.
pub(super) fn parse(
    kind: Kind,
    typed: &Fields,
    (year, today): (i32, NaiveDate),
    givers: &[Giver],
) -> Result<Entry, FieldErrors> {
    let mut reader = Reader::new(typed, today);
    let entry = match kind {
        Kind::GoodDeed => good_deed(&mut reader),
        Kind::Award => award(&mut reader, givers),
        Kind::MassWorkModel => mass_work_model(&mut reader),
        Kind::Commitment => commitment(&mut reader, year),
        Kind::Discipline => discipline(&mut reader),
        Kind::Document => document(&mut reader, year),
    };
    reader.finish(entry)
}

fn good_deed(reader: &mut Reader) -> Option<Entry> {
    let entered_on = reader.day("entered_on", "Đề nghị nhập ngày ghi danh.");
    let recipient = reader.choice("recipient", Recipient::from_code, "Đề nghị chọn cá nhân hoặc tập thể.");
    let name = reader.text("name", "Đề nghị nhập tên cá nhân hoặc tập thể.");
    let deed = reader.text("deed", "Đề nghị ghi việc tốt đã làm.");
    let occasion = reader.typed.text("occasion").to_owned();
    Some(Entry::GoodDeed(GoodDeed { entered_on: entered_on?, recipient: recipient?, name, deed, occasion }))
}

fn award(reader: &mut Reader, givers: &[Giver]) -> Option<Entry> {
    let given_on = reader.day("given_on", "Đề nghị nhập ngày khen thưởng.");
    let kind = reader.choice("kind", AwardKind::from_code, "Đề nghị chọn hình thức.");
    let recipient = reader.choice("recipient", Recipient::from_code, "Đề nghị chọn cá nhân hoặc tập thể.");
    let name = reader.text("name", "Đề nghị nhập tên cá nhân hoặc tập thể.");
    let [occasion, ground, decision_number] =
        ["occasion", "ground", "decision_number"].map(|name| reader.typed.text(name).to_owned());
    let (given_on, kind, recipient) = (given_on?, kind?, recipient?);
    let (giver_id, giver) = match power::giver(reader.typed.text("giver"), kind, givers) {
        Ok(giver) => giver,
        Err((field, sentence)) => {
            reader.errors.push(field, sentence);
            return None;
        }
    };
    Some(Entry::Award(Award {
        given_on,
        kind,
        giver_id,
        giver,
        recipient,
        name,
        occasion,
        ground,
        decision_number,
    }))
}

fn mass_work_model(reader: &mut Reader) -> Option<Entry> {
    let name = reader.text("name", "Đề nghị nhập tên mô hình.");
    let registered_on = reader.day("registered_on", "Đề nghị nhập ngày đăng ký.");
    let recognized_on = reader.maybe_day("recognized_on");
    let rewarded_on = reader.maybe_day("rewarded_on");
    let registered_on = registered_on?;
    if recognized_on.is_some_and(|day| day < registered_on) {
        reader.errors.push("recognized_on", "Ngày công nhận không thể trước ngày đăng ký.");
    }
    match (recognized_on, rewarded_on) {
        (None, Some(_)) => reader.errors.push("recognized_on", "Đã khen thưởng thì cần ngày công nhận."),
        (Some(recognized), Some(rewarded)) if rewarded < recognized => {
            reader.errors.push("rewarded_on", "Ngày khen thưởng không thể trước ngày công nhận.");
        }
        _ => {}
    }
    let year = registered_on.year();
    Some(Entry::MassWorkModel(MassWorkModel { year, name, registered_on, recognized_on, rewarded_on }))
}

fn commitment(reader: &mut Reader, year: i32) -> Option<Entry> {
    let member = reader.choice("member", |id| id.parse().ok().map(MemberId), "Đề nghị chọn đảng viên.");
    let tasks = ["task1", "task2", "task3"].map(|name| reader.text(name, "Cam kết gồm đủ ba việc cụ thể."));
    let mark = Mark::from_code(reader.typed.text("mark"));
    Some(Entry::Commitment(Commitment { member: member?, year, tasks, mark }))
}

fn discipline(reader: &mut Reader) -> Option<Entry> {
    let member_name = reader.text("member_name", "Đề nghị nhập họ và tên đảng viên.");
    let form = reader.choice("form", DisciplineForm::from_code, "Đề nghị chọn hình thức kỷ luật.");
    let decision_number = reader.text("decision_number", "Đề nghị nhập số quyết định.");
    let decided_on = reader.day("decided_on", "Đề nghị nhập ngày quyết định.");
    Some(Entry::Discipline(Discipline { member_name, form: form?, decision_number, decided_on: decided_on? }))
}

/// A document of a year: issued in it, or at the end of the one before.
fn document(reader: &mut Reader, year: i32) -> Option<Entry> {
    let kind = reader.choice("kind", DocumentKind::from_code, "Đề nghị chọn loại văn bản.");
    let number = reader.text("number", "Đề nghị nhập số, ký hiệu của văn bản.");
    let summary = reader.text("summary", "Đề nghị ghi trích yếu của văn bản.");
    let issued_on = reader.day("issued_on", "Đề nghị nhập ngày ban hành.");
    if issued_on.is_some_and(|day| ![year, year - 1].contains(&day.year())) {
        let before = year - 1;
        let sentence =
            format!("Văn bản của năm {year} thì ban hành trong năm {year} hoặc cuối năm {before}.");
        reader.errors.push("issued_on", sentence);
    }
    let (kind, issued_on) = (kind?, issued_on?);
    Some(Entry::IssuedDocument(IssuedDocument { year, kind, number, summary, issued_on }))
}

/// Reads the marks that were changed on the page, with those the page showed.
pub(super) fn marks(typed: &Fields) -> Vec<Marking> {
    let seen = |member: &str| typed.grid("seen").find(|(id, _)| *id == member).map(|(_, code)| code);
    let marking = |(id, code): (&str, &str)| {
        let before = seen(id).filter(|before| *before != code)?;
        let member = MemberId(id.parse().ok()?);
        Some(Marking { member, mark: Mark::from_code(code), seen: Mark::from_code(before) })
    };
    typed.grid("mark").filter_map(marking).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        Fields::new(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())))
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
    }

    #[test]
    fn what_is_missing_is_said_at_its_field() {
        let errors =
            parse(Kind::GoodDeed, &typed(&[("entered_on", "31/02/2026")]), (2026, today()), &[]).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["entered_on", "recipient", "name", "deed"]);
    }

    #[test]
    fn a_model_is_rewarded_only_after_it_was_recognised() {
        let pairs = [("name", "x"), ("registered_on", "01/02/2026"), ("rewarded_on", "01/03/2026")];
        let errors = parse(Kind::MassWorkModel, &typed(&pairs), (2026, today()), &[]).unwrap_err();
        assert!(errors.get("recognized_on").is_some());
    }

    #[test]
    fn nothing_is_entered_before_it_happened() {
        let pairs = [
            ("given_on", "01/12/2026"),
            ("kind", "reward"),
            ("recipient", "individual"),
            ("name", "Nguyễn Văn An"),
        ];
        assert!(
            parse(Kind::Award, &typed(&pairs), (2026, today()), &[]).unwrap_err().get("given_on").is_some()
        );
    }

    #[test]
    fn only_marks_that_were_changed_on_the_page_are_given() {
        let pairs = [
            ("seen[1]", "good"),
            ("mark[1]", "good"),
            ("seen[2]", ""),
            ("mark[2]", "excellent"),
            ("mark[3]", "good"),
        ];
        let given = Marking { member: MemberId(2), mark: Some(Mark::Excellent), seen: None };
        assert_eq!(marks(&typed(&pairs)), [given], "and none that the page did not show");
    }
}
