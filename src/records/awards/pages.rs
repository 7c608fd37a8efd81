//! The year's awards of a branch, and a decision.

use askama::Template;

use super::{
    model::{self, Counted, Decision, Filter, Given, Place, Receiver, Signed, Tally, kind_label},
    paper,
};
use crate::{
    layout::Frame,
    records::{
        model::{AwardKind, Recipient},
        queries::StruckRow,
    },
    text::dates,
    web::{FieldErrors, Fields},
};

/// Everything given below a committee in a year.
#[derive(Template)]
#[template(path = "records/awards/list.html")]
pub(super) struct List {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) year: i32,
    pub(super) filter: Filter,
    /// What there is to narrow the list to.
    pub(super) counted: Vec<Counted>,
    /// The rows of this page.
    pub(super) given: Vec<Given>,
    pub(super) decisions: Vec<Signed>,
    pub(super) may_prepare: bool,
}

/// Rows on a page.
pub(super) const ON_A_PAGE: usize = 200;

/// The columns the list can be ordered by.
pub(super) const SORTS: [(&str, &str); 5] = [
    ("", "Ngày"),
    ("kind", "Hình thức"),
    ("name", "Người nhận"),
    ("cell", "Chi bộ"),
    ("giver", "Cấp khen thưởng"),
];

impl List {
    fn here(&self) -> String {
        format!("/organizations/{}/awards/{}", self.code, self.year)
    }

    /// The list of another year, read by the same tree.
    fn in_year(&self, year: i32) -> String {
        format!("/organizations/{}/awards/{year}?tree={}", self.code, self.filter.tree)
    }

    fn is_of_today(&self) -> bool {
        self.filter.tree == "now"
    }

    /// The same list by the other tree.
    fn other_tree(&self) -> String {
        let tree = if self.is_of_today() { String::new() } else { "now".to_owned() };
        format!("{}?{}", self.here(), Filter { tree, ..self.filter.clone() }.in_address())
    }

    fn file(&self) -> String {
        format!("{}/file.xlsx?{}", self.here(), self.filter.in_address())
    }

    /// The list of one line of the count.
    fn of(&self, line: &Tally) -> String {
        let theme = if line.occasion.is_empty() { "-".to_owned() } else { line.occasion.clone() };
        let filter = Filter { kind: line.kind.clone(), theme, page: 0, ..self.filter.clone() };
        format!("{}?{}#list", self.here(), filter.in_address())
    }

    fn counts(&self) -> impl Iterator<Item = &Counted> {
        self.counted.iter().filter(|one| self.filter.lets(one))
    }

    fn lines(&self) -> Vec<Tally> {
        model::tally(self.counts())
    }

    fn total(&self) -> Tally {
        model::total(self.counts())
    }

    /// What the list can be narrowed to: "all", then each once, in order.
    fn options<'a>(&'a self, of: impl Fn(&'a Counted) -> (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
        let mut options = vec![("", "Tất cả")];
        for (key, said) in self.counted.iter().map(of) {
            let option = if key.is_empty() { ("-", "không ghi") } else { (key, said) };
            if !options.contains(&option) {
                options.push(option);
            }
        }
        options
    }

    fn kinds(&self) -> Vec<(&str, &str)> {
        self.options(|one| (&one.kind, kind_label(&one.kind)))
    }

    fn themes(&self) -> Vec<(&str, &str)> {
        self.options(|one| (&one.occasion, &one.occasion))
    }

    fn givers(&self) -> Vec<(&str, &str)> {
        self.options(|one| (&one.giver, &one.giver))
    }

    fn is_narrowed(&self) -> bool {
        [&self.filter.kind, &self.filter.theme, &self.filter.giver].iter().any(|asked| !asked.is_empty())
    }

    fn shown(&self) -> String {
        let total = self.total();
        let all = total.collectives + total.individuals + total.models;
        let first = self.filter.page * ON_A_PAGE;
        format!("Mục {}–{} trong {all}", first + 1, first + self.given.len())
    }

    fn first(&self) -> String {
        let first = Filter { page: 0, ..self.filter.clone() };
        format!("{}?{}#list", self.here(), first.in_address())
    }

    fn next(&self) -> Option<String> {
        let total = self.total();
        let all = usize::try_from(total.collectives + total.individuals + total.models).unwrap_or_default();
        let further = (self.filter.page + 1) * ON_A_PAGE < all;
        let next = Filter { page: self.filter.page + 1, ..self.filter.clone() };
        further.then(|| format!("{}?{}#list", self.here(), next.in_address()))
    }
}

impl Filter {
    /// As it stands in an address.
    fn in_address(&self) -> String {
        let Self { kind, theme, giver, sort, tree, page } = self;
        let said = |text: &str| askama::filters::urlencode_strict(text).map(|text| text.to_string());
        let [kind, theme, giver, sort, tree] =
            [kind, theme, giver, sort, tree].map(|text| said(text).unwrap_or_default());
        format!("kind={kind}&theme={theme}&giver={giver}&sort={sort}&tree={tree}&page={page}")
    }

