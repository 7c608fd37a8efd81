//! Whether a cell's year meets the conditions of recognition, condition by condition, with the figures. Pure: the page, the
//! list and the paper ask here.

use crate::{
    clock::Month,
    criteria::{
        CriteriaSet, Fact, Facts, MonthsRequired, Recognition, Source, UnitLevel, Value, unit_level_in_words,
        vetoes,
    },
    points::Points,
    scores::{State, YearAverage, missing_month, year_average},
};

/// A month a cell is expected to report for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MonthOf {
    /// The month.
    pub(super) month: Month,
    /// Where its sheet stands; none: there is none.
    pub(super) state: Option<State>,
    /// The points that count: official, or sent and not yet confirmed.
    pub(super) points: Option<Points>,
}

/// What one criterion came to over the months with points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CriterionOf {
    /// Its code.
    pub(super) code: String,
    /// Its name.
    pub(super) name: String,
    /// The sum of its points, and of what it was worth.
    pub(super) points: Points,
    /// See `points`.
    pub(super) max: Points,
}

/// What the records say of a cell's year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct YearOf {
    /// `pilot`, `self`, or none: not registered.
    pub(super) way: Option<String>,
    /// The months expected, in order.
    pub(super) months: Vec<MonthOf>,
    /// Its criteria, in order.
    pub(super) criteria: Vec<CriterionOf>,
    /// Ordinary meetings.
    pub(super) regular: i64,
    /// Thematic meetings.
    pub(super) thematic: i64,
    /// The level of the unit.
    pub(super) unit_level: Option<UnitLevel>,
    /// Members disciplined.
    pub(super) disciplined: i64,
}

/// Whether a condition is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// It is.
    Holds,
    /// It cannot be said yet.
    Unknown,
    /// Not, and by one point or less.
    Near,
    /// It is not.
    Fails,
}

/// A condition held against a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    /// What is asked: "Điểm bình quân năm từ 90".
    pub(super) asked: String,
    /// What the records say: "89,96".
    pub(super) found: String,
    /// Whether that is enough.
    pub(super) verdict: Verdict,
    /// What is missing, or why it cannot be said: "thiếu 0,04 điểm".
    pub(super) lacks: String,
}

/// A year held against the conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tried {
    /// Condition by condition.
    pub(super) conditions: Vec<Held>,
    /// The average of the year so far.
    pub(super) average: YearAverage,
}

impl Tried {
    /// What it comes to: the worst of the conditions; near only where nothing else fails.
    pub(super) fn verdict(&self) -> Verdict {
        self.conditions.iter().map(|held| held.verdict).max().unwrap_or(Verdict::Unknown)
    }

    /// Those that are not met, or not yet known.
    pub(super) fn open(&self) -> impl Iterator<Item = &Held> {
        self.conditions.iter().filter(|held| held.verdict != Verdict::Holds)
    }

    /// Why, in a line: "Điểm bình quân năm từ 90: 89,96, thiếu 0,04 điểm; …".
    pub(super) fn why(&self) -> String {
        self.open().map(Held::sentence).collect::<Vec<_>>().join("; ")
    }
}

impl Held {
    /// "Điểm bình quân năm từ 90: 89,96, thiếu 0,04 điểm".
    pub(super) fn sentence(&self) -> String {
        let lacks = if self.lacks.is_empty() { String::new() } else { format!(", {}", self.lacks) };
        format!("{}: {}{lacks}", self.asked, self.found)
    }
}

/// How a year is tried.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trial<'a> {
    /// The criteria of the year; the conditions it names, or the usual ones.
    pub(super) set: &'a CriteriaSet,
    /// A bar for the average that a round has in place of the one in the criteria.
    pub(super) bar: Option<Points>,
    /// The month today is in: what it and later ones still lack is not known yet.
    pub(super) this: Month,
}

