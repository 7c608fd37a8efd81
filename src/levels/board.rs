//! A committee's page: everything directly under it, the levels given and chosen, its own.

use askama::Template;

use super::{
    queries::{Asked, Standing, Step},
    rules::{self, Gate, Headroom, RuleBook, Tally},
};
use crate::{
    export::{
        Sheet,
        sheet::{Column, Kind, Value},
    },
    layout::Frame,
    records::Level,
    text::{capital, dates},
    web::{FieldErrors, Fields},
};

/// The levels of what stands directly under a committee, in a year.
#[derive(Template)]
#[template(path = "levels/board.html")]
pub(super) struct BoardPage {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) year: i32,
    pub(super) asked: Asked,
    pub(super) is_running: bool,
    /// The committee itself.
    pub(super) standing: Standing,
    pub(super) below: Vec<Standing>,
    pub(super) headrooms: Vec<Headroom>,
    pub(super) steps: Vec<Step>,
    pub(super) may_manage: bool,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl BoardPage {
    fn book(&self) -> &'static RuleBook {
        RuleBook::of(self.year)
    }

    fn path(&self) -> String {
        format!("/organizations/{}/levels/{}", self.code, self.year)
    }

    fn next_year(&self) -> Option<i32> {
        (!self.is_running).then_some(self.year + 1)
    }

    fn day(&self) -> String {
        dates::day(self.asked.day)
    }

    /// "12 tổ chức đảng: 10 đã gửi, 2 chưa gửi; 8 đã xếp loại chính thức."
    fn counted(&self) -> String {
        let sent = self.below.iter().filter(|one| one.own_version > 0).count();
        let official = self.below.iter().filter(|one| one.official.is_some()).count();
        let all = self.below.len();
        format!(
            "{all} tổ chức đảng trực thuộc: {sent} đã gửi, {} chưa gửi; {official} đã xếp loại chính thức.",
            all - sent
        )
    }

    /// How many are officially at each level.
    fn official(&self) -> Tally {
        Tally::of(self.below.iter().filter_map(|one| one.official))
    }

    /// Each level with the organizations officially at it, the members of the whole branch, and their share.
    fn by_level(&self) -> impl Iterator<Item = (&'static str, i64, i64, String)> {
        let (official, members) = (self.official(), self.standing.members());
        let row = move |level: &Level| {
            (level.label(), official.at(*level), members.at(*level), members.share(*level))
        };
        Level::ALL.iter().map(row)
    }

    /// The levels in a word or two, to choose one in the table.
    fn choices() -> impl Iterator<Item = (&'static str, String)> {
        let levels = Level::ALL.iter().map(|level| (level.code(), capital(rules::short(*level))));
        std::iter::once(("", "Chọn mức".to_owned())).chain(levels)
    }

    fn is_ticked(&self, one: &Standing) -> bool {
        self.typed.all("ticked").any(|code| code == one.code.as_str())
    }

    fn chosen(&self, one: &Standing) -> &str {
        self.typed.text(&format!("level[{}]", one.code))
    }

    fn may_decide(&self) -> bool {
        self.may_manage && self.below.iter().any(|one| one.own_version > 0)
    }

    fn asks_own(&self) -> bool {
        self.may_manage && self.standing.above.is_some() && self.standing.official.is_none()
    }
}

impl Standing {
    fn seen(&self) -> String {
        format!("{}.{}", self.own_version, self.official_version)
    }

    /// Members at the best level of all with one; the cells that have not said are counted beside.
    fn members_said(&self) -> String {
        let tally = self.members();
        if tally.all() == 0 {
            return "–".to_owned();
        }
        format!("{}/{} xuất sắc ({})", tally.at(Level::Excellent), tally.all(), tally.share(Level::Excellent))
    }

    fn cells_label(&self) -> Option<String> {
        (self.cells_said < self.cells).then(|| {
            if self.is_cell {
                "chưa nhập".to_owned()
            } else {
                format!("{}/{} chi bộ đã nhập", self.cells_said, self.cells)
            }
        })
    }

    /// The first official level, where it was changed.
    pub(super) fn first_label(&self) -> Option<&'static str> {
        self.first_official.filter(|first| Some(*first) != self.official).map(rules::short)
    }

    pub(super) fn reason(&self) -> Option<&str> {
        self.official_reason.as_deref().filter(|reason| !reason.is_empty())
    }
}

/// The table of a committee as it leaves the program, in the order of the screen.
pub(super) fn sheet(committee: &str, year: i32, below: &[Standing], headrooms: &[Headroom]) -> Sheet {
    let column = Column::new;
    let level = |level: Option<Level>| Value::text(level.map(Level::label).unwrap_or_default());
    let row = |one: &Standing| {
        let members = one.members();
        let gates = one.gates().into_iter().map(Gate::said).collect::<Vec<_>>();
        let mut row = vec![
            Value::text(one.name.clone()),
            one.points.map_or(Value::Blank, Value::Points),
            if one.own.is_some() { level(one.own) } else { Value::text("chưa gửi") },
            Value::text(gates.join("; ")),
            level(one.official),
            Value::text(one.official_reason.clone().unwrap_or_default()),
        ];
        row.extend(Level::ALL.iter().map(|level| Value::Count(members.at(*level))));
        row.push(Value::Share(members.at(Level::Excellent), members.all()));
        row.extend([Value::Count(one.cells_said), Value::Count(one.cells)]);
        row
    };
    let mut columns = vec![
        column("Tổ chức đảng", Kind::Text),
        column("Điểm tự chấm", Kind::Points),
        column("Tự xếp loại", Kind::Text),
        column("Điều kiện", Kind::LongText),
        column("Xếp loại chính thức", Kind::Text),
        column("Lý do", Kind::LongText),
    ];
    let members = |level: &Level| Column::new(format!("Đảng viên {}", rules::short(*level)), Kind::Count);
    columns.extend(Level::ALL.iter().map(members));
    columns.extend([
        column("Tỷ lệ xuất sắc", Kind::Percent),
        column("Chi bộ đã nhập", Kind::Count),
        column("Số chi bộ", Kind::Count),
    ]);
    Sheet {
        title: format!("Đánh giá, xếp loại năm {year}"),
        notes: std::iter::once(committee.to_owned()).chain(headrooms.iter().map(Headroom::said)).collect(),
        columns,
        rows: below.iter().map(row).collect(),
    }
}
