//! What a file of members would do to the roll. Pure.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::plan::Plan;
use crate::{
    import::{Outcome, Row, Wanted},
    records::{
        NewMember, Standing, Status,
        roster::{Stand, Step, Stretch, change, post},
    },
    text::{dates, fold, spelling},
};

const fn column(key: &'static str, names: &'static [&'static str], required: bool) -> Wanted {
    Wanted { key, names, required }
}

/// The columns that are looked for: those of our own files, and those people use.
pub(super) const COLUMNS: [Wanted; 9] = [
    column("name", &["Họ và tên", "Họ tên", "Họ và tên đảng viên", "Họ, tên"], true),
    column("standing", &["Đảng viên", "Loại đảng viên", "Chính thức/Dự bị"], false),
    column("official", &["Chính thức", "ĐV chính thức", "Đảng viên chính thức"], false),
    column("probationary", &["Dự bị", "ĐV dự bị", "Đảng viên dự bị"], false),
    column("status", &["Sinh hoạt", "Tình trạng", "Tình trạng sinh hoạt"], false),
    column("post", &["Chức vụ", "Chức vụ trong chi bộ", "Chức vụ Đảng"], false),
    column("from", &["Từ ngày", "Vào danh sách từ ngày"], false),
    column("cell", &["Chi bộ", "Tên chi bộ"], false),
    column("note", &["Ghi chú"], false),
];

/// What people put into a box they mean to tick.
const TICKS: [&str; 6] = ["x", "co", "1", "v", "✓", "√"];
/// How a status is known by its words.
const STATUSES: [(&str, Status); 6] = [
    ("mien", Status::Exempt),
    ("chuyen di", Status::TemporarilyAway),
    ("chuyen den", Status::TemporarilyHere),
    ("dac biet", Status::SpecialDuty),
    ("dinh chi", Status::Suspended),
    ("dang sinh hoat", Status::Active),
];

/// Names said one by one; the others are counted.
const NAMED: usize = 8;

/// What the rows of a file are held against.
pub(super) struct Against<'a> {
    /// The cell's name.
    pub(super) cell: &'a str,
    pub(super) today: NaiveDate,
    /// From when the file holds, where a row does not say.
    pub(super) from: NaiveDate,
    /// The last stretch of everybody who was ever on the roll.
    pub(super) latest: &'a [Stretch],
}

/// What a row says of a member; nothing where it is silent.
struct Said {
    name: String,
    standing: Option<Standing>,
    status: Option<Status>,
    post: Option<String>,
    from: Option<NaiveDate>,
}

