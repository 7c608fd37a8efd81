//! What a reminder says. Pure.

use super::model::Rule;
use crate::{
    clock::{Instant, Month},
    ids::OrganizationCode,
    months::{Deadlines, Timeliness},
    text::dates,
};

/// What a letter is made of.
pub(super) struct Occasion<'a> {
    /// Where the program is reached, without a path.
    pub(super) origin: &'a str,
    pub(super) rule: Rule,
    pub(super) cell: &'a str,
    pub(super) code: &'a OrganizationCode,
    pub(super) month: Month,
    pub(super) deadlines: Deadlines,
    pub(super) has_met: bool,
    pub(super) now: Instant,
    /// The committee that asks.
    pub(super) asked_for: Option<&'a str>,
}

impl Occasion<'_> {
    /// "Nhắc gửi phiếu tháng 8/2026 – Chi bộ Thanh tra tỉnh".
    pub(super) fn subject(&self) -> String {
        let month = self.month.label();
        let what = match (self.rule, self.deadlines.at(self.now)) {
            (Rule::Meeting, _) => format!("Nhắc nhập cuộc họp {month}"),
            (_, Timeliness::OnTime) => format!("Nhắc gửi phiếu {month}"),
            _ => format!("Phiếu {month} đã quá hạn"),
        };
        format!("{what} – {}", self.cell)
    }

    /// The text for a person.
    pub(super) fn body(&self, name: &str) -> String {
        format!(
            "Kính gửi đồng chí {name},\n\n{}\n\n{}\n\nĐồng chí đăng nhập để nhập tại:\n{}\n\nNếu chi bộ vừa gửi phiếu, đồng chí bỏ \
             qua thư này.\n\nThư do chương trình Bốn Tốt tự gửi; đồng chí không cần trả lời.\n",
            self.missing(),
            self.deadline(),
            self.link()
        )
    }

    fn missing(&self) -> String {
        let (cell, month) = (self.cell, self.month.label());
        let asks = self.asked_for.map(|committee| format!("{committee} nhắc: ")).unwrap_or_default();
        match (self.rule, self.has_met) {
            (Rule::Meeting, _) => format!("{asks}{cell} chưa nhập cuộc họp {month}."),
            (_, false) => {
                format!("{asks}{cell} chưa gửi phiếu chấm điểm {month}, cuộc họp {month} cũng chưa nhập.")
            }
            (_, true) => format!("{asks}{cell} chưa gửi phiếu chấm điểm {month}."),
        }
    }

    fn deadline(&self) -> String {
        let (on_time, closing) =
            (dates::weekday_day(self.deadlines.on_time), dates::weekday_day(self.deadlines.closing));
        match self.deadlines.at(self.now) {
            Timeliness::OnTime => format!("Hạn gửi phiếu: hết {on_time}."),
            Timeliness::Late => {
                format!("Hạn gửi phiếu là hết {on_time}; gửi bây giờ là nộp muộn. Khóa nhập: hết {closing}.")
            }
            Timeliness::Closed => format!(
                "Hạn gửi phiếu là hết {on_time}, đã khóa nhập từ hết {closing}. Nếu chưa mở lại, đồng chí đề nghị cấp ủy cấp trên mở lại."
            ),
        }
    }

    fn link(&self) -> String {
        let Self { origin, code, month, .. } = self;
        match self.rule {
            Rule::Meeting => format!("{origin}/organizations/{code}/meetings/new?month={month}"),
            _ => format!("{origin}/organizations/{code}/months/{month}/sheet"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn occasion<'a>(rule: Rule, code: &'a OrganizationCode, now: &str) -> Occasion<'a> {
        let day = |day| NaiveDate::from_ymd_opt(2026, 9, day).unwrap();
        Occasion {
            origin: "https://bontot.example",
            rule,
            cell: "Chi bộ Thanh tra tỉnh",
            code,
            month: "2026-08".parse().unwrap(),
            deadlines: Deadlines { on_time: day(7), closing: day(10) },
            has_met: true,
            now: now.parse().unwrap(),
            asked_for: None,
        }
    }

    #[test]
    fn b17_a_letter_names_cell_month_and_deadline_and_leads_to_the_form() {
        let code = "thanh-tra".parse().unwrap();
        let sheet = occasion(Rule::Sheet, &code, "2026-09-04T02:00:00Z");
        assert_eq!(sheet.subject(), "Nhắc gửi phiếu tháng 8/2026 – Chi bộ Thanh tra tỉnh");
        let body = sheet.body("Nguyễn Văn An");
        for part in [
            "Kính gửi đồng chí Nguyễn Văn An,",
            "Chi bộ Thanh tra tỉnh chưa gửi phiếu chấm điểm tháng 8/2026.",
            "Hạn gửi phiếu: hết thứ Hai, 07/09/2026.",
            "https://bontot.example/organizations/thanh-tra/months/2026-08/sheet\n",
        ] {
            assert!(body.contains(part), "{part}: {body}");
        }
        let meeting = occasion(Rule::Meeting, &code, "2026-08-28T02:00:00Z");
        assert_eq!(meeting.subject(), "Nhắc nhập cuộc họp tháng 8/2026 – Chi bộ Thanh tra tỉnh");
        assert!(meeting.body("An").contains("/organizations/thanh-tra/meetings/new?month=2026-08\n"));
    }

    #[test]
    fn after_the_deadline_it_says_what_is_late_and_who_can_help() {
        let code = "thanh-tra".parse().unwrap();
        let late = occasion(Rule::Late, &code, "2026-09-08T02:00:00Z");
        assert_eq!(late.subject(), "Phiếu tháng 8/2026 đã quá hạn – Chi bộ Thanh tra tỉnh");
        assert!(late.body("An").contains("gửi bây giờ là nộp muộn. Khóa nhập: hết thứ Năm, 10/09/2026."));
        let asked = Occasion {
            asked_for: Some("Đảng ủy Các cơ quan tỉnh"),
            has_met: false,
            ..occasion(Rule::Asked, &code, "2026-09-12T02:00:00Z")
        };
        let body = asked.body("An");
        assert!(body.contains("Đảng ủy Các cơ quan tỉnh nhắc: Chi bộ Thanh tra tỉnh chưa gửi phiếu chấm điểm tháng 8/2026, cuộc họp tháng 8/2026 cũng chưa nhập."), "{body}");
        assert!(body.contains("đề nghị cấp ủy cấp trên mở lại"), "{body}");
    }
}
