//! The tree of the demonstration: the committee of the seed article, its three pilot cells, and thirty cells with
//! invented, neutral names that took up the model by themselves.

use super::names::Names;
use crate::organizations::Sector;

/// The committee above all: its code and names.
pub(super) const PROVINCE: Committee =
    Committee { code: "tinh-uy", name: "Tỉnh ủy Bắc Kạn", short_name: "Tỉnh ủy" };
/// The committee of the article.
pub(super) const COMMITTEE: Committee =
    Committee {
        code: "cac-co-quan-tinh", name: "Đảng ủy Các cơ quan tỉnh", short_name: "Đảng ủy CCQ tỉnh"
    };
/// The committee between it and one of the pilot cells.
pub(super) const POWER_COMPANY: Committee = Committee {
    code: "cong-ty-dien-luc",
    name: "Đảng ủy Công ty Điện lực Bắc Kạn",
    short_name: "Đảng ủy Điện lực",
};

/// A committee.
#[derive(Debug)]
pub(super) struct Committee {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) short_name: &'static str,
}

/// A cell with its roll.
#[derive(Debug)]
pub(super) struct Cell {
    /// Where it stands in the plan; the three pilots come first.
    pub(super) number: u64,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) short_name: String,
    pub(super) sector: Sector,
    pub(super) parent: &'static Committee,
    pub(super) pilot: bool,
    /// First the secretary, then the deputy, then a member of the cell committee.
    pub(super) members: Vec<Member>,
}

/// One line of a roll.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) official: bool,
    pub(super) post: &'static str,
    pub(super) exempt: bool,
}

impl Cell {
    /// A cell of nine or more official members elects a committee.
    pub(super) fn has_committee(&self) -> bool {
        self.members.iter().filter(|member| member.official).count() >= 9
    }

    /// How many have a vote.
    pub(super) fn voters(&self) -> i32 {
        let voters = self.members.iter().filter(|member| member.official && !member.exempt).count();
        i32::try_from(voters).unwrap_or(0)
    }

    /// The members who are asked to come.
    pub(super) fn counted(&self) -> usize {
        self.members.iter().filter(|member| !member.exempt).count()
    }
}

/// Code of the cell of the article.
pub(super) const INSPECTORATE: &str = "thanh-tra-tinh";
/// Members of the cell of the article.
pub(super) const INSPECTORATE_MEMBERS: usize = 29;

/// (code, name after "Chi bộ", sector, members)
const PILOTS: [(&str, &str, Sector, usize); 3] = [
    (INSPECTORATE, "Thanh tra tỉnh", Sector::Office, INSPECTORATE_MEMBERS),
    ("ban-tuyen-giao", "Ban Tuyên giáo Tỉnh ủy", Sector::Office, 22),
    ("ky-thuat", "Kỹ thuật", Sector::StateEnterprise, 18),
];

const OTHERS: [(&str, &str, Sector, usize); 30] = [
    ("so-noi-vu", "Sở Nội vụ", Sector::Office, 34),
    ("so-tai-chinh", "Sở Tài chính", Sector::Office, 31),
    ("so-tu-phap", "Sở Tư pháp", Sector::Office, 21),
    ("so-cong-thuong", "Sở Công Thương", Sector::Office, 26),
    ("so-xay-dung", "Sở Xây dựng", Sector::Office, 24),
    ("so-giao-thong", "Sở Giao thông vận tải", Sector::Office, 27),
    ("so-y-te", "Sở Y tế", Sector::Office, 25),
    ("so-giao-duc", "Sở Giáo dục và Đào tạo", Sector::Office, 30),
    ("so-van-hoa", "Sở Văn hóa, Thể thao và Du lịch", Sector::Office, 28),
    ("so-khoa-hoc", "Sở Khoa học và Công nghệ", Sector::Office, 19),
    ("so-thong-tin", "Sở Thông tin và Truyền thông", Sector::Office, 18),
    ("so-tai-nguyen", "Sở Tài nguyên và Môi trường", Sector::Office, 33),
    ("so-lao-dong", "Sở Lao động - Thương binh và Xã hội", Sector::Office, 29),
    ("so-ke-hoach", "Sở Kế hoạch và Đầu tư", Sector::Office, 27),
    ("so-nong-nghiep", "Sở Nông nghiệp và Phát triển nông thôn", Sector::Office, 36),
    ("van-phong-tinh-uy", "Văn phòng Tỉnh ủy", Sector::Office, 32),
    ("van-phong-ubnd", "Văn phòng Ủy ban nhân dân tỉnh", Sector::Office, 38),
    ("van-phong-hdnd", "Văn phòng Hội đồng nhân dân tỉnh", Sector::Office, 17),
    ("ban-dan-van", "Ban Dân vận", Sector::Office, 15),
    ("mat-tran-to-quoc", "Cơ quan Mặt trận Tổ quốc", Sector::Office, 16),
    ("hoi-phu-nu", "Cơ quan Hội Phụ nữ", Sector::Office, 12),
    ("hoi-nong-dan", "Cơ quan Hội Nông dân", Sector::Office, 13),
    ("tinh-doan", "Cơ quan Tỉnh đoàn", Sector::Office, 11),
    ("truong-chinh-tri", "Trường Chính trị", Sector::School, 24),
    ("truong-cao-dang", "Trường Cao đẳng nghề", Sector::School, 40),
    ("dai-phat-thanh", "Đài Phát thanh và Truyền hình", Sector::PublicService, 35),
    ("bao-tinh", "Báo tỉnh", Sector::PublicService, 20),
    ("ngan-hang-chinh-sach", "Ngân hàng chính sách", Sector::StateEnterprise, 14),
    ("buu-dien", "Bưu điện", Sector::StateEnterprise, 10),
    ("thu-vien", "Thư viện tỉnh", Sector::PublicService, 8),
];

/// Every cell, in the same order and with the same members each time.
pub(super) fn cells() -> Vec<Cell> {
    let mut names = Names::default();
    (0..)
        .zip(PILOTS.iter().map(|row| (row, true)).chain(OTHERS.iter().map(|row| (row, false))))
        .map(|(number, (&(code, name, sector, size), pilot))| Cell {
            number,
            code: code.to_owned(),
            name: format!("Chi bộ {name}"),
            short_name: name.to_owned(),
            sector,
            parent: if code == "ky-thuat" { &POWER_COMPANY } else { &COMMITTEE },
            pilot,
            members: (0..size).map(|place| member(names.next(), place, size, pilot)).collect(),
        })
        .collect()
}

fn member(name: String, place: usize, size: usize, pilot: bool) -> Member {
    let post = match place {
        0 => "Bí thư",
        1 => "Phó bí thư",
        2 if size >= 9 => "Chi ủy viên",
        _ => "",
    };
    // The pilots' rolls are plain, as the article counts them; elsewhere the last ones differ.
    let odd = !pilot && size > 12;
    Member { name, post, official: !(odd && place == size - 1), exempt: odd && place == size - 2 }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn three_pilots_and_thirty_others() {
        let cells = cells();
        assert_eq!(cells.len(), 33);
        assert_eq!(cells.iter().filter(|cell| cell.pilot).count(), 3);
        assert_eq!(cells.iter().map(|cell| &cell.code).collect::<HashSet<_>>().len(), 33);
        assert_eq!(cells[0].members.len(), 29);
        assert!(cells.iter().all(|cell| (8..=40).contains(&cell.members.len())));
        assert_eq!(cells.iter().filter(|cell| !cell.has_committee()).count(), 1, "one has no committee");
    }
}
