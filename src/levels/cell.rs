//! A cell's page: what it enters of a year, the level it gives itself, what was said of both.

use askama::Template;

use super::{
    queries::{Asked, Entered, MemberOf, Standing, Step},
    rules::{self, Cap, Headroom, RuleBook, Tally},
};
use crate::{
    layout::Frame,
    records::Level,
    text::dates,
    web::{FieldErrors, Fields},
};

/// A level to choose, or none.
pub(super) fn options(none: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    std::iter::once(("", none)).chain(Level::options())
}

/// A cell's levels of a year.
#[derive(Template)]
#[template(path = "levels/cell.html")]
pub(super) struct CellPage {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) year: i32,
    pub(super) asked: Asked,
    /// Whether the year is still running.
    pub(super) is_running: bool,
    pub(super) standing: Standing,
    pub(super) entered: Entered,
    pub(super) members: Vec<MemberOf>,
    pub(super) steps: Vec<Step>,
    pub(super) may_record: bool,
    pub(super) may_send: bool,
    /// What is stored, and over it what was typed.
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

/// The fields of the forms as they are stored.
pub(super) fn stored(standing: &Standing, entered: Option<&Entered>, members: &[MemberOf]) -> Fields {
    let number = |number: Option<i32>| number.map(|n| n.to_string()).unwrap_or_default();
    let code = |level: Option<Level>| level.map(Level::code).unwrap_or_default().to_owned();
    let points = standing.points.map(|points| points.to_string()).unwrap_or_default();
    let mut pairs = vec![
        ("points".to_owned(), points),
        ("level".to_owned(), code(standing.reached)),
        ("vote_for".to_owned(), number(standing.vote_for)),
        ("vote_total".to_owned(), number(standing.vote_total)),
    ];
    if let Some(entered) = entered {
        pairs.extend([
            ("unit_level".to_owned(), code(entered.unit_level)),
            ("staff_total".to_owned(), number(entered.staff_total)),
            ("staff_good".to_owned(), number(entered.staff_good)),
            ("reason".to_owned(), entered.reason.clone().unwrap_or_default()),
        ]);
        let nobody_has_one = members.iter().all(|member| member.level.is_none());
        let rest = if nobody_has_one { Level::Good.code() } else { "" };
        pairs.push(("rest".to_owned(), rest.to_owned()));
    }
    let levels = members.iter().map(|member| (format!("level[{}]", member.id), code(member.level)));
    Fields::new(pairs.into_iter().chain(levels))
}

/// What was typed over what is stored.
pub(super) fn over(stored: &Fields, typed: &Fields) -> Fields {
    let kept = stored.iter().filter(|(name, _)| typed.get(name).is_none());
    Fields::new(kept.chain(typed.iter()).map(|(name, text)| (name.to_owned(), text.to_owned())))
}

impl Standing {
    /// What it gave itself: "89,5 điểm: tốt, biểu quyết 26/27".
    pub(super) fn own_said(&self) -> Option<String> {
        let (own, reached) = self.own.zip(self.reached)?;
        let points = self.points.map(|points| format!("{points} điểm: ")).unwrap_or_default();
        let vote = self.vote_for.zip(self.vote_total);
        let vote = vote.map(|(agreed, all)| format!(", biểu quyết {agreed}/{all}")).unwrap_or_default();
        let lowered = if own == reached {
            String::new()
        } else {
            format!("; sau khi xét điều kiện: {}", rules::short(own))
        };
        Some(format!("{points}{}{lowered}{vote}", rules::short(reached)))
    }
}

impl CellPage {
    fn book(&self) -> &'static RuleBook {
        RuleBook::of(self.year)
    }

    fn path(&self) -> String {
        format!("/organizations/{}/levels/{}", self.code, self.year)
    }

    fn roster(&self) -> String {
        format!("/organizations/{}/roster", self.code)
    }

    fn next_year(&self) -> Option<i32> {
        (!self.is_running).then_some(self.year + 1)
    }

    fn state(&self) -> (&'static str, &'static str) {
        match (self.standing.official, self.standing.own) {
            (Some(_), _) => ("done", "Đã xếp loại"),
            (None, Some(_)) => ("sent", "Đã gửi, chờ cấp trên"),
            (None, None) => ("todo", "Chưa gửi"),
        }
    }

    fn day(&self) -> String {
        dates::day(self.asked.day)
    }

    /// What the cap leaves of the levels as they stand in the form.
    fn headroom(&self) -> Headroom {
        let rest = Level::from_code(self.typed.text("rest")).filter(|_| self.may_record);
        let level = |member| Level::from_code(self.chosen(member)).or(rest.filter(|_| !member.is_exempt));
        members_headroom(&self.entered, &self.standing, &Tally::of(self.members.iter().filter_map(level)))
    }

    fn chosen(&self, member: &MemberOf) -> &str {
        self.typed.text(&format!("level[{}]", member.id))
    }

    /// The level on record, where somebody else has just entered another.
    fn other(&self, member: &MemberOf) -> Option<&'static str> {
        let stored = member.level.map_or("", Level::code);
        let differs = self.errors.get("seen").is_some() && self.chosen(member) != stored;
        differs.then(|| member.level.map_or("chưa xếp loại", Level::label))
    }

    fn without(&self) -> usize {
        self.members.iter().filter(|member| member.level.is_none() && !member.is_exempt).count()
    }

    fn asks_own(&self) -> bool {
        self.may_send && self.standing.official.is_none()
    }

    fn kept_reason(&self) -> Option<&str> {
        self.entered.reason.as_deref().filter(|reason| !reason.is_empty())
    }

    fn staff(&self) -> Option<String> {
        let (good, total) = self.entered.staff_good.zip(self.entered.staff_total)?;
        Some(format!("{good}/{total} người từ hoàn thành tốt nhiệm vụ trở lên"))
    }

    fn unit(&self) -> &'static str {
        self.entered.unit_level.map_or("chưa nhập", Level::label)
    }
}

/// What the cap leaves a cell for its members.
pub(super) fn members_headroom(entered: &Entered, standing: &Standing, tally: &Tally) -> Headroom {
    let is_outstanding = standing.official == Some(Level::Excellent);
    Cap::from_setting(entered.cap.as_ref()).headroom(tally, tally.at(Level::Excellent), is_outstanding)
}

impl MemberOf {
    fn level_label(&self) -> &'static str {
        match self.level {
            Some(level) => level.label(),
            None if self.is_exempt => "được miễn sinh hoạt, không xếp loại",
            None => "chưa xếp loại",
        }
    }
}

impl Step {
    pub(super) fn when(&self) -> String {
        dates::instant(self.at)
    }

    pub(super) fn said(&self) -> String {
        let level = self.level.map_or("", Level::label);
        match self.kind.as_str() {
            "entry" => format!(
                "Nhập xếp loại {} đảng viên, {} xuất sắc",
                self.with_level.unwrap_or_default(),
                self.excellent.unwrap_or_default()
            ),
            "own" => match self.points {
                Some(points) => format!("Tự xếp loại: {points} điểm, {level}"),
                None => format!("Tự xếp loại: {level}"),
            },
            _ => format!("Cấp trên xếp loại chính thức: {level}"),
        }
    }
}
