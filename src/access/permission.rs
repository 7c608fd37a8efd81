//! Roles and rights: one matrix, DOMAIN's table of positions as data.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What a position is. A matrix of rights, not a ladder of ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Bí thư of a cell.
    Secretary,
    /// Phó bí thư.
    Deputy,
    /// The person who enters for the cell.
    Clerk,
    /// Checks sheets for the committee.
    Reviewer,
    /// Ban Tổ chức: also criteria, organizations, registrations, deadlines, accounts below.
    OrganizationBoard,
    /// Ban Thường vụ.
    StandingCommittee,
    /// Văn phòng: numbers and issues documents.
    Office,
    /// Ủy ban Kiểm tra.
    Inspection,
    /// Sees, changes nothing.
    Viewer,
    /// Accounts and settings; no minutes, no points.
    Administrator,
}

/// A right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// See that an organization is there: its name, its place in the tree, its criteria.
    Browse,
    /// See sheets, figures and records.
    View,
    /// Read minutes and discipline: inside the cell, and by the checking committee.
    ReadMinutes,
    /// Enter meetings, sheets and records.
    Record,
    /// Send a sheet to the committee above.
    Submit,
    /// Confirm, return, set official points.
    Review,
    /// Confirm or object on discipline.
    Inspect,
    /// Decide on recognition.
    Decide,
    /// Prepare what a committee gives: praise, certificates, recognised models and examples.
    Award,
    /// Number, issue and file decisions.
    Issue,
    /// Criteria, organizations, registrations, deadlines.
    Manage,
    /// Accounts and positions.
    Appoint,
    /// Settings, and who else administers.
    Administer,
}

impl Role {
    /// Every role, in the order they are listed.
    pub const ALL: [Self; 10] = [
        Self::Secretary,
        Self::Deputy,
        Self::Clerk,
        Self::Reviewer,
        Self::OrganizationBoard,
        Self::StandingCommittee,
        Self::Office,
        Self::Inspection,
        Self::Viewer,
        Self::Administrator,
    ];

    /// Whether the role gives the right, in its organization and in everything below.
    pub fn gives(self, right: Right) -> bool {
        use Right as R;
        let rights: &[Right] = match self {
            Self::Secretary | Self::Deputy => &[R::Browse, R::View, R::ReadMinutes, R::Record, R::Submit],
            Self::Clerk => &[R::Browse, R::View, R::ReadMinutes, R::Record],
            Self::Reviewer => &[R::Browse, R::View, R::ReadMinutes, R::Review],
            Self::OrganizationBoard => {
                &[R::Browse, R::View, R::ReadMinutes, R::Review, R::Award, R::Manage, R::Appoint]
            }
            Self::StandingCommittee => &[R::Browse, R::View, R::Decide],
            Self::Office => &[R::Browse, R::View, R::Award, R::Issue],
            Self::Inspection => &[R::Browse, R::View, R::Inspect],
            Self::Viewer => &[R::Browse, R::View],
            Self::Administrator => &[R::Browse, R::Appoint, R::Administer],
        };
        rights.contains(&right)
    }

    /// The roles that give a right, in words: "Người thẩm định, Ban Tổ chức".
    pub fn that_give(right: Right) -> String {
        let names = Self::ALL.into_iter().filter(|role| role.gives(right)).map(|role| role.to_string());
        names.collect::<Vec<_>>().join(", ")
    }

    /// Whether the role is a cell's own: it enters for the cell instead of checking it.
    pub fn is_of_a_cell(self) -> bool {
        matches!(self, Self::Secretary | Self::Deputy | Self::Clerk)
    }

    /// Whether the role is held in such an organization: a cell has its own roles, a committee its own.
    pub fn belongs_to(self, is_cell: bool) -> bool {
        self.is_of_a_cell() == is_cell
    }

    /// The role as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Secretary => "secretary",
            Self::Deputy => "deputy",
            Self::Clerk => "clerk",
            Self::Reviewer => "reviewer",
            Self::OrganizationBoard => "organization_board",
            Self::StandingCommittee => "standing_committee",
            Self::Office => "office",
            Self::Inspection => "inspection",
            Self::Viewer => "viewer",
            Self::Administrator => "administrator",
        }
    }
}

/// The position as people call it.
impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Secretary => "Bí thư",
            Self::Deputy => "Phó bí thư",
            Self::Clerk => "Người nhập số liệu",
            Self::Reviewer => "Người thẩm định",
            Self::OrganizationBoard => "Ban Tổ chức",
            Self::StandingCommittee => "Ban Thường vụ",
            Self::Office => "Văn phòng",
            Self::Inspection => "Ủy ban Kiểm tra",
            Self::Viewer => "Người theo dõi",
            Self::Administrator => "Quản trị",
        })
    }
}

impl FromStr for Role {
    type Err = anyhow::Error;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.code() == code)
            .ok_or_else(|| anyhow::anyhow!("no role is called {code}"))
    }
}

/// A right as a type, for the handler's signature.
pub trait Permission: Send + Sync + 'static {
    /// The right it stands for.
    const RIGHT: Right;
}

macro_rules! permissions {
    ($($name:ident),+) => {$(
        #[doc = concat!("See [`Right::", stringify!($name), "`].")]
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl Permission for $name {
            const RIGHT: Right = Right::$name;
        }
    )+};
}
permissions!(
    Browse,
    View,
    ReadMinutes,
    Record,
    Submit,
    Review,
    Inspect,
    Decide,
    Award,
    Issue,
    Manage,
    Appoint,
    Administer
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_the_one_written_down() {
        use Right as R;
        let rights = [
            R::Browse,
            R::View,
            R::ReadMinutes,
            R::Record,
            R::Submit,
            R::Review,
            R::Inspect,
            R::Decide,
            R::Award,
            R::Issue,
            R::Manage,
            R::Appoint,
            R::Administer,
        ];
        let expected = [
            (Role::Secretary, "1111100000000"),
            (Role::Deputy, "1111100000000"),
            (Role::Clerk, "1111000000000"),
            (Role::Reviewer, "1110010000000"),
            (Role::OrganizationBoard, "1110010010110"),
            (Role::StandingCommittee, "1100000100000"),
            (Role::Office, "1100000011000"),
            (Role::Inspection, "1100001000000"),
            (Role::Viewer, "1100000000000"),
            (Role::Administrator, "1000000000011"),
        ];
        for (role, row) in expected {
            let held: String = rights.iter().map(|r| if role.gives(*r) { '1' } else { '0' }).collect();
            assert_eq!(held, row, "{role:?}");
        }
    }

    #[test]
    fn a_role_is_read_back_from_its_code() {
        for role in Role::ALL {
            assert_eq!(role.code().parse::<Role>().unwrap(), role);
        }
    }
}
