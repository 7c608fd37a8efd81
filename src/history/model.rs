//! The acts as pages know them. Pure.

use crate::{
    ids::{MemberId, OrganizationCode, OrganizationId},
    organizations::{Act, Dated, Reorganization, Traits},
};

/// Which act a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Opening,
    Renaming,
    Reshaping,
    Moving,
    Merging,
    Splitting,
    Closing,
    Reopening,
}

impl Sort {
    const ALL: [(Self, &str, &str); 8] = [
        (Self::Opening, "opening", "Thành lập tổ chức trực thuộc"),
        (Self::Moving, "moving", "Chuyển tổ chức trực thuộc sang cấp ủy khác"),
        (Self::Merging, "merging", "Hợp nhất, sáp nhập tổ chức trực thuộc"),
        (Self::Splitting, "splitting", "Chia tách, chuyển về tổ chức kế tục"),
        (Self::Renaming, "renaming", "Đổi tên"),
        (Self::Reshaping, "reshaping", "Đổi loại hình"),
        (Self::Closing, "closing", "Kết thúc hoạt động"),
        (Self::Reopening, "reopening", "Hoạt động trở lại"),
    ];

    /// From the last part of an address.
    pub(super) fn of_segment(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, segment, _)| *segment == text).map(|(sort, ..)| *sort)
    }

    pub(super) fn segment(self) -> &'static str {
        Self::ALL.iter().find(|(sort, ..)| *sort == self).map_or("", |(_, segment, _)| segment)
    }

    pub(super) fn title(self) -> &'static str {
        Self::ALL.iter().find(|(sort, ..)| *sort == self).map_or("", |(.., title)| title)
    }

    /// The acts that can be of an organization as it is today. Whether it goes on being is decided above it.
    pub(super) fn possible(is_there: bool, is_cell: bool, decides_above: bool) -> Vec<Self> {
        let mut possible = match (is_there, is_cell) {
            (false, _) => vec![Self::Reopening],
            (true, true) => vec![Self::Renaming, Self::Reshaping, Self::Splitting, Self::Closing],
            (true, false) => {
                vec![
                    Self::Opening,
                    Self::Moving,
                    Self::Merging,
                    Self::Splitting,
                    Self::Renaming,
                    Self::Closing,
                ]
            }
        };
        possible.retain(|sort| decides_above || !matches!(sort, Self::Splitting | Self::Closing));
        possible
    }
}

/// What a form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    Open { code: OrganizationCode, traits: Traits },
    Acts(Vec<(OrganizationId, Act)>),
    Reorganization(Reorganized),
}

/// Organizations joined or divided, with what their cells hand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reorganized {
    pub(super) tree: Reorganization,
    /// Who goes to which successor, by its place in the list; none: everybody goes to the first.
    pub(super) members: Option<Vec<(MemberId, usize)>>,
    /// Whether successors that begin take part in the model where their predecessors did.
    pub(super) takes_part: bool,
}

/// An act with its day and its decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) what: What,
    pub(super) dated: Dated,
}

/// What an act will do.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Effects {
    /// Sheets expected in the year of the act, committee by committee, nearest the root first.
    pub(super) expected: Vec<Expected>,
    /// Positions that come to see some of the organizations, or see them no more.
    pub(super) reach: Vec<Reach>,
    /// Sheets begun for months the organizations will no longer be there on the last day of.
    pub(super) stranded: i64,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Expected {
    pub(super) committee: String,
    pub(super) before: i64,
    pub(super) after: i64,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reach {
    /// "Lê Thị Hồng Vân – Người thẩm định, Đảng ủy Các cơ quan tỉnh".
    pub(super) who: String,
    pub(super) before: i64,
    pub(super) after: i64,
}

impl Effects {
    /// Puts two looks at the tree beside each other, and leaves out positions that see as much as before. Each row:
    /// key, label, count.
    pub(super) fn between(
        expected: [Vec<(OrganizationId, String, i64)>; 2],
        reach: [Vec<(i64, String, i64)>; 2],
        stranded: i64,
    ) -> Self {
        let expected = paired(expected).into_iter();
        let reach = paired(reach).into_iter().filter(|(_, before, after)| before != after);
        Self {
            expected: expected
                .map(|(committee, before, after)| Expected { committee, before, after })
                .collect(),
            reach: reach.map(|(who, before, after)| Reach { who, before, after }).collect(),
            stranded,
        }
    }
}

/// Rows of two looks by their key: label, count before, count after; nothing where a look lacks the key.
fn paired<K: PartialEq>([before, after]: [Vec<(K, String, i64)>; 2]) -> Vec<(String, i64, i64)> {
    let mut both: Vec<(K, String, i64, i64)> =
        before.into_iter().map(|(key, label, count)| (key, label, count, 0)).collect();
    for (key, label, count) in after {
        match both.iter_mut().find(|(k, ..)| *k == key) {
            Some(row) => row.3 = count,
            None => both.push((key, label, 0, count)),
        }
    }
    both.into_iter().map(|(_, label, before, after)| (label, before, after)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_takes_six_sheets_from_one_committee_and_gives_six_to_the_other() {
        let (a, b) = (OrganizationId(1), OrganizationId(2));
        let before = vec![(a, "A".to_owned(), 12), (b, "B".to_owned(), 0)];
        let after = vec![(a, "A".to_owned(), 6), (b, "B".to_owned(), 6)];
        let same = (7, "Thẩm định, Tỉnh ủy".to_owned(), 1);
        let reach = [
            vec![same.clone(), (8, "Thẩm định, A".to_owned(), 1)],
            vec![same, (9, "Thẩm định, B".to_owned(), 1)],
        ];
        let effects = Effects::between([before, after], reach, 0);
        let moved =
            |committee: &str, before, after| Expected { committee: committee.to_owned(), before, after };
        assert_eq!(effects.expected, [moved("A", 12, 6), moved("B", 0, 6)]);
        let sees = |who: &str, before, after| Reach { who: who.to_owned(), before, after };
        assert_eq!(effects.reach, [sees("Thẩm định, A", 1, 0), sees("Thẩm định, B", 0, 1)]);
    }
}
