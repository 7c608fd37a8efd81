//! A line over months. A gap is a gap: months without a value break the line, months to come are not drawn.

use crate::{
    clock::Month,
    points::{Decimal, Points},
};

/// Size of the drawing, in its own units. The right margin leaves room for the last label.
const WIDTH: i64 = 640;
const HEIGHT: i64 = 240;
const LEFT: i64 = 44;
const RIGHT: i64 = 40;
const TOP: i64 = 26;
const BOTTOM: i64 = 34;

/// What is known of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A value all of which is official.
    Official(Points),
    /// A value that rests at least partly on points the cell gave itself.
    SelfGiven(Points),
    /// Expected, but nothing came.
    Missing,
    /// Nothing was expected.
    NotExpected,
    /// Still to come.
    Future,
}

/// How a dot is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Filled.
    Official,
    /// Hollow.
    SelfGiven,
}

impl Reading {
    /// The value, where there is one.
    pub fn value(self) -> Option<Points> {
        match self {
            Self::Official(points) | Self::SelfGiven(points) => Some(points),
            Self::Missing | Self::NotExpected | Self::Future => None,
        }
    }

    /// The month in the table beside the chart.
    pub fn words(self) -> String {
        match self {
            Self::Official(points) => points.fixed(),
            Self::SelfGiven(points) => format!("{} (tự chấm)", points.fixed()),
            Self::Missing => "chưa báo cáo".to_owned(),
            Self::NotExpected => "không phải nộp".to_owned(),
            Self::Future => "chưa đến kỳ".to_owned(),
        }
    }

    fn tone(self) -> Tone {
        if matches!(self, Self::SelfGiven(_)) { Tone::SelfGiven } else { Tone::Official }
    }
}

/// A horizontal line of the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// Where.
    pub y: String,
    /// What it stands for.
    pub label: String,
}

/// A value on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dot {
    /// Across.
    pub x: String,
    /// Down.
    pub y: String,
    /// Where its label stands, above it.
    pub label_y: String,
    /// The value as text.
    pub label: String,
    /// How it is drawn.
    pub tone: Tone,
    /// Whether it is the last one, which keeps its label on a narrow screen.
    pub last: bool,
}

/// A month under the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthMark {
    /// Across.
    pub x: String,
    /// Its number.
    pub label: String,
}

/// The geometry of a trend, with the words and the table that say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// Tells one chart of a page from another.
    pub id: &'static str,
    /// What it shows.
    pub title: String,
    /// What it shows, in a sentence with the numbers that matter.
    pub description: String,
    /// The grid.
    pub ticks: Vec<Tick>,
    /// The stretches without a gap, each a list of points of a polyline.
    pub lines: Vec<String>,
    /// The values.
    pub dots: Vec<Dot>,
    /// The months under the axis.
    pub months: Vec<MonthMark>,
    /// Where the axis begins, when it is not nought: said beside the chart.
    pub begins_at: Option<String>,
    /// The table beside the chart: month and words.
    pub rows: Vec<(String, String)>,
}

impl Trend {
    /// Lays a trend out.
    pub fn new(id: &'static str, title: impl Into<String>, readings: &[(Month, Reading)]) -> Self {
        let values = || readings.iter().filter_map(|(_, reading)| reading.value());
        let scale = Scale::over(values());
        let months = readings.len();
        Self {
            id,
            title: title.into(),
            description: describe(readings),
            ticks: scale.ticks(),
            lines: lines(&scale, readings),
            dots: dots(&scale, readings),
            months: (0..months)
                .map(|i| MonthMark { x: at(x(i, months)), label: readings[i].0.number().to_string() })
                .collect(),
            begins_at: (scale.low > 0 && values().next().is_some()).then(|| scale.low.to_string()),
            rows: readings.iter().map(|(month, reading)| (month.label(), reading.words())).collect(),
        }
    }

    /// Whether there is a value to draw.
    pub fn has_values(&self) -> bool {
        !self.dots.is_empty()
    }
}

fn describe(readings: &[(Month, Reading)]) -> String {
    let given: Vec<_> = readings.iter().filter_map(|(m, r)| r.value().map(|v| (*m, v))).collect();
    let missing = readings.iter().filter(|(_, reading)| *reading == Reading::Missing).count();
    let Some(((first, from), (last, to))) = given.first().zip(given.last()) else {
        return "Chưa có tháng nào có điểm.".to_owned();
    };
    let gaps = if missing > 0 {
        format!(" {missing} tháng chưa báo cáo, đường vẽ để trống.")
    } else {
        String::new()
    };
    format!("Từ {} điểm {} đến {} điểm {}.{gaps}", from.fixed(), first.label(), to.fixed(), last.label())
}

/// The vertical axis: whole tens, from under the lowest value to 100 or the ten above the highest.
struct Scale {
    low: i64,
    high: i64,
}

