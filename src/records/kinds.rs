//! The kinds of entry with a form, a list and a file of their own: what each is made of.

use super::model::{AwardKind, DisciplineForm, DocumentKind, Mark, Recipient};
use crate::import::Wanted;

/// A kind of entry, named as in its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    GoodDeed,
    Award,
    MassWorkModel,
    Commitment,
    Discipline,
    Document,
}

/// One thing an entry is made of: a field of the form, a column of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// The field's name, and what people call the column.
    pub(super) column: Wanted,
    pub(super) holds: Holds,
}

/// What a part holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holds {
    Text,
    LongText,
    Day,
    Choice(fn() -> Vec<(&'static str, &'static str)>),
}

impl Part {
    pub(super) fn label(&self) -> &'static str {
        self.column.names[0]
    }

    pub(super) const fn new(
        key: &'static str,
        names: &'static [&'static str],
        required: bool,
        holds: Holds,
    ) -> Self {
        Self { column: Wanted { key, names, required }, holds }
    }
}

impl Kind {
    const ALL: [(Self, &'static str, &'static str, &'static str); 6] = [
        (Self::GoodDeed, "good-deeds", "good_deed", "Người tốt, việc tốt"),
        (Self::Award, "awards", "award", "Khen thưởng"),
        (Self::MassWorkModel, "mass-work-models", "mass_work_model", "Mô hình “Dân vận khéo”"),
        (Self::Commitment, "commitments", "commitment", "Cam kết của đảng viên"),
        (Self::Discipline, "discipline", "discipline", "Kỷ luật"),
        (Self::Document, "documents", "issued_document", "Văn bản của chi bộ về mô hình"),
    ];

    fn words(self) -> (&'static str, &'static str, &'static str) {
        let found = Self::ALL.iter().find(|(kind, ..)| *kind == self);
        found.map_or(("", "", ""), |(_, path, code, name)| (path, code, name))
    }

    pub(super) fn from_path(path: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name, ..)| *name == path).map(|(kind, ..)| *kind)
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, _, name, _)| *name == code).map(|(kind, ..)| *kind)
    }

    /// As in addresses.
    pub(super) fn path(self) -> &'static str {
        self.words().0
    }

    /// As stored.
    pub(super) fn code(self) -> &'static str {
        self.words().1
    }

    /// As people say it.
    pub(super) fn name(self) -> &'static str {
        self.words().2
    }

    /// What entering one is called.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::GoodDeed => "Ghi danh người tốt, việc tốt",
            Self::Award => "Ghi khen thưởng được tặng",
            Self::MassWorkModel => "Ghi mô hình “Dân vận khéo”",
            Self::Commitment => "Ghi cam kết của đảng viên",
            Self::Discipline => "Ghi quyết định kỷ luật",
            Self::Document => "Ghi văn bản của chi bộ về mô hình",
        }
    }

    /// What correcting one is called.
    pub(super) fn correcting(self) -> &'static str {
        match self {
            Self::GoodDeed => "Sửa người tốt, việc tốt",
            Self::Award => "Sửa khen thưởng",
            Self::MassWorkModel => "Sửa mô hình “Dân vận khéo”",
            Self::Commitment => "Sửa cam kết",
            Self::Discipline => "Sửa quyết định kỷ luật",
            Self::Document => "Sửa văn bản của chi bộ về mô hình",
        }
    }

    /// What an entry is made of, in the order of the form and of the file.
    pub(super) fn parts(self) -> &'static [Part] {
        match self {
            Self::GoodDeed => &GOOD_DEED,
            Self::Award => &AWARD,
            Self::MassWorkModel => &MASS_WORK_MODEL,
            Self::Commitment => &COMMITMENT,
            Self::Discipline => &DISCIPLINE,
            Self::Document => &DOCUMENT,
        }
    }

    /// The parts that say which entry it is; the others may be corrected by a file.
    pub(super) fn identity(self) -> &'static [&'static str] {
        match self {
            Self::GoodDeed => &["entered_on", "recipient", "name", "deed"],
            Self::Award => &["given_on", "kind", "name", "occasion"],
            Self::MassWorkModel => &["name"],
            Self::Commitment => &["member"],
            Self::Discipline => &["member_name", "decision_number"],
            Self::Document => &["kind", "number"],
        }
    }
}

