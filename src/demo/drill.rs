//! The merger drill: on 1 July 2025 the province of the article goes over to another, the committee of the article is
//! dissolved and its cells go to three successors. An ordinary act of the program, looked at from all sides: what 2023
//! said it says after, and every figure is what the cells add up to.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use chrono::NaiveDate;

use super::{
    accounts,
    cells::{COMMITTEE, POWER_COMPANY, PROVINCE, cells},
    facts,
    queries::{self, Holds, Leaf},
    tree::{beginning, clock_at},
};
use crate::{
    audit::{Actor, Change, Event},
    clock::{Clock, Month},
    dashboard,
    db::Db,
    ids::{OrganizationCode, OrganizationId},
    organizations::{self, Dated, Kind, Registration, Reorganization, Reorganizing, Successor, Traits, Way},
    points::Points,
};

/// The province that takes over.
const SUCCESSOR_PROVINCE: (&str, &str) = ("tinh-uy-thai-nguyen", "Tỉnh ủy Thái Nguyên");

/// The three committees the cells go to: bodies of the Party, of the People's Committee, the enterprise.
const SUCCESSORS: [(&str, &str); 3] = [
    ("cac-co-quan-dang", "Đảng ủy các cơ quan Đảng tỉnh Thái Nguyên"),
    ("uy-ban-nhan-dan", "Đảng ủy Ủy ban nhân dân tỉnh Thái Nguyên"),
    ("dien-luc-thai-nguyen", "Đảng ủy Công ty Điện lực Thái Nguyên"),
];

/// Cells of bodies of the Party and of the mass organisations.
const OF_THE_PARTY: [&str; 9] = [
    "ban-tuyen-giao",
    "van-phong-tinh-uy",
    "ban-dan-van",
    "mat-tran-to-quoc",
    "hoi-phu-nu",
    "hoi-nong-dan",
    "tinh-doan",
    "truong-chinh-tri",
    "bao-tinh",
];

/// What was counted below a committee in a month: sheets expected, sent, with points, and the sum of these.
pub(super) type Count = (i64, i64, i64, Points);

/// What the drill found.
#[derive(Debug)]
pub struct Drilled {
    /// A table of the months around the day, one line each.
    pub lines: Vec<String>,
    /// So many figures of committees and months equal what their cells add up to.
    pub recounted: usize,
    /// So many figures of the year of the article read the same before and after.
    pub unchanged: usize,
}

/// Carries the merger out on the demonstration and checks it. Refuses data that are not a demonstration, and a second
/// time.
///
/// # Errors
///
/// A figure that moved, or that is not what the cells add up to, is an error that names it.
pub async fn drill(db: &Db, clock: &Clock) -> Result<Drilled> {
    let holds = queries::holds(&mut *db.connection().await?).await?;
    ensure!(holds == Holds::Demonstration, "chỉ diễn tập trên dữ liệu minh họa");
    ensure!(find(db, SUCCESSOR_PROVINCE.0).await.is_err(), "đã diễn tập rồi trên dữ liệu này");
    take_part_in_2025(db).await?;
    let before = counted(db, None).await?;
    merge(db, clock).await?;
    let after = counted(db, None).await?;
    let of_2023 = |counts: &Counts| -> Counts {
        counts
            .iter()
            .filter(|((_, month), _)| month.year() == facts::YEAR)
            .map(|(k, v)| (k.clone(), *v))
            .collect()
    };
    let (then, now) = (of_2023(&before), of_2023(&after));
    ensure!(then == now, "số liệu năm {} đã thay đổi:\n{then:?}\n{now:?}", facts::YEAR);
    let leaves = queries::leaves(&mut *db.connection().await?).await?;
    let mut recounted = 0;
    for (of, count) in &after {
        let sum = leaves.iter().find(|leaf| (&leaf.committee, leaf.month) == (&of.0, of.1)).map(Leaf::count);
        ensure!(sum == Some(*count), "{} {}: {count:?}, cộng từ chi bộ {sum:?}", of.0, of.1);
        recounted += 1;
    }
    ensure!(recounted == leaves.len(), "có {} số liệu, cộng từ chi bộ {}", recounted, leaves.len());
    let today = counted(db, Some(clock.today())).await?;
    by_either_reading(&after, &today)?;
    Ok(Drilled { lines: table(&after), recounted, unchanged: now.len() })
}

type Counts = BTreeMap<(String, Month), Count>;

/// Every figure of every committee from 2023 to 2026; a month in which nothing was expected has none.
async fn counted(db: &Db, tree_of: Option<NaiveDate>) -> Result<Counts> {
    let months: Vec<NaiveDate> =
        (facts::YEAR..=2026).flat_map(Month::year_of).map(Month::first_day).collect();
    let mut read = db.snapshot().await?;
    let mut counts = Counts::new();
    for (committee, code) in queries::committees(&mut read).await? {
        for found in dashboard::figures(&mut read, committee, &months, tree_of).await? {
            let count = (found.expected, found.sent, found.scored, found.sum);
            counts.insert((code.to_string(), found.month), count);
        }
    }
    Ok(counts)
}

/// By the tree of today the new province has every month, by the tree as it was the two provinces share them.
fn by_either_reading(then: &Counts, today: &Counts) -> Result<()> {
    for ((of, month), count) in today.iter().filter(|((of, _), _)| of == SUCCESSOR_PROVINCE.0) {
        let province = if month.first_day() < day() { PROVINCE.code } else { SUCCESSOR_PROVINCE.0 };
        let as_it_was = then.get(&(province.to_owned(), *month));
        ensure!(as_it_was == Some(count), "{of} {month}: {count:?}, theo tổ chức lúc đó {as_it_was:?}");
    }
    Ok(())
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, 1).unwrap_or_default()
}

