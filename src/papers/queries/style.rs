//! All SQL of how papers look.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    audit::Who,
    export::Spelling,
    ids::OrganizationId,
    organizations::Names,
    papers::model::{Issuer, Style},
};

/// An organization as it issues papers on a day. A cell has its spelling and lines from the committee above, and the place until
/// it named its own. `None`: it was not there then.
pub async fn issuer(
    connection: &mut PgConnection,
    organization: OrganizationId,
    day: NaiveDate,
) -> sqlx::Result<Option<Issuer>> {
    let row = sqlx::query!(
        r#"select p.name, p.kind = 'cell' as "is_cell!", above.name as "above?", s.sign as "sign?", s.on_behalf as "on_behalf?",
                  s.post as "post?", s.signer as "signer?", nullif(s.recipients, '') as recipients, s.term_began,
                  s.version as "version?", coalesce(s.place, a.place) as place, coalesce(a.spelling, s.spelling) as spelling,
                  coalesce(a.line, s.line) as line
           from organization_period p
           left join organization_period above on above.organization_id = p.parent_id and above.valid @> $2::date
           left join paper_style s on s.organization_id = p.organization_id
           left join paper_style a on a.organization_id = p.parent_id and p.kind = 'cell'
           where p.organization_id = $1 and p.valid @> $2::date"#,
        organization.get(),
        day
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| {
        let usual = Style::usual(row.is_cell);
        Issuer {
            day,
            names: Names { name: row.name, above: row.above },
            style: Style {
                place: row.place.unwrap_or(usual.place),
                sign: row.sign.unwrap_or(usual.sign),
                spelling: row.spelling.map_or(usual.spelling, |word| Spelling::of_word(&word)),
                line: row.line.unwrap_or(usual.line),
                on_behalf: row.on_behalf.unwrap_or(usual.on_behalf),
                post: row.post.unwrap_or(usual.post),
                signer: row.signer.unwrap_or(usual.signer),
                recipients: row.recipients.unwrap_or(usual.recipients),
                term_began: row.term_began,
                version: row.version.unwrap_or(usual.version),
            },
        }
    }))
}

/// Sets how an organization's papers look, unless somebody else has since it was seen.
pub(in crate::papers) async fn set_style(
    connection: &mut PgConnection,
    organization: OrganizationId,
    style: &Style,
    who: &Who,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into paper_style as s (organization_id, place, sign, spelling, line, on_behalf, post, signer, term_began, version,
                                       set_at, set_by, person_name, person_position, recipients)
         select $1, $2, normalize($3, nfc), $4, $5, $6, $7, $8, $9, 1, $11, $12, $13, $14, $15
         where $10 = 0 or exists (select from paper_style where organization_id = $1)
         on conflict (organization_id) do update
         set place = excluded.place, sign = excluded.sign, spelling = excluded.spelling, line = excluded.line,
             on_behalf = excluded.on_behalf, post = excluded.post, signer = excluded.signer, term_began = excluded.term_began,
             version = s.version + 1, set_at = excluded.set_at, set_by = excluded.set_by, person_name = excluded.person_name,
             person_position = excluded.person_position, recipients = excluded.recipients
         where s.version = $10",
        organization.get(),
        style.place,
        style.sign,
        style.spelling.word(),
        style.line,
        style.on_behalf,
        style.post,
        style.signer,
        style.term_began,
        style.version,
        who.at,
        who.person.get(),
        who.name,
        who.position,
        style.recipients
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}