type Wrong = (&'static str, String);

/// Plans the rows, top to bottom.
pub(super) fn plan(against: &Against, rows: &[Row]) -> Plan {
    let mut plan = Plan::default();
    let mut first: HashMap<String, u32> = HashMap::new();
    for row in rows {
        let taken = against.said(row).and_then(|said| match first.insert(spelling(&said.name), row.number) {
            Some(before) => Err(("Họ và tên", format!("Trùng với dòng {before} của tệp."))),
            None => against.take(&said).map(|taken| (said.name, taken)),
        });
        match taken {
            Ok((name, (step, outcome))) => {
                plan.work.steps.extend(step);
                plan.line(row.number, name, outcome);
            }
            Err((column, sentence)) => plan.problem(row.number, column, sentence),
        }
    }
    plan.remarks.extend(against.missing(&first));
    plan.remarks.extend(unread_notes(rows));
    plan
}

impl Against<'_> {
    fn said(&self, row: &Row) -> Result<Said, Wrong> {
        let text = |key: &'static str, label: &'static str| row.text(key).map_err(|e| (label, e.to_owned()));
        let cell = text("cell", "Chi bộ")?;
        if !cell.is_empty() && fold(&cell) != fold(self.cell) {
            return Err(("Chi bộ", format!("Dòng này của {cell}, không phải của {}.", self.cell)));
        }
        let name = text("name", "Họ và tên")?;
        if name.is_empty() {
            return Err(("Họ và tên", "Chưa có họ và tên.".to_owned()));
        }
        let from = row.day("from").map_err(|e| ("Từ ngày", e.to_owned()))?;
        if from.is_some_and(|from| from > self.today) {
            return Err(("Từ ngày", "Ngày này chưa đến; ghi sau khi việc đã có.".to_owned()));
        }
        let held = Some(post(&text("post", "Chức vụ")?)).filter(|post| !post.is_empty());
        Ok(Said { name, standing: standing(row)?, status: status(row)?, post: held, from })
    }

    /// What a row does to the roll.
    fn take(&self, said: &Said) -> Result<(Option<Step>, Outcome), Wrong> {
        let called = |stretch: &&Stretch| spelling(&stretch.name) == spelling(&said.name);
        let named: Vec<_> = self.latest.iter().filter(called).collect();
        let here: Vec<_> = named.iter().filter(|stretch| !stretch.has_ended(self.today)).copied().collect();
        match (&here[..], &named[..]) {
            ([], []) => self.join(said),
            ([last], _) => self.turn(last, said),
            ([], [last]) => self.turn_back(last, said),
            _ => Err(("Họ và tên", "Danh sách có nhiều đồng chí cùng tên này, chưa rõ là ai.".to_owned())),
        }
    }

    fn join(&self, said: &Said) -> Result<(Option<Step>, Outcome), Wrong> {
        let standing = said.standing.ok_or(("Đảng viên", "Chưa rõ chính thức hay dự bị.".to_owned()))?;
        let new = NewMember {
            name: said.name.clone(),
            standing,
            status: said.status.unwrap_or(Status::Active),
            post: said.post.clone(),
            from: said.from.unwrap_or(self.from),
        };
        let held = new.post.iter().map(|post| format!(", {post}"));
        let words = format!(
            "{}, {}{}, từ ngày {}",
            new.standing.label(),
            new.status.label(),
            held.collect::<String>(),
            dates::day(new.from)
        );
        Ok((Some(Step::Join(new)), Outcome::New(words)))
    }

    /// A member on the roll who stands otherwise from a day on, if the file says so.
    fn turn(&self, last: &Stretch, said: &Said) -> Result<(Option<Step>, Outcome), Wrong> {
        let stand = stand(last, said);
        if stand == last.stand() {
            return Ok((None, Outcome::Same));
        }
        let from = said.from.filter(|from| *from > last.from).unwrap_or(self.from);
        let changes = changes(&last.stand(), &stand);
        let step = change(last, from, stand).map_err(|sentence| ("Từ ngày", sentence))?;
        Ok((Some(step), Outcome::Changed(format!("từ ngày {}: {changes}", dates::day(from)))))
    }

    fn turn_back(&self, last: &Stretch, said: &Said) -> Result<(Option<Step>, Outcome), Wrong> {
        let from = said.from.unwrap_or(self.from);
        if last.until.is_some_and(|until| from <= until) {
            let until = last.until.map(dates::day).unwrap_or_default();
            return Err(("Từ ngày", format!("Đồng chí này đã ra khỏi danh sách ngày {until}.")));
        }
        let step = change(last, from, stand(last, said)).map_err(|sentence| ("Từ ngày", sentence))?;
        Ok((Some(step), Outcome::Changed(format!("trở lại danh sách từ ngày {}", dates::day(from)))))
    }

    /// Who is on the roll and not in the file: they stay.
    fn missing(&self, in_file: &HashMap<String, u32>) -> Option<String> {
        let here = self.latest.iter().filter(|stretch| !stretch.has_ended(self.today));
        let names = here.map(|stretch| &stretch.name).filter(|name| !in_file.contains_key(&spelling(name)));
        let names: Vec<_> = names.map(String::as_str).collect();
        let more = names.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" và {more} đồng chí khác") } else { String::new() };
        (!names.is_empty()).then(|| {
            format!(
                "Có trong danh sách hiện nay mà không có trong tệp, vẫn giữ nguyên: {}{more}. Đồng chí nào đã đi, ghi \
                 ngày ra khỏi danh sách trên trang của đồng chí đó.",
                names[..names.len().min(NAMED)].join(", ")
            )
        })
    }
}

