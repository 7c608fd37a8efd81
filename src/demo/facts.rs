//! What the seed article states of 2023. The totals are the article's; which cell of the three and which invented
//! name a row stands with, where the article does not say, is illustration.

use chrono::NaiveDate;

use crate::records::{DocumentKind, Recipient};

/// The year of the article.
pub(super) const YEAR: i32 = 2023;
/// Members of Chi bộ Thanh tra tỉnh at "hoàn thành xuất sắc".
pub(super) const EXCELLENT_MEMBERS: usize = 5;
/// Staff of the inspectorate, all at "hoàn thành tốt" or better.
pub(super) const STAFF: i32 = 29;

/// What an entry is: a line of the book of good deeds, or one of the three kinds of award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Honour {
    GoodDeed,
    Commendation,
    Reward,
    Exemplar,
}

/// Some entries of one kind that belong together.
#[derive(Debug)]
pub(super) struct Entries {
    pub(super) honour: Honour,
    pub(super) recipient: Recipient,
    /// How many fall to each of the three pilot cells, in the order of the plan.
    pub(super) shares: [u8; 3],
    pub(super) on: (u32, u32),
    pub(super) occasion: &'static str,
    pub(super) deed: &'static str,
}

impl Entries {
    /// The day in the year of the article.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(YEAR, self.on.0, self.on.1)
    }
}

const OFFICE_CULTURE: &str = "Chuyên đề văn hóa công sở";
const EMULATION: &str =
    "Kỷ niệm 75 năm Ngày Chủ tịch Hồ Chí Minh ra Lời kêu gọi thi đua ái quốc (11/6/1948 – 11/6/2023)";
const SECOND_ENTRY: &str = "Gương người tốt, việc tốt (đợt hai)";

/// Everything the article counts for the three pilot cells together.
pub(super) const ENTRIES: [Entries; 9] = [
    entries(
        Honour::Commendation,
        Recipient::Collective,
        [1, 0, 0],
        (5, 19),
        "",
        "Thực hiện tốt mô hình “Chi bộ bốn tốt”",
    ),
    entries(
        Honour::GoodDeed,
        Recipient::Individual,
        [3, 3, 2],
        (4, 28),
        "",
        "Tận tụy, gương mẫu trong công việc",
    ),
    entries(
        Honour::Reward,
        Recipient::Collective,
        [1, 1, 1],
        (8, 25),
        OFFICE_CULTURE,
        "Xây dựng văn hóa công sở",
    ),
    entries(
        Honour::Reward,
        Recipient::Individual,
        [6, 5, 4],
        (8, 25),
        OFFICE_CULTURE,
        "Xây dựng văn hóa công sở",
    ),
    entries(Honour::Exemplar, Recipient::Individual, [1, 0, 0], (10, 10), "", "Điển hình tiên tiến"),
    entries(
        Honour::GoodDeed,
        Recipient::Individual,
        [1, 1, 1],
        (11, 20),
        SECOND_ENTRY,
        "Giúp đỡ nhân dân nơi cư trú",
    ),
    entries(
        Honour::GoodDeed,
        Recipient::Collective,
        [0, 0, 1],
        (11, 20),
        SECOND_ENTRY,
        "Khắc phục sự cố, giữ nguồn điện",
    ),
    entries(
        Honour::Reward,
        Recipient::Individual,
        [2, 1, 1],
        (6, 9),
        EMULATION,
        "Thành tích trong phong trào thi đua",
    ),
    entries(
        Honour::Reward,
        Recipient::Collective,
        [1, 1, 0],
        (6, 9),
        EMULATION,
        "Thành tích trong phong trào thi đua",
    ),
];

const fn entries(
    honour: Honour,
    recipient: Recipient,
    shares: [u8; 3],
    on: (u32, u32),
    occasion: &'static str,
    deed: &'static str,
) -> Entries {
    Entries { honour, recipient, shares, on, occasion, deed }
}

/// The two mass-work models of Chi bộ Thanh tra tỉnh, registered, recognised and rewarded.
pub(super) const MODELS: [&str; 2] =
    ["Tiếp công dân thân thiện, đúng hẹn", "Giải quyết đơn thư kịp thời, đối thoại tại cơ sở"];

/// Resolution, plan and guide for the model, issued at the start of the year: kind, number, what it says.
pub(super) const DOCUMENTS: [(DocumentKind, &str, &str); 3] = [
    (DocumentKind::Resolution, "01-NQ/CB", "Nghị quyết về xây dựng mô hình “Chi bộ bốn tốt” năm 2023"),
    (DocumentKind::Plan, "01-KH/CB", "Kế hoạch xây dựng mô hình “Chi bộ bốn tốt” năm 2023"),
    (DocumentKind::Guide, "01-HD/CB", "Hướng dẫn thực hiện các tiêu chí của mô hình “Chi bộ bốn tốt”"),
];

/// The three concrete tasks of a commitment.
pub(super) const COMMITMENT: [&str; 3] = [
    "Hoàn thành nhiệm vụ được giao trước hoặc đúng hạn",
    "Học tập và làm theo Bác bằng một việc cụ thể mỗi quý",
    "Thực hiện văn hóa công sở, giúp đỡ đồng nghiệp",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn total(honour: Honour, recipient: Recipient, occasion: &str) -> u32 {
        let matching = ENTRIES
            .iter()
            .filter(|entry| (entry.honour, entry.recipient, entry.occasion) == (honour, recipient, occasion));
        matching.flat_map(|entry| entry.shares).map(u32::from).sum()
    }

    #[test]
    fn the_shares_add_up_to_the_article() {
        use Honour::{Commendation, Exemplar, GoodDeed, Reward};
        use Recipient::{Collective, Individual};
        assert_eq!(total(Commendation, Collective, ""), 1);
        assert_eq!(total(GoodDeed, Individual, ""), 8);
        assert_eq!(total(Reward, Collective, OFFICE_CULTURE), 3);
        assert_eq!(total(Reward, Individual, OFFICE_CULTURE), 15);
        assert_eq!(total(Exemplar, Individual, ""), 1);
        assert_eq!(total(GoodDeed, Individual, SECOND_ENTRY), 3);
        assert_eq!(total(GoodDeed, Collective, SECOND_ENTRY), 1);
        assert_eq!(total(Reward, Individual, EMULATION), 4);
        assert_eq!(total(Reward, Collective, EMULATION), 2);
        assert!(ENTRIES.iter().all(|entry| entry.day().is_some()));
    }
}
