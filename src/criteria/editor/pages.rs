//! The board's list, the draft's desk, and the forms of its parts.

use askama::Template;

use super::{
    forms,
    queries::{Model, OwnSet},
};
use crate::{
    clock::Month,
    criteria::{
        check::{Problem, SECTORS, balance},
        model::{CriteriaSet, Grade, Instrument, Item, Kind, Scale, YearGrade},
        part::{Aspect, BONUS, PENALTY, Part},
        sources::Source,
        stored::StoredSet,
        words,
    },
    layout::Frame,
    organizations::Sector,
    points::Points,
    text::dates,
    web::{FieldErrors, Fields},
};

/// The sets a committee issues.
#[derive(Template)]
#[template(path = "criteria/editor/list.html")]
pub(super) struct List {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) sets: Vec<OwnSet>,
}

impl OwnSet {
    fn is_draft(&self) -> bool {
        self.state == "draft"
    }

    fn instrument_label(&self) -> &'static str {
        if self.instrument == Instrument::FourGood.text() {
            "Chi bộ bốn tốt"
        } else {
            "Chất lượng sinh hoạt"
        }
    }

    fn from(&self) -> String {
        self.valid_from.label()
    }

    /// The state in word, shape and colour.
    fn state(&self) -> (&'static str, &'static str) {
        match (self.is_draft(), self.in_use, self.adopted) {
            (true, ..) => ("doing", "Bản nháp"),
            (_, true, _) => ("done", "Đang dùng, giữ nguyên"),
            (_, _, true) => ("sent", "Đã ban hành, đã áp dụng"),
            _ => ("sent", "Đã ban hành, chưa áp dụng"),
        }
    }

    fn saved(&self) -> String {
        let at = self.updated_at.map(dates::instant);
        match (at, &self.updated_by) {
            (Some(at), Some(who)) => format!("{who} lưu {at}"),
            (Some(at), None) => format!("lưu {at}"),
            _ => String::new(),
        }
    }
}

/// How a new draft begins.
#[derive(Template)]
#[template(path = "criteria/editor/new.html")]
pub(super) struct New {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) code: String,
    pub(super) models: Vec<Model>,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
}

impl New {
    /// What a draft may begin from.
    fn options(&self) -> Vec<(String, String)> {
        let from = |model: &Model| {
            let version =
                if model.version > 1 { format!(", phiên bản {}", model.version) } else { String::new() };
            let issuer = model.issuer.as_deref().unwrap_or("có sẵn trong chương trình");
            (
                model.id.to_string(),
                format!("{}{version} – {issuer}, từ {}", model.name, month(model.valid_from)),
            )
        };
        let none = ("none".to_owned(), "Bộ trống, tự nhập từng mục".to_owned());
        self.models.iter().map(from).chain([none]).collect()
    }

    /// The code the form was given first, however often it comes back.
    fn code(&self) -> &str {
        self.typed.get("code").unwrap_or(&self.code)
    }
}

fn month(month: Month) -> String {
    month.label()
}

/// What the items add up to, and what is missing or too much.
pub(super) fn said_of((sum, frame): (Points, Points)) -> String {
    match sum.cmp(&frame) {
        std::cmp::Ordering::Less => format!("{sum}/{frame}: thiếu {} điểm", frame - sum),
        std::cmp::Ordering::Equal => format!("{sum}/{frame}: đủ"),
        std::cmp::Ordering::Greater => format!("{sum}/{frame}: thừa {} điểm", sum - frame),
    }
}

/// A draft with everything that can be done to it.
#[derive(Template)]
#[template(path = "criteria/editor/desk.html")]
pub(super) struct Desk {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) draft: StoredSet,
    pub(super) problems: Vec<Problem>,
}

impl Desk {
    fn set(&self) -> &CriteriaSet {
        &self.draft.set
    }

    /// Where a problem is mended: on a page of its own, or, for the weights, further down on this one.
    fn mended(&self, problem: &Problem) -> String {
        match &problem.part {
            Part::Criterion(code) => format!("#c-{code}"),
            part => format!("{}/{}", self.path, part.path()),
        }
    }

    fn single(&self, name: &str) -> String {
        format!("{}/set/{name}", self.path)
    }

    /// The total in words and whether it is as it should be.
    fn total(&self) -> Option<(String, bool)> {
        balance(self.set()).map(|(sum, frame)| (said_of((sum, frame)), sum == frame))
    }

    fn says(&self, item: &Item) -> Vec<String> {
        words::of_item(self.set(), item)
    }

    fn scale(&self) -> String {
        words::of_scale(self.set())
    }