const RECIPIENT: Part = Part::new(
    "recipient",
    &["Cá nhân hay tập thể", "Cá nhân/tập thể", "Đối tượng"],
    true,
    Holds::Choice(Recipient::options),
);
const NAME: Part = Part::new(
    "name",
    &["Tên cá nhân hoặc tập thể", "Tên cá nhân, tập thể", "Họ và tên", "Họ tên", "Tên"],
    true,
    Holds::Text,
);
const OCCASION: Part =
    Part::new("occasion", &["Phong trào, dịp", "Phong trào", "Dịp", "Thành tích"], false, Holds::Text);
const NUMBER: &[&str] = &["Số quyết định", "Quyết định số", "Số QĐ"];

const GOOD_DEED: [Part; 5] = [
    Part::new("entered_on", &["Ngày ghi danh", "Ngày, tháng", "Ngày", "Thời gian"], true, Holds::Day),
    RECIPIENT,
    NAME,
    Part::new("deed", &["Việc tốt đã làm", "Việc tốt", "Nội dung"], true, Holds::LongText),
    OCCASION,
];

const AWARD: [Part; 8] = [
    Part::new("given_on", &["Ngày khen thưởng", "Ngày quyết định", "Ngày, tháng", "Ngày"], true, Holds::Day),
    Part::new("kind", &["Hình thức", "Hình thức khen thưởng"], true, Holds::Choice(AwardKind::options)),
    RECIPIENT,
    NAME,
    Part::new(
        "giver",
        &["Cấp khen thưởng", "Cơ quan khen thưởng", "Nơi khen thưởng", "Nơi tặng"],
        false,
        Holds::Text,
    ),
    Part::new("decision_number", NUMBER, false, Holds::Text),
    Part::new("occasion", &["Phong trào, dịp", "Phong trào", "Dịp"], false, Holds::Text),
    Part::new("ground", &["Thành tích", "Nội dung khen", "Lý do khen"], false, Holds::LongText),
];

const MASS_WORK_MODEL: [Part; 4] = [
    Part::new("name", &["Tên mô hình", "Mô hình", "Tên"], true, Holds::LongText),
    Part::new("registered_on", &["Ngày đăng ký", "Đăng ký"], true, Holds::Day),
    Part::new("recognized_on", &["Ngày được công nhận", "Ngày công nhận", "Công nhận"], false, Holds::Day),
    Part::new(
        "rewarded_on",
        &["Ngày được khen thưởng", "Ngày khen thưởng", "Khen thưởng"],
        false,
        Holds::Day,
    ),
];

const COMMITMENT: [Part; 5] = [
    Part::new("member", &["Họ và tên", "Họ tên", "Đảng viên", "Họ và tên đảng viên"], true, Holds::Text),
    Part::new("task1", &["Việc thứ nhất", "Việc 1", "Nội dung 1"], true, Holds::LongText),
    Part::new("task2", &["Việc thứ hai", "Việc 2", "Nội dung 2"], true, Holds::LongText),
    Part::new("task3", &["Việc thứ ba", "Việc 3", "Nội dung 3"], true, Holds::LongText),
    Part::new("mark", &["Đánh giá", "Mức đánh giá", "Kết quả"], false, Holds::Choice(Mark::options)),
];

const DISCIPLINE: [Part; 4] = [
    Part::new("member_name", &["Họ và tên đảng viên", "Họ và tên", "Họ tên"], true, Holds::Text),
    Part::new("form", &["Hình thức kỷ luật", "Hình thức"], true, Holds::Choice(DisciplineForm::options)),
    Part::new("decision_number", NUMBER, true, Holds::Text),
    Part::new("decided_on", &["Ngày quyết định", "Ngày"], true, Holds::Day),
];

const DOCUMENT: [Part; 4] = [
    Part::new("kind", &["Loại văn bản", "Loại"], true, Holds::Choice(DocumentKind::options)),
    Part::new("number", &["Số, ký hiệu", "Số ký hiệu", "Số văn bản", "Số"], true, Holds::Text),
    Part::new("issued_on", &["Ngày ban hành", "Ngày, tháng", "Ngày"], true, Holds::Day),
    Part::new("summary", &["Trích yếu", "Nội dung", "Về việc"], true, Holds::LongText),
];
