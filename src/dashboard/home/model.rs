//! The five things of a cell's month, each with its state in words and what stands in its way. Pure.

use chrono::NaiveDate;

use super::queries::{Met, Progress};
use crate::{
    clock::{InHanoi, Instant, Month},
    months::{Deadlines, Timeliness},
    points::Points,
    text::dates,
};

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dashboard) struct Task {
    pub(in crate::dashboard) title: &'static str,
    pub(in crate::dashboard) href: String,
    pub(in crate::dashboard) class: &'static str,
    pub(in crate::dashboard) word: &'static str,
    pub(in crate::dashboard) detail: String,
}

impl Task {
    pub(in crate::dashboard) fn is_done(&self) -> bool {
        self.class == "done"
    }
}

/// What the tasks are worked out from.
pub(in crate::dashboard) struct Facts<'a> {
    /// `/organizations/{org}`.
    pub(in crate::dashboard) base: &'a str,
    pub(in crate::dashboard) month: Month,
    pub(in crate::dashboard) has_cell_committee: bool,
    pub(in crate::dashboard) meetings: &'a [Met],
    pub(in crate::dashboard) sheets: &'a [Progress],
    pub(in crate::dashboard) today: NaiveDate,
}

impl Facts<'_> {
    fn meeting(&self, kinds: &[&str]) -> Option<&Met> {
        self.meetings.iter().find(|held| kinds.contains(&held.kind.as_str()))
    }

    fn regular(&self) -> Option<&Met> {
        self.meeting(&["regular", "combined"])
    }

    fn sheet(&self, instrument: &str) -> Option<&Progress> {
        self.sheets.iter().find(|sheet| sheet.instrument == instrument)
    }

    fn at(&self, rest: &str) -> String {
        format!("{}/{rest}", self.base)
    }

    /// The tasks of the month, in the order they are done.
    pub(in crate::dashboard) fn tasks(&self) -> Vec<Task> {
        let mut tasks = Vec::new();
        if self.has_cell_committee {
            tasks.push(self.cell_committee());
        }
        tasks.push(self.regular_meeting());
        let regular = tasks.len();
        tasks.push(self.quality(regular));
        tasks.push(self.scoring());
        let scoring = tasks.len();
        tasks.push(self.sending(scoring));
        tasks
    }

    fn cell_committee(&self) -> Task {
        let title = "Họp chi ủy trước sinh hoạt";
        match self.meeting(&["cell_committee"]) {
            Some(held) => self.held(title, held, "chi ủy viên dự"),
            None => self.not_yet_held(title, "cell_committee"),
        }
    }

    fn regular_meeting(&self) -> Task {
        let title = "Sinh hoạt thường kỳ";
        match self.regular() {
            Some(held) => self.held(title, held, "đảng viên dự"),
            None => self.not_yet_held(title, "regular"),
        }
    }

    fn held(&self, title: &'static str, held: &Met, who: &str) -> Task {
        let attended = format!("{}, {}/{} {who}", dates::day(held.held_on), held.present, held.counted);
        let lasted =
            held.starts_at.zip(held.ends_at).map(|(from, to)| format!("{} phút", (to - from).num_minutes()));
        let spoke = held.speakers.map(|speakers| format!("{speakers} ý kiến"));
        let detail = [Some(attended), lasted, spoke].into_iter().flatten().collect::<Vec<_>>().join(", ");
        Task {
            title,
            href: self.at(&format!("meetings/{}", held.id)),
            class: "done",
            word: "Đã xong",
            detail,
        }
    }

    fn not_yet_held(&self, title: &'static str, kind: &str) -> Task {
        let href = self.at(&format!("meetings/new?kind={kind}&month={}", self.month));
        let detail = format!("Chưa ghi cuộc họp nào của {}", self.month.label());
        Task { title, href, class: "todo", word: "Chưa làm", detail }
    }

    fn quality(&self, regular: usize) -> Task {
        let title = "Chất lượng sinh hoạt";
        let href = self.at(&format!("months/{}/quality", self.month));
        let task = |class, word, detail: String| Task { title, href: href.clone(), class, word, detail };
        match self.sheet("meeting_quality") {
            Some(Progress { grade: Some(grade), .. }) => {
                task("done", "Đã xong", format!("Tự xếp loại: {grade}"))
            }
            Some(sheet) => {
                task("doing", "Đang làm", format!("{}/{} mục đã có điểm", sheet.scored, sheet.scorable))
            }
            None if self.regular().is_none() => {
                task("todo", "Chưa làm được", format!("Còn việc {regular}: ghi cuộc sinh hoạt trước"))
            }
            None => task("todo", "Chưa làm", "Tự xếp loại kỳ sinh hoạt thường kỳ".to_owned()),
        }
    }

    fn scoring(&self) -> Task {
        let title = "Chấm điểm bốn tiêu chí";
        let href = self.at(&format!("months/{}/sheet", self.month));
        let task = |class, word, detail: String| Task { title, href: href.clone(), class, word, detail };
        let Some(sheet) = self.sheet("four_good") else {
            return task("todo", "Chưa làm", "Mục nào có số liệu thì đã được tính sẵn".to_owned());
        };
        let scored = format!("{}/{} mục đã có điểm", sheet.scored, sheet.scorable);
        let total = sheet.own.map(|total| format!("; tổng tự chấm {total}")).unwrap_or_default();
        if sheet.state == "returned" {
            task("returned", "Trả lại để sửa", format!("{scored}{total}"))
        } else if sheet.scored < sheet.scorable {
            task("doing", "Đang làm", format!("{scored}; lưu lúc {}", saved(sheet.updated_at, self.today)))
        } else {
            task("done", "Đã xong", format!("{scored}{total}"))
        }
    }

    fn sending(&self, scoring: usize) -> Task {
        let title = "Gửi cấp ủy cấp trên";
        let here = self.at(&format!("months/{}/sheet", self.month));
        let task = |href: String, class, word, detail: String| Task { title, href, class, word, detail };
        let sheet = self.sheet("four_good");
        match sheet.map(|sheet| (sheet.state.as_str(), sheet)) {
            Some(("confirmed", sheet)) => {
                let points = sheet.official.or(sheet.own).map_or_else(|| "–".to_owned(), Points::fixed);
                task(here, "done", "Đã duyệt", format!("Điểm chính thức {points}"))
            }
            Some(("submitted", sheet)) => {
                let on = sheet.submitted_at.map(dates::instant).unwrap_or_default();
                task(here, "done", "Đã gửi", format!("Gửi {on}; chờ cấp trên duyệt"))
            }
            Some((_, sheet)) if sheet.scored >= sheet.scorable && sheet.scorable > 0 => task(
                format!("{here}/check"),
                "todo",
                "Gửi được",
                "Chi bộ biểu quyết, xem lại rồi gửi".to_owned(),
            ),
            _ => task(
                here,
                "todo",
                "Chưa làm được",
                format!("Còn việc {scoring}; chi bộ biểu quyết trước khi gửi"),
            ),
        }
    }
}