fn stand(last: &Stretch, said: &Said) -> Stand {
    Stand {
        standing: said.standing.unwrap_or(last.standing),
        status: said.status.unwrap_or(last.status),
        post: said.post.clone().unwrap_or_else(|| last.post.clone()),
    }
}

fn changes(before: &Stand, after: &Stand) -> String {
    let post =
        |post: &str| if post.is_empty() { "không giữ chức vụ".to_owned() } else { post.to_owned() };
    [
        (before.standing.label().to_owned(), after.standing.label().to_owned()),
        (before.status.label().to_owned(), after.status.label().to_owned()),
        (post(&before.post), post(&after.post)),
    ]
    .into_iter()
    .filter(|(before, after)| before != after)
    .map(|(before, after)| format!("{before} → {after}"))
    .collect::<Vec<_>>()
    .join("; ")
}

/// In one column by its name, or in two with a tick.
fn standing(row: &Row) -> Result<Option<Standing>, Wrong> {
    const COLUMN: &str = "Đảng viên";
    let said = row.text("standing").map_err(|e| (COLUMN, e.to_owned()))?;
    if !said.is_empty() {
        return Standing::from_label(&said)
            .map(Some)
            .ok_or_else(|| (COLUMN, format!("“{said}” chưa đúng. Chỉ nhận: Chính thức, Dự bị.")));
    }
    match (ticked(row, "official")?, ticked(row, "probationary")?) {
        (true, true) => Err((COLUMN, "Chỉ đánh dấu một trong hai: chính thức hoặc dự bị.".to_owned())),
        (true, false) => Ok(Some(Standing::Official)),
        (false, true) => Ok(Some(Standing::Probationary)),
        (false, false) => Ok(None),
    }
}

fn ticked(row: &Row, key: &'static str) -> Result<bool, Wrong> {
    let column = if key == "official" { "Chính thức" } else { "Dự bị" };
    let text = row.text(key).map_err(|e| (column, e.to_owned()))?;
    match fold(&text).trim() {
        "" => Ok(false),
        tick if TICKS.contains(&tick) => Ok(true),
        _ => Err((column, format!("“{text}” chưa rõ nghĩa; đánh dấu bằng chữ x."))),
    }
}

/// In a column of its own, or known from a note.
fn status(row: &Row) -> Result<Option<Status>, Wrong> {
    const COLUMN: &str = "Sinh hoạt";
    let said = row.text("status").map_err(|e| (COLUMN, e.to_owned()))?;
    if said.is_empty() {
        return Ok(row.text("note").ok().and_then(|note| known(&note)));
    }
    Status::from_label(&said).or_else(|| known(&said)).map(Some).ok_or_else(|| {
        let labels: Vec<_> = Status::options().into_iter().map(|(_, label)| label).collect();
        (COLUMN, format!("“{said}” chưa đúng. Chỉ nhận: {}.", labels.join(", ")))
    })
}

fn known(words: &str) -> Option<Status> {
    let words = fold(words);
    STATUSES.iter().find(|(sign, _)| words.contains(sign)).map(|(_, status)| *status)
}

/// Says that notes are not kept, where there are some that say no status.
fn unread_notes(rows: &[Row]) -> Option<String> {
    let unread = |row: &&Row| row.text("note").is_ok_and(|note| !note.is_empty() && known(&note).is_none());
    rows.iter().any(|row| unread(&row)).then(|| {
        "Ghi chú chỉ được đọc khi nói về việc sinh hoạt (miễn sinh hoạt, tạm chuyển…); ghi chú khác không lưu.".to_owned()
    })
}
