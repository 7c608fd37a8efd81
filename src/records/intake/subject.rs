use crate::{
    import::Wanted,
    records::{kinds::Kind, sheets::file_name},
};

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Roll,
    Entries(Kind),
}

impl Subject {
    pub(super) fn from_path(path: &str) -> Option<Self> {
        if path == "roster" { Some(Self::Roll) } else { Kind::from_path(path).map(Self::Entries) }
    }

    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Roll => "roster",
            Self::Entries(kind) => kind.path(),
        }
    }

    /// As stored in an event.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Roll => "roster",
            Self::Entries(kind) => kind.code(),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Roll => "Danh sách đảng viên",
            Self::Entries(kind) => kind.name(),
        }
    }

    /// The columns that are looked for.
    pub(super) fn wanted(self) -> Vec<Wanted> {
        match self {
            Self::Roll => super::roll::COLUMNS.to_vec(),
            Self::Entries(kind) => kind.parts().iter().map(|part| part.column).collect(),
        }
    }

    /// What a file of it is called.
    pub(super) fn file_name(self, rest: &str) -> String {
        file_name(&format!("{} {rest}", self.name()))
    }
}
