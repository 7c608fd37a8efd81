//! The row of letters.

use chrono::Duration;
use sqlx::PgConnection;

use super::letter::{Letter, Unsent};
use crate::{audit::Change, clock::Instant, ids::LetterId};

/// Writes letters, to be sent when the act is committed.
pub async fn write(change: &mut Change, letters: &[Letter]) -> sqlx::Result<()> {
    let at = change.at();
    let people: Vec<i64> = letters.iter().map(|letter| letter.person.get()).collect();
    let texts =
        |of: fn(&Letter) -> &String| letters.iter().map(|letter| of(letter).clone()).collect::<Vec<_>>();
    let cells: Vec<Option<i64>> =
        letters.iter().map(|letter| letter.asks_for.map(|(cell, _)| cell.get())).collect();
    let months: Vec<_> =
        letters.iter().map(|letter| letter.asks_for.map(|(_, month)| month.first_day())).collect();
    sqlx::query!(
        "insert into letter (person_id, address, name, subject, body, cell_id, month, written_at, due_at)
         select person, address, name, subject, body, cell, month, $8, $8
         from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::date[])
              as l (person, address, name, subject, body, cell, month)",
        &people,
        &texts(|letter| &letter.address),
        &texts(|letter| &letter.name),
        &texts(|letter| &letter.subject),
        &texts(|letter| &letter.body),
        &cells as &[Option<i64>],
        &months as &[Option<chrono::NaiveDate>],
        at
    )
    .execute(change.connection())
    .await?;
    Ok(())
}

/// A letter taken to be sent.
pub(super) struct Taken {
    pub(super) id: LetterId,
    pub(super) address: String,
    pub(super) name: String,
    pub(super) subject: String,
    pub(super) body: String,
    /// Tries, this one among them.
    pub(super) attempts: i32,
}

/// Nobody else takes what was taken for so long.
const TAKEN_FOR: Duration = Duration::minutes(10);

/// Takes letters that are due, the longest waiting first. Those that ask for a sheet that has come meanwhile are dropped.
pub(super) async fn take(connection: &mut PgConnection, now: Instant, most: i64) -> sqlx::Result<Vec<Taken>> {
    sqlx::query_as!(
        Taken,
        r#"
        with due as (
            select l.letter_id, exists (select from score_sheet s where s.organization_id = l.cell_id and s.month = l.month
                and s.instrument = 'four_good' and s.state in ('submitted', 'confirmed')) as is_answered
            from letter l where l.due_at <= $1 and l.sent_at is null and l.given_up_at is null
            order by l.due_at, l.letter_id limit $3 for update of l skip locked
        ), dropped as (
            update letter set given_up_at = $1, problem = 'Phiếu đã gửi trước khi thư đi.'
            where letter_id in (select letter_id from due where is_answered)
        )
        update letter set attempts = attempts + 1, due_at = $2
        where letter_id in (select letter_id from due where not is_answered)
        returning letter_id as "id: LetterId", address, name, subject, body, attempts"#,
        now,
        now + TAKEN_FOR,
        most
    )
    .fetch_all(connection)
    .await
}

/// Notes how a try ended.
pub(super) async fn settle(
    connection: &mut PgConnection,
    letter: LetterId,
    ended: Result<(), Unsent>,
    now: Instant,
) -> sqlx::Result<()> {
    let unsent = ended.err();
    sqlx::query!(
        "update letter set sent_at = case when $2::text is null then $3::timestamptz end,
                given_up_at = case when $2 is not null and $4::timestamptz is null then $3 end,
                due_at = coalesce($4, due_at), problem = $2
         where letter_id = $1",
        letter.get(),
        unsent.as_ref().map(|unsent| unsent.problem.as_str()),
        now,
        unsent.as_ref().and_then(|unsent| unsent.pause).map(|pause| now + pause)
    )
    .execute(connection)
    .await?;
    Ok(())
}
