//! The parts a set is edited in: one page each.

/// A part of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Name, basis, first month, scale.
    Head,
    /// Grades and what they ask for.
    Grades,
    /// The year's grade.
    Year,
    /// The conditions of recognition.
    Recognition,
    /// A criterion by its code.
    Criterion(String),
    /// A criterion that is not there yet.
    NewCriterion,
    /// An item by its code.
    Item(String),
    /// An item that is not there yet: under a criterion, or [`BONUS`], or [`PENALTY`].
    NewItem(String),
    /// One side of an item's rule.
    Rule(String, Aspect),
}

/// Where bonus items stand.
pub(super) const BONUS: &str = "bonus";
/// Where penalty items stand.
pub(super) const PENALTY: &str = "penalty";
/// Where parts begin that are not there yet.
pub(super) const NEW: &str = "new";

/// One side of an item's rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    /// Points by the value of a fact, and what overrides them.
    Bands,
    /// Other bands for cells of some sectors.
    Sectors,
    /// When the item does not apply.
    Applies,
    /// A fact that rules out a grade or the recognition.
    Veto,
    /// The levels of a choice.
    Choices,
}

impl Aspect {
    const NAMES: [(Self, &'static str, &'static str); 5] = [
        (Self::Bands, "bands", "Số liệu và bậc điểm"),
        (Self::Sectors, "sectors", "Bậc điểm riêng theo loại hình"),
        (Self::Applies, "applies", "Khi nào mục không áp dụng"),
        (Self::Veto, "veto", "Điều loại trừ"),
        (Self::Choices, "choices", "Các mức để chọn"),
    ];

    pub(super) fn segment(self) -> &'static str {
        Self::NAMES.iter().find(|(aspect, ..)| *aspect == self).map_or("", |(_, segment, _)| segment)
    }

    pub(super) fn of_segment(segment: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, name, _)| *name == segment).map(|(aspect, ..)| *aspect)
    }

    pub(super) fn title(self) -> &'static str {
        Self::NAMES.iter().find(|(aspect, ..)| *aspect == self).map_or("", |(.., title)| title)
    }
}

impl Part {
    /// A part that stands once in a set, by its place in the address.
    pub(super) fn single(segment: &str) -> Option<Self> {
        [Self::Head, Self::Grades, Self::Year, Self::Recognition]
            .into_iter()
            .find(|p| p.path() == format!("set/{segment}"))
    }

    /// Its address below that of its set.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Head => "set/head".to_owned(),
            Self::Grades => "set/grades".to_owned(),
            Self::Year => "set/year".to_owned(),
            Self::Recognition => "set/recognition".to_owned(),
            Self::Criterion(code) => format!("criteria/{code}"),
            Self::NewCriterion => format!("criteria/{NEW}"),
            Self::Item(code) => format!("items/{code}"),
            Self::NewItem(under) => format!("items/{NEW}?under={under}"),
            Self::Rule(code, aspect) => format!("items/{code}/rule/{}", aspect.segment()),
        }
    }

    /// What its page is called.
    pub(super) fn title(&self) -> String {
        match self {
            Self::Head => "Thông tin chung".to_owned(),
            Self::Grades => "Xếp loại".to_owned(),
            Self::Year => "Xếp loại cả năm".to_owned(),
            Self::Recognition => "Điều kiện công nhận cuối năm".to_owned(),
            Self::Criterion(code) => format!("Tiêu chí {code}"),
            Self::NewCriterion => "Thêm tiêu chí".to_owned(),
            Self::Item(code) => format!("Mục {code}"),
            Self::NewItem(under) if under == BONUS => "Thêm mục điểm cộng".to_owned(),
            Self::NewItem(under) if under == PENALTY => "Thêm mục điểm trừ".to_owned(),
            Self::NewItem(under) => format!("Thêm mục vào tiêu chí {under}"),
            Self::Rule(code, aspect) => format!("Mục {code}: {}", aspect.title().to_lowercase()),
        }
    }
}
