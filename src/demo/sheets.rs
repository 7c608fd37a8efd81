//! Scores the planned months: the quality of the meeting, then the four criteria; saved, voted on and sent by the
//! secretary. Points are illustration: the article gives none.

use anyhow::{Context, Result, anyhow, bail};
use chrono::{Days, NaiveDate};

use super::{
    Stage,
    accounts::secretary,
    cells::Cell,
    evidence,
    plan::{self, Fate},
    tree::clock_at,
};
use crate::{
    access::{Record, Submit},
    clock::{Clock, Month},
    criteria::{self, CriteriaSet, Ground, Instrument, Item, Kind, Source},
    points::Points,
    scores::{self, Edit, GradeEdit, Mark, PASS, Save, Saved, Submission, Submitted, To, Which},
};

const ILLUSTRATION: &str = "số liệu minh họa";

/// How far a sheet of the demonstration goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    Draft,
    Sent,
}

/// Scores the meeting of a month, on the day after it.
pub(super) async fn score_meeting(stage: &Stage<'_>, cell: &Cell, month: Month) -> Result<()> {
    let day = plan::working_day(month, 3) + Days::new(1);
    let which = Which { month, instrument: Instrument::MeetingQuality };
    score(stage, cell, which, day, Goal::Sent).await
}

/// Scores the month on the four criteria.
pub(super) async fn score_month(
    stage: &Stage<'_>,
    cell: &Cell,
    month: Month,
    on: NaiveDate,
    goal: Goal,
) -> Result<()> {
    score(stage, cell, Which { month, instrument: Instrument::FourGood }, on, goal).await
}

async fn score(stage: &Stage<'_>, cell: &Cell, which: Which, on: NaiveDate, goal: Goal) -> Result<()> {
    let organization = stage.tree.get(&cell.code)?;
    let mut connection = stage.db.connection().await?;
    let set = criteria::in_force(&mut connection, organization.id, which.month, which.instrument).await?;
    drop(connection);
    let set = set.context("a set is in force")?;
    let first = stage.is_first(which.month);
    let scoring = Scoring { set: &set.set, cell, month: which.month, first };
    let by = stage.cast.proof::<Record>(&secretary(cell), organization)?;
    let draft = Save { which, edits: scoring.edits(goal), grade: scoring.grade() };
    let what = || format!("{}, {}, {:?}", cell.code, which.month, which.instrument);
    match scores::save(stage.db, &clock_at(on, 9, 30), &by, &draft).await.with_context(what)? {
        Saved::Done { .. } => {}
        Saved::Refused(why) => bail!("{}: {why}", what()),
    }
    if which.instrument == Instrument::FourGood {
        evidence::attach(stage, cell, &by, (&set.set, which), &clock_at(on, 9, 45))
            .await
            .with_context(what)?;
    }
    if goal == Goal::Sent {
        send(stage, cell, which, &clock_at(on, 10, 0)).await.with_context(what)
    } else {
        Ok(())
    }
}

/// Sends a sheet after the vote of all who have one.
pub(super) async fn send(stage: &Stage<'_>, cell: &Cell, which: Which, clock: &Clock) -> Result<()> {
    let by = stage.cast.proof::<Submit>(&secretary(cell), stage.tree.get(&cell.code)?)?;
    let submission = Submission { which, vote_for: cell.voters(), vote_total: cell.voters() };
    match scores::submit(stage.db, clock, &by, &submission).await? {
        Submitted::Done(_) => Ok(()),
        Submitted::Blocked(blocks) => Err(anyhow!("{blocks:?}")),
        Submitted::Refused(why) => Err(anyhow!(why)),
    }
}

/// A cell's month, about to be scored on a set.
struct Scoring<'a> {
    set: &'a CriteriaSet,
    cell: &'a Cell,
    month: Month,
    /// No month before it is in the demonstration.
    first: bool,
}

impl Scoring<'_> {
    /// The grade of the whole, where the cell proposes one. The pilots' meetings are all "tốt", as the article says.
    fn grade(&self) -> Option<GradeEdit> {
        let place = usize::from(plan::diligence(self.cell) == 0 && self.month.number().is_multiple_of(4));
        let grade = self.set.grades.get(place).map(|grade| grade.code.clone());
        let grade = grade.filter(|_| self.set.grade_is_chosen);
        grade.map(|to| GradeEdit { to, seen: None })
    }

    /// A draft stops short of every third item.
    fn edits(&self, goal: Goal) -> Vec<Edit> {
        let items = (0..).zip(self.set.items()).filter(|(place, _)| goal == Goal::Sent || place % 3 != 2);
        items.flat_map(|(place, item)| self.at(place, item)).chain(self.outside()).collect()
    }

    fn at(&self, place: u64, item: &Item) -> Vec<Edit> {
        let short = plan::steps_short(self.cell, self.month, place);
        let mark = |mark: Mark| Edit::mark(&item.code, mark);
        let of = |to: To| Edit::of(&item.code, to);
        match item.kind {
            _ if self.is_left_out(item) => {
                let reason = format!("Trong tháng không có việc này ({ILLUSTRATION})");
                vec![of(To::NotApplicable(true)), of(To::NotApplicableReason(reason))]
            }
            Kind::Graded => vec![mark(Mark::Points(graded(item, short)))],
            Kind::YesNo => vec![mark(Mark::Points(item.max_points()))],
            Kind::PassFail => vec![mark(Mark::Level(PASS.to_owned()))],
            Kind::Choice => self.chosen(item, short).map(mark).into_iter().collect(),
            Kind::Computed if self.first && item.rule.source == Some(Source::TasksDoneRate) => {
                let reason = "Tháng đầu theo dõi, chưa có nhiệm vụ của tháng trước".to_owned();
                vec![mark(Mark::Points(item.max_points())), of(To::Differs(reason))]
            }
            Kind::Computed | Kind::Bonus | Kind::Penalty => Vec::new(),
        }
    }

    fn chosen(&self, item: &Item, steps_short: u64) -> Option<Mark> {
        let place = usize::from(steps_short > 3);
        self.set.choices(item).get(place).map(|choice| Mark::Level(choice.code.clone()))
    }

    /// Where the secretary may say so, some months of some cells have nothing to score at an item.
    fn is_left_out(&self, item: &Item) -> bool {
        let rule = item.rule.not_applicable.as_ref();
        let may_be = rule.is_some_and(|rule| rule.ground == Ground::SecretaryWithReason);
        let turn = self.cell.number + u64::from(self.month.number());
        may_be && !self.cell.pilot && turn.is_multiple_of(3)
    }

    /// Bonus and penalty, each with its explanation: a pilot's awards, a cell that was late.
    fn outside(&self) -> Vec<Edit> {
        let (item, why) = if self.cell.pilot && matches!(self.month.number(), 6 | 8) {
            (self.set.bonus.first(), "Được khen thưởng trong tháng")
        } else if plan::fate(self.cell, self.month) == Fate::Late {
            (self.set.penalty.first(), "Báo cáo muộn")
        } else {
            return Vec::new();
        };
        let edits = item.map(|item| {
            let note = To::Note(format!("{why} ({ILLUSTRATION})"));
            [Edit::mark(&item.code, Mark::Points(Points::whole(1))), Edit::of(&item.code, note)]
        });
        edits.into_iter().flatten().collect()
    }
}

/// The most less some quarters of a point.
fn graded(item: &Item, steps_short: u64) -> Points {
    let quarters = i64::try_from(steps_short).unwrap_or(0);
    (item.max_points() - Points::hundredths(25 * quarters)).max(Points::ZERO)
}