    /// What the list is narrowed to, in words.
    pub(super) fn said(&self) -> String {
        let asked = [
            ("hình thức", self.kind().map(kind_label)),
            ("phong trào, dịp", self.occasion()),
            ("cấp khen thưởng", self.giver()),
        ];
        let said = asked.into_iter().filter_map(|(what, asked)| {
            let asked = asked?;
            Some(format!("{what}: {}", if asked.is_empty() { "không ghi" } else { asked }))
        });
        let said: Vec<_> = said.collect();
        let tree = if self.tree == "now" { "tổ chức hiện nay" } else { "tổ chức lúc đó" };
        let narrowed = if said.is_empty() { "tất cả".to_owned() } else { said.join("; ") };
        format!("{narrowed}; tính theo {tree}")
    }
}

impl Tally {
    fn label(&self) -> &'static str {
        kind_label(&self.kind)
    }

    /// A number, or a dash: nobody reads a column of noughts.
    fn shown(count: i64) -> String {
        if count == 0 { "–".to_owned() } else { count.to_string() }
    }
}

impl Given {
    fn day(&self) -> String {
        dates::day(self.day)
    }

    fn label(&self) -> &'static str {
        kind_label(&self.kind)
    }

    fn recipient(&self) -> &'static str {
        Recipient::from_code(&self.recipient).map_or("mô hình", |one| match one {
            Recipient::Individual => "cá nhân",
            Recipient::Collective => "tập thể",
        })
    }
}

impl Signed {
    /// "08-QĐ/ĐU, 23/11/2026", or that it is a draft.
    fn title(&self) -> String {
        match self.given_on {
            Some(day) => format!("{}, {}", self.number, dates::day(day)),
            None => "Dự thảo".to_owned(),
        }
    }
}

/// A decision on awards: its form, whom it honours, its papers.
#[derive(Template)]
#[template(path = "records/awards/decision.html")]
pub(super) struct DecisionPage {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) year: i32,
    /// None: a new one.
    pub(super) decision: Option<Decision>,
    pub(super) receivers: Vec<Receiver>,
    pub(super) struck: Vec<StruckRow>,
    pub(super) places: Vec<Place>,
    /// What this committee can give.
    pub(super) kinds: Vec<AwardKind>,
    /// The number that comes next in the register.
    pub(super) next: Option<String>,
    pub(super) may_prepare: bool,
    /// Whether this person gives it its number.
    pub(super) may_number: bool,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

/// More cells than this are typed, not ticked.
const TICKED: usize = 300;

impl DecisionPage {
    fn path(&self) -> String {
        let all = format!("/organizations/{}/award-decisions", self.code);
        self.decision.as_ref().map_or_else(|| all.clone(), |decision| format!("{all}/{}", decision.id))
    }

    fn list(&self) -> String {
        format!("/organizations/{}/awards/{}", self.code, self.year)
    }

    /// The number and the day of an issued one.
    fn issued(&self) -> Option<(&str, String)> {
        let decision = self.decision.as_ref()?;
        Some((decision.number.as_str(), dates::day(decision.given_on?)))
    }

    fn options(&self) -> Vec<(&'static str, &'static str)> {
        self.kinds.iter().map(|kind| (kind.code(), kind.label())).collect()
    }

    /// The cells to tick, where they are not too many.
    fn ticks(&self) -> &[Place] {
        if self.places.len() > TICKED { &[] } else { &self.places }
    }

    fn is_ticked(&self, place: &Place) -> bool {
        self.typed.all("cells").any(|code| code == place.code.as_str())
    }

    /// Whether this person writes it: a draft, or an issued one for who gave it its number.
    fn writes(&self) -> bool {
        self.may_prepare && (self.issued().is_none() || self.may_number)
    }

    fn button(&self) -> &'static str {
        match (self.issued().is_some(), self.may_number) {
            (true, _) => "Lưu nội dung đã sửa",
            (false, true) => "Lưu quyết định",
            (false, false) => "Lưu dự thảo",
        }
    }

    fn number_hint(&self) -> String {
        let next = self.next.as_deref().unwrap_or("12-QĐ/ĐU");
        format!(
            "Để trống: lưu dự thảo. Có số và ngày: ban hành, ghi vào hồ sơ các chi bộ. Số tiếp theo trong sổ: {next}"
        )
    }

    fn how_many(&self) -> String {
        paper::how_many(&self.receivers)
    }

    /// Why somebody is taken out, as typed; only beside them.
    fn reason(&self, receiver: &Receiver) -> &str {
        let is_this = receiver.award.is_some_and(|award| self.typed.text("award") == award.to_string());
        if is_this { self.typed.text("reason") } else { "" }
    }
}