fn parsed(code: &str) -> Result<OrganizationCode> {
    code.parse().map_err(|_| anyhow::anyhow!("{code} is no code"))
}

async fn find(db: &Db, code: &str) -> Result<OrganizationId> {
    let found = organizations::find(&mut *db.connection().await?, &parsed(code)?).await?;
    found.with_context(|| format!("{code} is not in the demonstration"))
}

/// Registers the cells for the year of the merger: with them the months before and after it have something to count.
async fn take_part_in_2025(db: &Db) -> Result<()> {
    let from = Month::new(2025, 1).context("the year begins")?;
    for cell in cells() {
        let organization = find(db, &cell.code).await?;
        let registration =
            Registration { organization, way: Way::SelfRegistered, from, to: Month::new(2025, 12) };
        let mut change = Change::begin(db, &clock_at(from.first_day(), 9, 0), Actor::program()).await?;
        organizations::register(&mut change, &registration).await?;
        change.commit(Event::OrganizationRegistered { organization, from }).await?;
    }
    Ok(())
}

/// The decision of the day.
fn dated() -> Dated {
    Dated { decision_number: Some("01-QĐ/TW (số liệu minh họa)".to_owned()), ..Dated::on(day()) }
}

async fn merge(db: &Db, clock: &Clock) -> Result<()> {
    let province = open_province(db).await?;
    let mut successors = Vec::new();
    for (code, name) in SUCCESSORS {
        successors.push(Successor::New { code: parsed(code)?, traits: committee(name, Some(province)) });
    }
    let mut moved = vec![(find(db, POWER_COMPANY.code).await?, 2)];
    for cell in cells().iter().filter(|cell| cell.parent.code == COMMITTEE.code) {
        let place = usize::from(!OF_THE_PARTY.contains(&cell.code.as_str()));
        moved.push((find(db, &cell.code).await?, place));
    }
    let predecessors = vec![find(db, COMMITTEE.code).await?];
    reorganize(
        db,
        clock,
        Reorganization { way: Reorganizing::Split, predecessors, ends: true, successors, moved },
    )
    .await?;
    let predecessors = vec![find(db, PROVINCE.code).await?];
    let successors = vec![Successor::Existing(province)];
    let moved = Vec::new();
    reorganize(
        db,
        clock,
        Reorganization { way: Reorganizing::Merge, predecessors, ends: true, successors, moved },
    )
    .await?;
    accounts::join_successors(db, province, &find_all(db).await?, day()).await
}

async fn find_all(db: &Db) -> Result<Vec<OrganizationId>> {
    let mut found = Vec::new();
    for (code, _) in SUCCESSORS {
        found.push(find(db, code).await?);
    }
    Ok(found)
}

/// The other province was there all along; from the day on it scores with the sets the cells know.
async fn open_province(db: &Db) -> Result<OrganizationId> {
    let (code, name) = SUCCESSOR_PROVINCE;
    let mut change = Change::begin(db, &clock_at(beginning(), 8, 0), Actor::program()).await?;
    let from = Dated::on(beginning());
    let province = organizations::open(&mut change, &parsed(code)?, committee(name, None), &from).await?;
    change.commit(Event::OrganizationOpened { organization: province, from: from.on }).await?;
    super::criteria::adopt_from(db, province, Month::of(day())).await?;
    Ok(province)
}

fn committee(name: &str, parent: Option<OrganizationId>) -> Traits {
    Traits {
        name: name.to_owned(),
        short_name: name.to_owned(),
        kind: Kind::Committee,
        tier: None,
        sector: None,
        parent,
    }
}

async fn reorganize(db: &Db, clock: &Clock, asked: Reorganization) -> Result<()> {
    let mut change = Change::begin(db, clock, Actor::program()).await?;
    match organizations::reorganize(&mut change, &asked, &dated()).await? {
        Ok(done) => {
            let (event, organizations) = (done.event, done.changed);
            change.commit(Event::OrganizationChanged { event, organizations }).await
        }
        Err(refused) => bail!("the merger was refused: {refused:?}"),
    }
}

/// The months around the day, committee by committee.
fn table(counts: &Counts) -> Vec<String> {
    let months = [(2023, 12), (2025, 6), (2025, 7), (2025, 12)].map(|(year, n)| Month::new(year, n));
    let months: Vec<Month> = months.into_iter().flatten().collect();
    let line = |name: &str, figures: Vec<String>| {
        figures.into_iter().fold(format!("{name:<44}"), |line, figure| format!("{line}{figure:>10}"))
    };
    let head = months.iter().map(|month| format!("T{}/{}", month.number(), month.year())).collect();
    let names = [
        (PROVINCE.code, PROVINCE.name),
        (COMMITTEE.code, COMMITTEE.name),
        (POWER_COMPANY.code, POWER_COMPANY.name),
        SUCCESSOR_PROVINCE,
    ];
    let rows = names.into_iter().chain(SUCCESSORS).map(|(code, name)| {
        let expected =
            |month: &Month| counts.get(&(code.to_owned(), *month)).map(|count| count.0.to_string());
        let figures = months.iter().map(|month| expected(month).unwrap_or_else(|| "–".to_owned())).collect();
        line(name, figures)
    });
    std::iter::once(line("Phiếu phải có", head)).chain(rows).collect()
}