impl Trial<'_> {
    /// Holds a year against the conditions.
    pub(super) fn hold(&self, year: &YearOf) -> Tried {
        let usual = Recognition::usual();
        let rule = self.set.recognition.as_ref().unwrap_or(&usual);
        let due: Vec<_> = year.months.iter().filter(|month| !self.is_open(month)).collect();
        let points: Vec<_> = due.iter().map(|month| month.points.filter(|_| month.counts())).collect();
        let average = year_average(&points, missing_month(self.set));
        let mut conditions = Vec::new();
        conditions.extend(rule.must_be_registered.then(|| registered(year)));
        conditions
            .extend((rule.months_required == MonthsRequired::AllExpected).then(|| self.all_months(year)));
        let bar = self.bar.or(rule.year_average_at_least);
        conditions.extend(bar.map(|bar| self.average(year, &average, bar)));
        if let Some(share) = rule.each_criterion_at_least {
            conditions.extend(year.criteria.iter().map(|criterion| self.criterion(year, criterion, share)));
        }
        let regular = rule.regular_meetings_at_least;
        conditions.extend(regular.map(|n| self.meetings(year, "sinh hoạt thường kỳ", year.regular, n)));
        let thematic = rule.thematic_meetings_at_least;
        conditions.extend(thematic.map(|n| self.meetings(year, "sinh hoạt chuyên đề", year.thematic, n)));
        conditions.extend(rule.unit_level_at_least.map(|level| unit_level(year, level)));
        conditions.extend(rule.no_discipline.then(|| no_discipline(year)));
        if !rule.no_discipline {
            conditions.extend(ruled_out(self.set, year));
        }
        Tried { conditions, average }
    }

    /// Whether a month without a sheet may still get one: it is not over, or ended last month.
    fn is_open(&self, month: &MonthOf) -> bool {
        month.month.next() >= self.this && !month.counts()
    }

    /// Whether the records of the year may still grow.
    fn is_growing(&self, year: &YearOf) -> bool {
        year.months.iter().any(|month| self.is_open(month))
            || year.months.last().is_some_and(|month| month.month >= self.this)
    }

    fn all_months(&self, year: &YearOf) -> Held {
        let expected = year.months.len();
        let with = |wanted: fn(&MonthOf) -> bool| {
            year.months.iter().filter(move |month| wanted(month)).collect::<Vec<_>>()
        };
        let confirmed = with(|month| month.state == Some(State::Confirmed));
        let missing: Vec<_> =
            year.months.iter().filter(|month| !month.counts() && !self.is_open(month)).collect();
        let waiting = with(|month| month.state == Some(State::Submitted));
        let ahead = expected - confirmed.len() - missing.len() - waiting.len();
        let (verdict, lacks) = match (missing.is_empty(), waiting.is_empty(), ahead) {
            (false, ..) => (Verdict::Fails, format!("thiếu {}", numbers_of(&missing))),
            (true, false, _) => (Verdict::Unknown, format!("chờ duyệt {}", numbers_of(&waiting))),
            (true, true, 0) if expected > 0 => (Verdict::Holds, String::new()),
            (true, true, ahead) => (Verdict::Unknown, format!("còn {ahead} tháng")),
        };
        Held {
            asked: "Đủ phiếu của mọi tháng phải nộp".to_owned(),
            found: format!("{}/{expected} tháng đã duyệt", confirmed.len()),
            verdict,
            lacks,
        }
    }

    fn average(&self, year: &YearOf, average: &YearAverage, bar: Points) -> Held {
        let asked = format!("Điểm bình quân năm từ {bar}");
        let Some(value) = average.average else {
            return Held {
                asked,
                found: "–".to_owned(),
                verdict: Verdict::Unknown,
                lacks: "chưa có điểm".to_owned(),
            };
        };
        self.at_least(year, asked, average.to_string(), value, bar)
    }

    fn criterion(&self, year: &YearOf, criterion: &CriterionOf, share: Points) -> Held {
        let bar = Points(criterion.max.0 * share.0);
        let asked =
            format!("Tiêu chí {} từ {}% điểm tối đa", criterion.code, Points(share.0 * Points::whole(100).0));
        let found = criterion.points.scaled(criterion.max, Points::whole(100)).map_or_else(
            || "–".to_owned(),
            |rate| format!("{rate}% ({}/{})", criterion.points, criterion.max),
        );
        self.at_least(year, asked, found, criterion.points, bar)
    }

    /// A number of points against a bar: near within one point; while the year goes on it may still rise, or fall.
    fn at_least(&self, year: &YearOf, asked: String, found: String, value: Points, bar: Points) -> Held {
        let growing = self.is_growing(year);
        let short = bar - value;
        let (verdict, lacks) = if value.reaches(bar) {
            (if growing { Verdict::Unknown } else { Verdict::Holds }, so_far(growing))
        } else if growing {
            (Verdict::Unknown, format!("đến nay {}", lacking(short)))
        } else if Points::whole(1).reaches(short) {
            (Verdict::Near, lacking(short))
        } else {
            (Verdict::Fails, lacking(short))
        };
        Held { asked, found, verdict, lacks }
    }

    fn meetings(&self, year: &YearOf, what: &str, held: i64, asked: u32) -> Held {
        let short = i64::from(asked) - held;
        let (verdict, lacks) = match (short <= 0, self.is_growing(year)) {
            (true, _) => (Verdict::Holds, String::new()),
            (false, true) => (Verdict::Unknown, format!("còn {short}")),
            (false, false) => (Verdict::Fails, format!("thiếu {short}")),
        };
        Held { asked: format!("Ít nhất {asked} kỳ {what}"), found: held.to_string(), verdict, lacks }
    }
}

