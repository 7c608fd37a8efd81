//! What is typed into the form of a decision.

use chrono::NaiveDate;

use super::model::{self, Decision, Draft, Place, Receiver, Receiving};
use crate::{
    papers::{Kind, Number},
    records::{
        forms::Reader,
        model::{AwardKind, Recipient},
        power::{self, Reach},
    },
    text::dates,
    web::{FieldErrors, Fields},
};

/// A decision as typed: what it says, and its number and day where it is issued.
pub(super) type Typed = (Draft, Option<(Number, NaiveDate)>);

/// Reads the form of a decision. `seen` is the one it stands for; an issued one has its receivers and its number.
pub(super) fn parse(
    typed: &Fields,
    today: NaiveDate,
    (reach, may_number): (Reach, bool),
    (places, seen, sign): (&[Place], Option<&Decision>, &str),
) -> Result<Typed, FieldErrors> {
    let as_issued =
        seen.and_then(|seen| Some((Number::parse(&seen.number, Kind::Decision, sign).ok()?, seen.given_on?)));
    let is_issued = as_issued.is_some();
    let mut reader = Reader::new(typed, today);
    let kind = reader.choice("kind", AwardKind::from_code, "Đề nghị chọn hình thức.");
    if let Some(kind) = kind.filter(|kind| !reach.kinds().any(|one| one == *kind)) {
        let sentence =
            if reach.covers(kind) { "Đề nghị chọn hình thức." } else { power::beyond(reach) };
        reader.errors.push("kind", sentence);
    }
    let ground = reader.text("ground", "Đề nghị ghi thành tích.");
    // The number and the day stand in the register as they were issued.
    let issued = as_issued.or_else(|| number(&mut reader, may_number, sign));
    let receivers = receivers(&mut reader, places, is_issued);
    let occasion = typed.text("occasion").to_owned();
    reader.finish(kind.map(|kind| (Draft { kind, occasion, ground, receivers }, issued)))
}

/// The number and the day: both, or neither while it is a draft.
fn number(reader: &mut Reader, may_number: bool, sign: &str) -> Option<(Number, NaiveDate)> {
    let typed = reader.typed.text("decision_number");
    if typed.is_empty() {
        if !reader.typed.text("given_on").is_empty() {
            reader
                .errors
                .push("decision_number", "Đã có ngày ký thì cần số quyết định; dự thảo để trống cả hai.");
        }
        return None;
    }
    if !may_number {
        reader.errors.push("decision_number", "Văn phòng ghi số và ngày ký khi ban hành quyết định.");
    }
    let number = reader.errors.keep("decision_number", Number::parse(typed, Kind::Decision, sign));
    let day = reader.day("given_on", "Đề nghị nhập ngày ký.");
    number.zip(day)
}

fn receivers(reader: &mut Reader, places: &[Place], is_issued: bool) -> Vec<Receiving> {
    let typed = reader.typed;
    let ticked = places.iter().filter(|place| typed.all("cells").any(|code| code == place.code.as_str()));
    let whole = |place: &Place| Receiving {
        cell: place.id,
        recipient: Recipient::Collective,
        name: place.name.clone(),
    };
    let mut all: Vec<_> = ticked.map(whole).collect();
    for (name, recipient) in [("collectives", Recipient::Collective), ("individuals", Recipient::Individual)]
    {
        let read = model::read(typed.text(name), recipient, places);
        let read = reader.errors.keep(name, read).unwrap_or_default();
        all.extend(read.into_iter().filter(|one| !all.contains(one)).collect::<Vec<_>>());
    }
    if all.is_empty() && !is_issued {
        reader.errors.push("collectives", "Đề nghị ghi tập thể hoặc cá nhân được khen, mỗi dòng một.");
    }
    all
}

/// A decision as its form would hold it; of a draft with its receivers, a line each.
pub(super) fn filled(decision: &Decision, receivers: &[Receiver], places: &[Place]) -> Fields {
    let lines = |recipient| {
        let drafted = receivers.iter().filter(|one| one.award.is_none() && one.recipient == recipient);
        drafted.map(|one| one.line(places)).collect::<Vec<_>>().join("\n")
    };
    let pairs = [
        ("kind", decision.kind.code().to_owned()),
        ("occasion", decision.occasion.clone()),
        ("ground", decision.ground.clone()),
        ("decision_number", decision.number.clone()),
        ("given_on", decision.given_on.map(dates::day).unwrap_or_default()),
        ("collectives", lines(Recipient::Collective)),
        ("individuals", lines(Recipient::Individual)),
        ("version", decision.version.to_string()),
    ];
    Fields::new(pairs.map(|(name, text)| (name.to_owned(), text)))
}

impl Receiver {
    /// As it is typed: the cell by its name where no other is called so, else by its code.
    fn line(&self, places: &[Place]) -> String {
        let called = |name: &str| places.iter().filter(|place| place.name == name).count();
        let place = places.iter().find(|place| place.code == self.code && called(&place.name) == 1);
        let cell = place.map_or(self.code.as_str(), |place| &place.name);
        if self.recipient == Recipient::Collective && cell == self.name {
            cell.to_owned()
        } else {
            format!("{}; {cell}", self.name)
        }
    }
}
