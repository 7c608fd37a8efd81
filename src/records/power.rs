//! Who may give which award. Pure; the database holds the same rule for givers of the tree.

use super::model::AwardKind;
use crate::{
    ids::OrganizationId,
    text::{fold, spelling},
};

/// How far the power of somebody to give reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// A cell praises; it enters good deeds into its own book.
    Cell,
    /// A committee.
    Committee,
    /// A provincial committee.
    Province,
}

impl Reach {
    /// From what is stored.
    pub(super) fn from_code(code: &str) -> Self {
        match code {
            "cell" => Self::Cell,
            "province" => Self::Province,
            _ => Self::Committee,
        }
    }

    /// Whether it covers a kind.
    pub(super) fn covers(self, kind: AwardKind) -> bool {
        match self {
            Self::Cell => kind == AwardKind::Commendation,
            Self::Committee => kind != AwardKind::Diploma,
            Self::Province => true,
        }
    }

    /// The kinds a new decision of it can have.
    pub(super) fn kinds(self) -> impl Iterator<Item = AwardKind> {
        let all = AwardKind::ALL.iter().copied();
        all.filter(move |kind| *kind != AwardKind::Reward && self.covers(*kind))
    }
}

/// An organization of the tree that may have given an award.
#[derive(Debug, Clone)]
pub(super) struct Giver {
    pub(super) id: OrganizationId,
    pub(super) name: String,
    pub(super) reach: Reach,
}

/// Who gave an award, from the words it was typed in: an organization of the tree, or a body outside it in words. What is
/// wrong, with its field, where nobody is named or the kind is beyond their power.
pub(super) fn giver(
    typed: &str,
    kind: AwardKind,
    givers: &[Giver],
) -> Result<(Option<OrganizationId>, String), (&'static str, &'static str)> {
    let own = givers.iter().find(|giver| giver.reach == Reach::Cell);
    let known = match typed {
        // Who praises without a word of anybody else is the cell.
        "" => own.filter(|_| kind == AwardKind::Commendation),
        typed => givers.iter().find(|giver| spelling(&giver.name) == spelling(typed)),
    };
    let is_cell = fold(typed).starts_with("chi bo");
    match known {
        Some(giver) if giver.reach.covers(kind) => Ok((Some(giver.id), String::new())),
        Some(giver) => Err(("kind", beyond(giver.reach))),
        None if typed.is_empty() => Err(("giver", "Đề nghị ghi cấp khen thưởng, ví dụ UBND tỉnh.")),
        None if is_cell && !Reach::Cell.covers(kind) => Err(("kind", beyond(Reach::Cell))),
        None => Ok((None, typed.to_owned())),
    }
}

/// What is said of a kind beyond somebody's power.
pub(super) fn beyond(reach: Reach) -> &'static str {
    match reach {
        Reach::Cell => {
            "Chi bộ chỉ biểu dương và ghi danh trong sổ của chi bộ; hình thức này do cấp ủy hoặc cơ quan khác quyết định."
        }
        _ => {
            "Bằng khen do cấp tỉnh tặng; cấp ủy này tặng giấy khen, biểu dương, công nhận mô hình, điển hình."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn givers() -> [Giver; 3] {
        let one = |id, name: &str, reach| Giver { id: OrganizationId(id), name: name.to_owned(), reach };
        [
            one(3, "Chi bộ Thanh tra tỉnh", Reach::Cell),
            one(2, "Đảng ủy Các cơ quan tỉnh", Reach::Committee),
            one(1, "Tỉnh ủy", Reach::Province),
        ]
    }

    #[test]
    fn each_gives_within_its_power() {
        use AwardKind as K;
        for (kind, cell, committee, province) in [
            (K::Commendation, true, true, true),
            (K::Certificate, false, true, true),
            (K::Model, false, true, true),
            (K::Exemplar, false, true, true),
            (K::Diploma, false, false, true),
        ] {
            let may = [Reach::Cell, Reach::Committee, Reach::Province].map(|reach| reach.covers(kind));
            assert_eq!(may, [cell, committee, province], "{kind:?}");
        }
        assert!(Reach::Committee.kinds().all(|kind| kind != K::Reward), "a new decision says what is given");
    }

    #[test]
    fn a_giver_is_known_by_name_however_it_is_spelt() {
        let named = |typed, kind| giver(typed, kind, &givers());
        let committee = Ok((Some(OrganizationId(2)), String::new()));
        assert_eq!(named("đảng uỷ các  cơ quan tỉnh", AwardKind::Certificate), committee);
        assert_eq!(named("", AwardKind::Commendation), Ok((Some(OrganizationId(3)), String::new())));
        assert_eq!(named("UBND tỉnh", AwardKind::Diploma), Ok((None, "UBND tỉnh".to_owned())));
    }

    #[test]
    fn nobody_gives_beyond_their_power_and_nobody_is_left_unnamed() {
        let wrong = |typed, kind| giver(typed, kind, &givers()).unwrap_err().0;
        assert_eq!(wrong("Đảng ủy Các cơ quan tỉnh", AwardKind::Diploma), "kind");
        assert_eq!(wrong("Chi bộ Thanh tra tỉnh", AwardKind::Exemplar), "kind");
        assert_eq!(wrong("Chi bộ Tổ 2", AwardKind::Certificate), "kind", "another cell has no more power");
        assert_eq!(wrong("", AwardKind::Certificate), "giver");
    }
}
