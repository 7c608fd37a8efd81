//! A month of a cell from its first meeting to the committee's word, as far as today lets it go.

use anyhow::Result;
use chrono::{Days, NaiveDate};

use super::{
    Stage,
    cells::Cell,
    meetings,
    plan::{self, Fate, Progress},
    reviews,
    sheets::{self, Goal},
    tree::clock_at,
};
use crate::{clock::Month, criteria::Instrument, ids::MemberId, scores::Which};

/// Lives through a month: meetings, the score of the meeting, the sheet and its check.
pub(super) async fn live(stage: &Stage<'_>, cell: &Cell, roll: &[MemberId], month: Month) -> Result<()> {
    meetings::hold(stage, cell, roll, month).await?;
    let progress = plan::progress(cell, month, stage.today);
    if progress == Progress::Untouched {
        return Ok(());
    }
    sheets::score_meeting(stage, cell, month).await?;
    match progress {
        Progress::Untouched => Ok(()),
        Progress::Draft => {
            sheets::score_month(stage, cell, month, plan::working_day(month, 5), Goal::Draft).await
        }
        Progress::Waiting if month == Month::of(stage.today) => {
            sheets::score_month(stage, cell, month, plan::working_day(month, 5), Goal::Sent).await
        }
        Progress::Waiting => send(stage, cell, month, Fate::Confirmed).await,
        Progress::Returned => {
            send(stage, cell, month, Fate::Confirmed).await?;
            send_back(stage, cell, month, plan::sent_on(month, Fate::Confirmed)).await
        }
        Progress::Settled => settle(stage, cell, month).await,
    }
}

async fn send(stage: &Stage<'_>, cell: &Cell, month: Month, fate: Fate) -> Result<()> {
    sheets::score_month(stage, cell, month, plan::sent_on(month, fate), Goal::Sent).await
}

/// The sheet as its fate has it, each step only where its day has come.
async fn settle(stage: &Stage<'_>, cell: &Cell, month: Month) -> Result<()> {
    let fate = plan::fate(cell, month);
    let sent = plan::sent_on(month, fate);
    if sent >= stage.today {
        return Ok(());
    }
    check_the_meeting(stage, cell, month, sent).await?;
    if fate == Fate::Missing {
        return Ok(());
    }
    send(stage, cell, month, fate).await?;
    if fate == Fate::ReturnedOnce {
        send_back(stage, cell, month, sent).await?;
        if sent + Days::new(3) >= stage.today {
            return Ok(());
        }
        sheets::send(stage, cell, four_good(month), &clock_at(sent + Days::new(2), 15, 0)).await?;
    }
    let checked = sent + Days::new(3 + cell.number % 4);
    if checked >= stage.today {
        return Ok(());
    }
    if fate == Fate::Corrected {
        reviews::correct(stage, cell, four_good(month), &clock_at(checked, 9, 0)).await?;
    }
    reviews::confirm(stage, cell, four_good(month), &clock_at(checked, 9, 30)).await
}

async fn send_back(stage: &Stage<'_>, cell: &Cell, month: Month, sent: NaiveDate) -> Result<()> {
    let day = sent + Days::new(1);
    if day >= stage.today {
        return Ok(());
    }
    reviews::send_back(stage, cell, four_good(month), &clock_at(day, 14, 0)).await
}

/// The committee looks at the meeting's score first.
async fn check_the_meeting(stage: &Stage<'_>, cell: &Cell, month: Month, on: NaiveDate) -> Result<()> {
    let which = Which { month, instrument: Instrument::MeetingQuality };
    reviews::confirm(stage, cell, which, &clock_at(on, 8, 0)).await
}

fn four_good(month: Month) -> Which {
    Which { month, instrument: Instrument::FourGood }
}
