//! Whether a cell's year meets the conditions of recognition, condition by condition, with the figures. Pure: the page, the
//! list and the paper ask here.

use crate::{
    clock::Month,
    criteria::{
        CriteriaSet, Fact, Facts, MonthsRequired, Recognition, Source, UnitLevel, Value, unit_level_in_words,
        vetoes,
    },
    ids::CriteriaSetId,
    points::Points,
    scores::{State, YearAverage, missing_month, year_average},
};

/// A month a cell is expected to report for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MonthOf {
    /// The month.
    pub(super) month: Month,
    /// Where its sheet stands; none: there is none.
    pub(super) state: Option<State>,
    /// The criteria its sheet was made under.
    pub(super) set: Option<CriteriaSetId>,
    /// The points that count: official, or sent and not yet confirmed.
    pub(super) points: Option<Points>,
    /// Ordinary meetings of the month.
    pub(super) regular: i64,
    /// Thematic meetings of the month.
    pub(super) thematic: i64,
    /// What its records say rules recognition out, in the words of its criteria.
    pub(super) vetoes: Vec<String>,
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
        let regular = rule.regular_meetings_at_least.map(|n| (year.regular(), year.regular_asked(n)));
        conditions.extend(regular.map(|found| self.meetings(year, "sinh hoạt thường kỳ", found)));
        let thematic = rule.thematic_meetings_at_least.map(|n| (year.thematic(), year.thematic_asked(n)));
        conditions.extend(thematic.map(|found| self.meetings(year, "sinh hoạt chuyên đề", found)));
        conditions.extend(rule.unit_level_at_least.map(|level| unit_level(year, level)));
        conditions.extend(rule.no_discipline.then(|| no_discipline(year)));
        conditions.extend(ruled_out(self.set, year, rule.no_discipline));
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
            (true, true, 0) => (Verdict::Unknown, "không có tháng nào phải nộp".to_owned()),
            (true, true, ahead) => (Verdict::Unknown, format!("còn {ahead} tháng")),
        };
        Held {
            asked: "Đủ phiếu của mọi tháng phải nộp".to_owned(),
            found: format!("{}/{expected} tháng đã duyệt{}", confirmed.len(), year.part_taken()),
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

    /// Meetings held in the months expected, against as many as those months ask for.
    fn meetings(&self, year: &YearOf, what: &str, (held, asked): (i64, i64)) -> Held {
        let short = asked - held;
        let (verdict, lacks) = match (short <= 0, self.is_growing(year)) {
            (true, _) => (Verdict::Holds, String::new()),
            (false, true) => (Verdict::Unknown, format!("còn {short}")),
            (false, false) => (Verdict::Fails, format!("thiếu {short}")),
        };
        let (asked, found) = match asked {
            0 => (format!("Không yêu cầu kỳ {what}"), format!("{held} kỳ{}", year.part_taken())),
            n => (format!("Ít nhất {n} kỳ {what}"), format!("{held}/{n} kỳ{}", year.part_taken())),
        };
        Held { asked, found, verdict, lacks }
    }
}

impl YearOf {
    /// Ordinary meetings in the months expected.
    pub(super) fn regular(&self) -> i64 {
        self.months.iter().map(|month| month.regular).sum()
    }

    /// Thematic meetings in the months expected.
    pub(super) fn thematic(&self) -> i64 {
        self.months.iter().map(|month| month.thematic).sum()
    }

    /// Of the ordinary meetings asked of a whole year, those of the months expected; a part of one is not asked.
    pub(super) fn regular_asked(&self, of_year: u32) -> i64 {
        let months = i64::try_from(self.months.len()).unwrap_or(12).min(12);
        i64::from(of_year) * months / 12
    }

    /// Of the thematic meetings asked of a whole year, those of the quarters expected from their first month to their last.
    pub(super) fn thematic_asked(&self, of_year: u32) -> i64 {
        let of =
            |quarter| self.months.iter().filter(|month| month.month.number().div_ceil(3) == quarter).count();
        let whole = (1..=4).filter(|quarter| of(*quarter) == 3).count();
        i64::from(of_year) * i64::try_from(whole).unwrap_or(4) / 4
    }

    /// Which part of the year the cell was expected in, where not the whole: " (tham gia từ tháng 7/2026)".
    pub(super) fn part_taken(&self) -> String {
        let (Some(first), Some(last)) = (self.months.first(), self.months.last()) else {
            return String::new();
        };
        let expected = self.months.len();
        let (from, to) = (first.month.number(), last.month.number());
        let is_unbroken = usize::try_from(to - from + 1) == Ok(expected);
        match (is_unbroken, from, to) {
            (true, 1, 12) => String::new(),
            (true, _, 12) => format!(" (tham gia từ {})", first.month.label()),
            (true, 1, _) => format!(" (tham gia đến {})", last.month.label()),
            _ => format!(" (tham gia {expected}/12 tháng)"),
        }
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

/// "tháng 3, 5".
pub(super) fn numbers_of(months: &[&MonthOf]) -> String {
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

/// What the criteria of the year and of its months say rules recognition out, each in their words with the months whose
/// sheets it stands against. Where discipline is a condition of its own, it is not said again.
fn ruled_out(set: &CriteriaSet, year: &YearOf, says_discipline: bool) -> Vec<Held> {
    let mut reasons: Vec<(&str, Vec<&MonthOf>)> = Vec::new();
    let of_months =
        year.months.iter().flat_map(|month| month.vetoes.iter().map(move |why| (why, Some(month))));
    let discipline = if says_discipline { 0 } else { year.disciplined };
    let facts = Facts::default()
        .with(Source::DisciplineInYear, Fact::new(Value::Number(Points::whole(discipline)), ""));
    let of_year = vetoes(set, &facts);
    let of_year = of_year.iter().map(|veto| (veto.reason, None));
    for (why, month) in of_year.chain(of_months.map(|(why, month)| (why.as_str(), month))) {
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, months)) => months.extend(month),
            None => reasons.push((why, month.into_iter().collect())),
        }
    }
    let held = |(why, months): (&str, Vec<&MonthOf>)| {
        let when = if months.is_empty() { String::new() } else { format!(" ({})", numbers_of(&months)) };
        Held {
            asked: "Không có điều loại trừ".to_owned(),
            found: format!("{why}{when}"),
            verdict: Verdict::Fails,
            lacks: String::new(),
        }
    };
    reasons.into_iter().map(held).collect()
}

/// Whether a set rules recognition out by what only the records of a month tell: not by discipline in the year alone.
pub(super) fn is_vetoed_by_month(set: &CriteriaSet) -> bool {
    let mut vetoes = set.all_items().filter_map(|item| item.rule.veto.as_ref());
    vetoes.any(|veto| veto.when.source != Source::DisciplineInYear)
}

/// What the records of a month rule out by its criteria, in their words. Discipline in the year is held against the year.
pub(super) fn vetoes_of_month(set: &CriteriaSet, facts: &Facts) -> Vec<String> {
    let is_of_month = |code: &str| {
        let veto = set.item(code).and_then(|item| item.rule.veto.as_ref());
        veto.is_some_and(|veto| veto.when.source != Source::DisciplineInYear)
    };
    let found = vetoes(set, facts).into_iter().filter(|veto| is_of_month(veto.item));
    found.map(|veto| veto.reason.to_owned()).collect()
}