    fn sectors(&self) -> String {
        words::of_sectors(&self.set().sectors)
    }

    fn instrument(&self) -> &'static str {
        self.set().instrument.label()
    }

    #[expect(clippy::unused_self, reason = "templates call it on the page")]
    fn grade(&self, grade: &Grade) -> String {
        words::of_grade(grade)
    }

    fn year_grade(&self, grade: &YearGrade) -> String {
        words::of_year_grade(self.set(), grade)
    }

    fn conditions(&self) -> Vec<String> {
        self.set().recognition.iter().flat_map(words::of_recognition).collect()
    }

    /// Lists of items with their heads: criteria, then what stands outside the frame.
    fn blocks(&self) -> Vec<Block<'_>> {
        let set = self.set();
        let has_points = set.scale.frame().is_some();
        let neighbour = |n: Option<usize>| n.and_then(|n| set.criteria.get(n)).map(|c| c.code.as_str());
        let mut blocks = Vec::new();
        for (n, criterion) in set.criteria.iter().enumerate() {
            blocks.push(Block {
                code: &criterion.code,
                name: format!("{}. {}", criterion.code, criterion.name),
                worth: has_points.then(|| format!("{} điểm", criterion.max())),
                items: &criterion.items,
                before: neighbour(n.checked_sub(1)),
                after: neighbour(Some(n + 1)),
            });
        }
        if has_points {
            let cap = set.bonus_cap.map(|cap| format!("tối đa {cap} điểm"));
            blocks.push(Block::outside(BONUS, "Điểm cộng", cap, &set.bonus));
            blocks.push(Block::outside(PENALTY, "Điểm trừ", None, &set.penalty));
        }
        blocks
    }
}

/// A list of items on the desk.
struct Block<'a> {
    code: &'a str,
    name: String,
    worth: Option<String>,
    items: &'a [Item],
    /// The criteria it can change places with.
    before: Option<&'a str>,
    after: Option<&'a str>,
}

impl<'a> Block<'a> {
    fn outside(code: &'a str, name: &str, worth: Option<String>, items: &'a [Item]) -> Self {
        Self { code, name: name.to_owned(), worth, items, before: None, after: None }
    }

    fn is_criterion(&self) -> bool {
        self.code != BONUS && self.code != PENALTY
    }

    fn add(&self) -> String {
        Part::NewItem(self.code.to_owned()).path()
    }
}

/// The form of one part.
#[derive(Template)]
#[template(path = "criteria/editor/form.html")]
pub(super) struct Form {
    pub(super) frame: Frame,
    pub(super) path: String,
    pub(super) part: Part,
    pub(super) set: CriteriaSet,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
    /// How the part stood when it was shown.
    pub(super) seen: String,
}

type Options = Vec<(String, String)>;

fn owned(options: &[(&str, &str)]) -> Options {
    options.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())).collect()
}

impl Form {
    fn action(&self) -> String {
        format!("{}/{}", self.path, self.part.path())
    }

    fn total(&self) -> Option<String> {
        balance(&self.set).map(said_of)
    }

    fn has_points(&self) -> bool {
        matches!(self.set.scale, Scale::Points(_))
    }

    fn text(&self, name: &str) -> &str {
        self.typed.text(name)
    }

    fn ticked(&self, name: &str, value: &str) -> bool {
        self.typed.all(name).any(|text| text == value)
    }

    /// The keys of a grid: the rows with something in them, and some to fill.
    fn rows(&self, name: &'static str) -> Vec<String> {
        (0..self.filled(name, "") + 3).map(|n| n.to_string()).collect()
    }

    /// How many rows of a grid reach to the last with something in it.
    fn filled(&self, name: &'static str, group: &str) -> usize {
        let keys = self.typed.grid(name).filter(|(_, text)| !text.trim().is_empty()).map(|(key, _)| key);
        let number = keys.filter_map(|key| key.strip_prefix(group)?.parse::<usize>().ok());
        number.filter(|n| *n < 60).max().map_or(0, |n| n + 1)
    }

    /// The groups of sectors with bands of their own, and one to fill, each with the keys of its rows.
    fn groups(&self) -> Vec<(String, Vec<String>)> {
        let used = |n: &usize| {
            self.filled("test", &format!("{n}-")) > 0 || self.typed.get(&format!("sectors[{n}]")).is_some()
        };
        let count = (0..8).take_while(used).count();
        (0..(count + 1).min(8))
            .map(|n| {
                let rows = (0..self.filled("test", &format!("{n}-")) + 3).map(|row| format!("{n}-{row}"));
                (n.to_string(), rows.collect())
            })
            .collect()
    }