impl Scale {
    fn over(values: impl Iterator<Item = Points>) -> Self {
        let (mut least, mut most) = (Decimal::ONE_HUNDRED, Decimal::ONE_HUNDRED);
        for Points(value) in values {
            least = least.min(value);
            most = most.max(value);
        }
        let ten = Decimal::TEN;
        let low = ((least - Decimal::from(5)) / ten).floor() * ten;
        let high = (most / ten).ceil() * ten;
        let whole = |d: Decimal| i64::try_from(d).unwrap_or_default();
        Self { low: whole(low).clamp(0, 90), high: whole(high) }
    }

    fn y(&self, value: Decimal) -> Decimal {
        let span = Decimal::from(self.high - self.low);
        let share = (Decimal::from(self.high) - value) / span;
        Decimal::from(TOP) + share * Decimal::from(HEIGHT - TOP - BOTTOM)
    }

    fn ticks(&self) -> Vec<Tick> {
        let step = if self.high - self.low > 50 { 20 } else { 10 };
        (self.low..=self.high)
            .step_by(step)
            .map(|value| Tick { y: at(self.y(value.into())), label: value.to_string() })
            .collect()
    }
}

fn x(index: usize, months: usize) -> Decimal {
    let steps = i64::try_from(months.saturating_sub(1)).unwrap_or(1).max(1);
    let index = i64::try_from(index).unwrap_or_default();
    Decimal::from(LEFT + 14) + Decimal::from((WIDTH - LEFT - 14 - RIGHT) * index) / Decimal::from(steps)
}

/// A coordinate as SVG writes it: a decimal point, one decimal at most.
fn at(coordinate: Decimal) -> String {
    coordinate.round_dp(1).normalize().to_string()
}

fn lines(scale: &Scale, readings: &[(Month, Reading)]) -> Vec<String> {
    let spots: Vec<_> = readings
        .iter()
        .enumerate()
        .map(|(i, (_, r))| r.value().map(|v| format!("{},{}", at(x(i, readings.len())), at(scale.y(v.0)))))
        .collect();
    let runs = spots.split(Option::is_none).filter(|run| run.len() > 1);
    runs.map(|run| run.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")).collect()
}

fn dots(scale: &Scale, readings: &[(Month, Reading)]) -> Vec<Dot> {
    let mut dots: Vec<Dot> = readings
        .iter()
        .enumerate()
        .filter_map(|(i, (_, reading))| {
            let value = reading.value()?;
            let y = scale.y(value.0);
            Some(Dot {
                x: at(x(i, readings.len())),
                y: at(y),
                label_y: at(y - Decimal::from(10)),
                label: value.to_string(),
                tone: reading.tone(),
                last: false,
            })
        })
        .collect();
    if let Some(dot) = dots.last_mut() {
        dot.last = true;
    }
    dots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(values: &[Reading]) -> Vec<(Month, Reading)> {
        Month::year_of(2026).zip(values.iter().copied()).collect()
    }

    fn given(points: i64) -> Reading {
        Reading::Official(Points::whole(points))
    }

    #[test]
    fn a11_a_month_without_a_report_is_a_gap_and_never_nought() {
        let readings = year(&[given(85), Reading::Missing, given(88), Reading::Future]);
        let trend = Trend::new("t", "Điểm", &readings);
        assert!(trend.lines.is_empty(), "two lone months make no line");
        assert_eq!(trend.dots.iter().map(|d| d.label.as_str()).collect::<Vec<_>>(), ["85", "88"]);
        let words: Vec<_> = trend.rows.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(words, ["85,00", "chưa báo cáo", "88,00", "chưa đến kỳ"]);
        assert!(trend.description.contains("1 tháng chưa báo cáo"));
    }

    #[test]
    fn stretches_between_gaps_are_drawn_apart() {
        let readings = year(&[given(80), given(82), Reading::Missing, given(90), given(91), given(92)]);
        let counts: Vec<_> =
            Trend::new("t", "", &readings).lines.iter().map(|line| line.split(' ').count()).collect();
        assert_eq!(counts, [2, 3]);
    }

    #[test]
    fn the_axis_says_where_it_begins_and_its_labels_leave_room() {
        let trend = Trend::new("t", "", &year(&[given(91); 12]));
        assert_eq!(trend.begins_at.as_deref(), Some("80"));
        let last: Decimal = trend.dots[11].x.parse().unwrap();
        assert!(Decimal::from(WIDTH) - last >= Decimal::from(32));
    }

    #[test]
    fn nothing_at_all_is_drawn_as_nothing() {
        let trend = Trend::new("t", "", &year(&[Reading::Missing, Reading::NotExpected]));
        assert!(!trend.has_values() && trend.lines.is_empty());
        assert_eq!(trend.description, "Chưa có tháng nào có điểm.");
    }

    #[test]
    fn values_have_a_decimal_comma_and_coordinates_a_point() {
        let readings = year(&[Reading::SelfGiven(Points::hundredths(8725)), given(100)]);
        let trend = Trend::new("t", "", &readings);
        assert_eq!((trend.dots[0].label.as_str(), trend.dots[0].tone), ("87,25", Tone::SelfGiven));
        assert!(trend.lines[0].split([' ', ',']).all(|n| n.parse::<Decimal>().is_ok()));
    }
}
