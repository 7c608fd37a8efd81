//! The page of one part's form.

use askama::Template;

use super::{forms, pages::said_of};
use crate::{
    criteria::{
        burden::Burden,
        check::{SECTORS, balance},
        model::{CriteriaSet, Instrument, Item, Kind, Scale},
        part::{Aspect, BONUS, PENALTY, Part},
        sources::Source,
    },
    layout::Frame,
    organizations::Sector,
    web::{FieldErrors, Fields},
};

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
    /// Where an item is added: what the set asks of the cells below so far.
    pub(super) burden: Option<Burden>,
}

/// How many rows a grid shows: most papers fit at once, and there is always room for two more.
fn room(filled: usize) -> usize {
    (filled + 2).max(6)
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
        (0..room(self.filled(name, ""))).map(|n| n.to_string()).collect()
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
                let rows = (0..room(self.filled("test", &format!("{n}-")))).map(|row| format!("{n}-{row}"));
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