impl MonthOf {
    /// Whether a sheet of it was sent.
    pub(super) fn counts(&self) -> bool {
        matches!(self.state, Some(State::Submitted | State::Confirmed))
    }
}

fn so_far(growing: bool) -> String {
    if growing { "đến nay đạt".to_owned() } else { String::new() }
}

/// How much is missing, also where two decimals would not show it.
fn lacking(short: Points) -> String {
    if Points::hundredths(1).reaches(short) && short != Points::hundredths(1) {
        "thiếu chưa đến 0,01 điểm".to_owned()
    } else {
        format!("thiếu {short} điểm")
    }
}

fn numbers_of(months: &[&MonthOf]) -> String {
    let numbers: Vec<_> = months.iter().map(|month| month.month.number().to_string()).collect();
    format!("tháng {}", numbers.join(", "))
}

fn registered(year: &YearOf) -> Held {
    let (found, verdict) = match year.way.as_deref() {
        Some("pilot") => ("chọn làm điểm", Verdict::Holds),
        Some(_) => ("tự đăng ký", Verdict::Holds),
        None => ("chưa đăng ký", Verdict::Fails),
    };
    Held {
        asked: "Đã đăng ký hoặc được chọn làm điểm".to_owned(),
        found: found.to_owned(),
        verdict,
        lacks: String::new(),
    }
}

fn unit_level(year: &YearOf, asked: UnitLevel) -> Held {
    let (found, verdict, lacks) = match year.unit_level {
        None => ("–", Verdict::Unknown, "chưa ghi mức xếp loại".to_owned()),
        Some(level) if level >= asked => (unit_level_in_words(level), Verdict::Holds, String::new()),
        Some(level) => (unit_level_in_words(level), Verdict::Fails, "thấp hơn mức yêu cầu".to_owned()),
    };
    let asked = format!("Cơ quan, đơn vị xếp loại từ mức {}", unit_level_in_words(asked));
    Held { asked, found: found.to_owned(), verdict, lacks }
}

fn no_discipline(year: &YearOf) -> Held {
    let verdict = if year.disciplined == 0 { Verdict::Holds } else { Verdict::Fails };
    let found = format!("{} đảng viên bị kỷ luật", year.disciplined);
    Held {
        asked: "Không có đảng viên bị kỷ luật trong năm".to_owned(), found, verdict, lacks: String::new()
    }
}

/// What the criteria say rules recognition out, as far as the year's records tell.
fn ruled_out(set: &CriteriaSet, year: &YearOf) -> Vec<Held> {
    let facts = Facts::default()
        .with(Source::DisciplineInYear, Fact::new(Value::Number(Points::whole(year.disciplined)), ""));
    let out = vetoes(set, &facts).into_iter().map(|veto| Held {
        asked: "Không có điều loại trừ".to_owned(),
        found: veto.reason.to_owned(),
        verdict: Verdict::Fails,
        lacks: String::new(),
    });
    out.collect()
}