/// "09:41 hôm nay", "02/9/2026 09:41".
fn saved(at: Instant, today: NaiveDate) -> String {
    let there = at.in_hanoi();
    if there.date_naive() == today {
        format!("{} hôm nay", dates::time(there.time()))
    } else {
        dates::instant(at)
    }
}

/// "Còn hai việc."
pub(in crate::dashboard) fn left_to_do(tasks: &[Task]) -> String {
    const WORDS: [&str; 6] = ["không", "một", "hai", "ba", "bốn", "năm"];
    match tasks.iter().filter(|task| !task.is_done()).count() {
        0 => "Việc của tháng đã xong.".to_owned(),
        left => format!("Còn {} việc.", WORDS.get(left).unwrap_or(&"nhiều")),
    }
}

/// The deadline in a sentence: what it is, how long until then, or what is closed since when.
pub(in crate::dashboard) fn deadline_words(deadlines: Deadlines, now: Instant, today: NaiveDate) -> String {
    let on_time = dates::weekday_day(deadlines.on_time);
    let closing = dates::weekday_day(deadlines.closing);
    match deadlines.at(now) {
        Timeliness::OnTime => {
            let left = match (deadlines.on_time - today).num_days() {
                0 => "hôm nay".to_owned(),
                days => format!("còn {days} ngày"),
            };
            format!("Hạn gửi phiếu: {on_time} ({left}).")
        }
        Timeliness::Late => {
            format!("Quá hạn gửi phiếu ({on_time}); gửi bây giờ là nộp muộn. Khóa nhập hết {closing}.")
        }
        Timeliness::Closed => {
            format!("Đã khóa nhập từ hết {closing}. Cần sửa, đề nghị cấp ủy cấp trên mở lại.")
        }
    }
}

/// The month a page opens on: the month before while its sheet is unsent and not closed, else this one.
pub(in crate::dashboard) fn default_month(
    this: Month,
    before_is_unsent: bool,
    before: Deadlines,
    now: Instant,
) -> Month {
    if before_is_unsent && before.at(now) != Timeliness::Closed { this.previous() } else { this }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::months::DeadlineDays;

    fn month() -> Month {
        "2026-09".parse().unwrap()
    }

    fn deadlines() -> Deadlines {
        Deadlines::of(month(), DeadlineDays::default(), &[])
    }

    fn at(text: &str) -> (Instant, NaiveDate) {
        let at: Instant = text.parse().unwrap();
        (at, at.in_hanoi().date_naive())
    }

    #[test]
    fn what_is_blocked_says_by_what() {
        let (_, today) = at("2026-09-29T02:00:00Z");
        let facts =
            Facts { base: "/o", month: month(), has_cell_committee: true, meetings: &[], sheets: &[], today };
        let tasks = facts.tasks();
        assert_eq!(tasks.len(), 5);
        assert!(tasks[2].detail.contains("Còn việc 2"));
        assert!(tasks[4].detail.contains("Còn việc 4"));
        assert_eq!(left_to_do(&tasks), "Còn năm việc.");
        let without = Facts { has_cell_committee: false, ..facts };
        assert!(without.tasks()[3].detail.contains("Còn việc 3"), "numbers follow the list that is shown");
    }

    #[test]
    fn the_deadline_is_said_before_and_after() {
        let say = |text| {
            let (now, today) = at(text);
            deadline_words(deadlines(), now, today)
        };
        assert_eq!(say("2026-09-29T02:00:00Z"), "Hạn gửi phiếu: thứ Hai, 05/10/2026 (còn 6 ngày).");
        assert!(say("2026-10-05T16:59:30Z").contains("(hôm nay)"));
        assert!(say("2026-10-05T17:00:01Z").contains("nộp muộn"));
        assert!(say("2026-10-20T02:00:00Z").contains("Đã khóa nhập"));
    }

    #[test]
    fn b9_the_page_opens_on_the_month_that_is_still_owed() {
        let (now, _) = at("2026-10-03T02:00:00Z");
        let this = "2026-10".parse().unwrap();
        assert_eq!(default_month(this, true, deadlines(), now), month());
        assert_eq!(default_month(this, false, deadlines(), now), this);
        let (later, _) = at("2026-10-20T02:00:00Z");
        assert_eq!(default_month(this, true, deadlines(), later), this);
    }
}
