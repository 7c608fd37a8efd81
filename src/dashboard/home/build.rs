//! The first page of a person, by the position they look in from.

use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;

use super::{model, pages, queries};
use crate::{
    access::{Position, Right, Role, Visitor},
    clock::Month,
    criteria,
    dashboard::{calendar::Calendar, model::Square, queries as counts, rule},
    layout::Frame,
    months::Timeliness,
    registrations,
    state::AppState,
    web::{Page, Result},
};

/// The first page.
pub(in crate::dashboard) async fn first_page(
    state: &AppState,
    mut visitor: Visitor,
    month: Option<Month>,
    position: Option<&str>,
) -> Result {
    let chosen = position.and_then(|asked| {
        let named = |p: &&Position| format!("{}.{}", p.role.code(), p.code) == asked;
        visitor.positions.iter().find(named).cloned()
    });
    visitor.acting = chosen.or(visitor.acting);
    let this = Month::of(state.clock.today());
    let mut read = state.db.snapshot().await?;
    let acting = visitor.acting.clone();
    let here = acting.as_ref().map(|acting| acting.organization);
    let calendar = Calendar::read(&mut read, &state.clock, here, month.unwrap_or(this).year()).await?;
    let others = acting.as_ref().map(|acting| pages::others(&visitor.positions, acting)).unwrap_or_default();
    match acting {
        Some(acting) if acting.role.is_of_a_cell() => {
            cell(&mut read, &visitor, &acting, month, &calendar, others).await
        }
        Some(acting) if acting.role != Role::Administrator => {
            committee(&mut read, &visitor, &acting, month, &calendar, others).await
        }
        acting => {
            let frame = Frame::new(&visitor, "Trang đầu");
            Ok(Page(pages::OtherHome { frame, acting, others }).into_response())
        }
    }
}

/// The month a committee's page opens on: the month before until it closes, then this one.
pub(in crate::dashboard) fn month_of_committee(this: Month, calendar: &Calendar) -> Month {
    model::default_month(this, true, calendar.deadlines(this.previous()), calendar.now)
}

async fn cell(
    read: &mut PgConnection,
    visitor: &Visitor,
    acting: &Position,
    asked: Option<Month>,
    calendar: &Calendar,
    others: Vec<pages::OtherPosition>,
) -> Result<Response> {
    let cell = acting.organization;
    let this = Month::of(calendar.today);
    let month = match asked {
        Some(month) => month,
        None => default_month(read, acting, this, calendar).await?,
    };
    let year = counts::cell_months(read, &[cell.get()], Month::year_of(month.year())).await?;
    let sheet_of = |month| year.iter().find(|(_, m, _)| *m == month).map(|(.., sheet)| *sheet);
    let squares: Vec<_> =
        Month::year_of(month.year()).map(|m| Square::of(m, sheet_of(m), calendar.due(m))).collect();
    let has_cell_committee = counts::has_cell_committee(read, cell, month.last_day()).await?;
    let meetings = queries::meetings(read, cell, month).await?;
    let sheets = queries::sheets(read, cell, month).await?;
    let code = acting.code.to_string();
    let facts = model::Facts {
        base: &format!("/organizations/{code}"),
        month,
        has_cell_committee,
        meetings: &meetings,
        sheets: &sheets,
        today: calendar.today,
    };
    let tasks = facts.tasks();
    let average = rule::average(read, cell, &squares).await?.to_string();
    let is_sent = sheet_of(month).is_some_and(crate::dashboard::model::Sheet::is_sent);
    let deadline = if is_sent {
        String::new()
    } else {
        model::deadline_words(calendar.deadlines(month), calendar.now, calendar.today)
    };
    Ok(Page(pages::CellHome {
        frame: Frame::new(visitor, format!("Việc {}", month.label())),
        code,
        month,
        is_expected: sheet_of(month).is_some(),
        left: model::left_to_do(&tasks),
        deadline,
        tasks,
        returned: queries::returned(read, cell).await?,
        registration_due: registrations::due(read, cell, calendar.today).await?,
        reminded: if is_sent { None } else { queries::reminded(read, cell, month).await? },
        average,
        squares,
        held: queries::held_in_year(read, cell, month.year()).await?,
        has_cell_committee,
        others,
    })
    .into_response())
}

async fn default_month(
    read: &mut PgConnection,
    acting: &Position,
    this: Month,
    calendar: &Calendar,
) -> sqlx::Result<Month> {
    let before = this.previous();
    let deadlines = calendar.deadlines(before);
    if deadlines.at(calendar.now) == Timeliness::Closed {
        return Ok(this);
    }
    let months = counts::cell_months(read, &[acting.organization.get()], std::iter::once(before)).await?;
    let unsent = months.iter().any(|(.., sheet)| !sheet.is_sent());
    Ok(model::default_month(this, unsent, deadlines, calendar.now))
}

async fn committee(
    read: &mut PgConnection,
    visitor: &Visitor,
    acting: &Position,
    asked: Option<Month>,
    calendar: &Calendar,
    others: Vec<pages::OtherPosition>,
) -> Result<Response> {
    let branch = acting.organization;
    let this = Month::of(calendar.today);
    let troubles = if acting.role.gives(Right::Manage) {
        criteria::troubles(read, branch, &[this, this.next()]).await?
    } else {
        Vec::new()
    };
    let registrations = if acting.role.gives(Right::Manage) {
        registrations::pending(read, branch, calendar.today).await?
    } else {
        Vec::new()
    };
    let month = asked.unwrap_or_else(|| month_of_committee(this, calendar));
    let figures = counts::figures(read, branch, &[month.first_day()], None).await?;
    Ok(Page(pages::CommitteeHome {
        frame: Frame::new(visitor, "Ai đang chờ ai"),
        code: acting.code.to_string(),
        month,
        figures: figures.into_iter().next(),
        troubles,
        registrations,
        may_review: acting.role.gives(Right::Review),
        may_issue: acting.role.gives(Right::Issue),
        waiting: counts::waiting(read, branch, "submitted", calendar.today, 50).await?,
        returned: counts::waiting(read, branch, "returned", calendar.today, 50).await?,
        deadline: model::deadline_words(calendar.deadlines(month), calendar.now, calendar.today),
        now: calendar.now,
        others,
    })
    .into_response())
}