    /// The item the form is about, where it is there.
    fn item(&self) -> Option<&Item> {
        match &self.part {
            Part::Item(code) | Part::Rule(code, _) => self.set.item(code),
            _ => None,
        }
    }

    /// Whether the form is about an item inside the frame.
    fn is_inside(&self) -> bool {
        match &self.part {
            Part::NewItem(under) => under != BONUS && under != PENALTY,
            _ => self.item().is_none_or(|item| !item.kind.is_outside()),
        }
    }

    /// The other pages of the item's rule, with what each says now.
    fn aspects(&self) -> Vec<(String, &'static str)> {
        let Some(item) = self.item().filter(|_| matches!(self.part, Part::Item(_))) else {
            return Vec::new();
        };
        let aspects: &[Aspect] = match item.kind {
            Kind::Computed => &[Aspect::Bands, Aspect::Sectors, Aspect::Applies, Aspect::Veto],
            Kind::Choice => &[Aspect::Choices, Aspect::Applies, Aspect::Veto],
            Kind::Bonus | Kind::Penalty => &[Aspect::Veto],
            _ => &[Aspect::Applies, Aspect::Veto],
        };
        let link = |aspect: &Aspect| {
            (format!("{}/{}", self.path, Part::Rule(item.code.clone(), *aspect).path()), aspect.title())
        };
        aspects.iter().map(link).collect()
    }

    /// Where the part can be deleted.
    fn deletion(&self) -> Option<String> {
        let deletable = matches!(self.part, Part::Criterion(_) | Part::Item(_));
        deletable.then(|| format!("{}/deletion", self.action()))
    }

    /// How many items go with a criterion.
    fn goes_with(&self) -> usize {
        let Part::Criterion(code) = &self.part else { return 0 };
        self.set.criteria.iter().filter(|c| c.code == *code).map(|c| c.items.len()).sum()
    }

    fn instruments() -> Options {
        owned(&[
            (Instrument::FourGood.text(), "Chi bộ bốn tốt, chấm hằng tháng"),
            (Instrument::MeetingQuality.text(), "Chất lượng từng kỳ sinh hoạt chi bộ"),
        ])
    }

    fn scales() -> Options {
        owned(&[
            ("points", "Chấm điểm trong một thang, thường là 100"),
            ("pass_fail", "Đạt hoặc Không đạt từng mục"),
            ("grades", "Xếp mức từng mục, không có điểm"),
        ])
    }

    fn sector_options() -> Options {
        SECTORS.map(|code| (code.to_owned(), Sector::label_of(code).unwrap_or(code).to_owned())).into()
    }

    fn kinds() -> Options {
        owned(&forms::kind_options())
    }

    fn wanted() -> Options {
        owned(&forms::WANTED)
    }

    fn tests() -> Options {
        owned(&forms::TESTS)
    }

    fn signs() -> Options {
        owned(&forms::SIGNS)
    }

    fn thens() -> Options {
        owned(&forms::THENS)
    }

    fn levels() -> Options {
        owned(&forms::LEVELS)
    }

    fn missing() -> Options {
        owned(&forms::MISSING)
    }

    fn missing_or_none() -> Options {
        let none = (String::new(), "Không quy định xếp loại cả năm".to_owned());
        std::iter::once(none).chain(Self::missing()).collect()
    }

    fn months() -> Options {
        owned(&[("all_expected", "Phải đủ mọi tháng chi bộ phải chấm"), ("none", "Không đòi đủ các tháng")])
    }

    fn yes_no() -> Options {
        owned(&[("yes", "Có, với các điều kiện dưới đây"), ("no", "Không")])
    }

    fn grounds() -> Options {
        owned(&[
            ("", "Không bao giờ: mục luôn áp dụng"),
            ("fact", "Khi số liệu cho biết"),
            ("secretary", "Khi bí thư nêu lý do"),
        ])
    }

    fn sources(none: &str) -> Options {
        let all = Source::ALL.iter().map(|source| (source.name().to_owned(), source.label().to_owned()));
        std::iter::once((String::new(), none.to_owned())).chain(all).collect()
    }

    fn criteria(&self) -> Options {
        let named =
            |c: &crate::criteria::model::Criterion| (c.code.clone(), format!("{}. {}", c.code, c.name));
        self.set.criteria.iter().map(named).collect()
    }

    fn grades(&self) -> Options {
        let all = self.set.grades.iter().map(|grade| (grade.code.clone(), grade.name.clone()));
        std::iter::once((String::new(), "–".to_owned())).chain(all).collect()
    }
}
