//! What the records say of the years of some cells, a few round trips for all of them.

use std::collections::HashMap;

use sqlx::PgConnection;

use crate::{
    clock::Month,
    criteria::UnitLevel,
    ids::{CriteriaSetId, OrganizationCode, OrganizationId},
    points::Points,
    recognition::conditions::{CriterionOf, MonthOf, YearOf},
};

/// Which cells.
#[derive(Debug, Clone, Copy)]
pub(in crate::recognition) struct Scope {
    /// The branch; a cell is one of its own.
    pub(in crate::recognition) branch: OrganizationId,
    pub(in crate::recognition) year: i32,
    /// Only the cells directly under it, and itself.
    pub(in crate::recognition) is_direct: bool,
    /// The month whose criteria hold for the year: its last one, or the last that is over.
    pub(in crate::recognition) month: Month,
}

/// A cell that took part in the model in a year.
#[derive(Debug, Clone)]
pub(in crate::recognition) struct CellYear {
    pub(in crate::recognition) id: OrganizationId,
    pub(in crate::recognition) code: OrganizationCode,
    pub(in crate::recognition) name: String,
    pub(in crate::recognition) parent: Option<String>,
    /// The criteria of the year; none: nobody adopted any.
    pub(in crate::recognition) set: Option<CriteriaSetId>,
    pub(in crate::recognition) year: YearOf,
    /// A decision names it for the year, and none took that back.
    pub(in crate::recognition) is_recognized: bool,
}

/// The cells the branch had last in the year, by name, each with what its records say.
pub(in crate::recognition) async fn cells(
    connection: &mut PgConnection,
    scope: Scope,
) -> sqlx::Result<Vec<CellYear>> {
    let rows = sqlx::query!(
        r#"
        with asked as (
            select make_date($2, 1, 1) as first, make_date($2 + 1, 1, 1) as after
        ), ruled as (
            select f.organization_id, d.criteria_set_id
            from criteria_in_force($1, $4) f join criteria_adoption d using (criteria_adoption_id)
            where f.instrument = 'four_good'
        )
        select c.organization_id as "id!: OrganizationId", o.code as "code: OrganizationCode", c.name as "name!",
               u.name as "parent?", registered_for(c.organization_id, $2) as way,
               coalesce(r.criteria_set_id, s.criteria_set_id) as "set?: CriteriaSetId",
               case y.unit_level when 'excellent' then 3 when 'good' then 2 when 'completed' then 1 when 'not_completed' then 0 end as level,
               (select count(*) from discipline d where d.organization_id = c.organization_id
                and d.decided_on >= first and d.decided_on < after) as "disciplined!",
               exists (select from recognition g where g.organization_id = c.organization_id and g.year = $2
                       and not exists (select from revocation v where v.recognition_id = g.recognition_id)) as "is_recognized!"
        from asked, cells_counted($1, $2, null) c
        join organization o on o.organization_id = c.organization_id
        left join organization_period u on u.organization_id = c.parent_id and u.valid @> c.day
        left join ruled r on r.organization_id = c.organization_id
        left join lateral (select s.criteria_set_id from score_sheet s
                           where s.organization_id = c.organization_id and s.instrument = 'four_good'
                             and s.month >= first and s.month < after order by s.month desc limit 1) s on true
        left join year_fact y on y.organization_id = c.organization_id and y.year = $2
        where c.is_last and c.way is not null and (c.depth <= 1 or not $3)
        order by c.name collate vi, c.organization_id"#,
        scope.branch.get(),
        scope.year,
        scope.is_direct,
        scope.month.first_day()
    )
    .fetch_all(&mut *connection)
    .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id.get()).collect();
    let mut months = months(connection, &ids, scope.year).await?;
    let mut criteria = criteria(connection, &ids, scope.year).await?;
    let cells = rows.into_iter().map(|row| CellYear {
        year: YearOf {
            way: row.way,
            months: months.remove(&row.id).unwrap_or_default(),
            criteria: criteria.remove(&row.id).unwrap_or_default(),
            unit_level: row.level.and_then(level),
            disciplined: row.disciplined,
        },
        id: row.id,
        code: row.code,
        name: row.name,
        parent: row.parent,
        set: row.set,
        is_recognized: row.is_recognized,
    });
    Ok(cells.collect())
}

fn level(rank: i32) -> Option<UnitLevel> {
    use UnitLevel as L;
    let levels = [L::KhongHoanThanh, L::HoanThanh, L::HoanThanhTot, L::HoanThanhXuatSac];
    levels.get(usize::try_from(rank).ok()?).copied()
}

/// The months each cell is expected to report for, wherever it stood.
async fn months(
    connection: &mut PgConnection,
    cells: &[i64],
    year: i32,
) -> sqlx::Result<HashMap<OrganizationId, Vec<MonthOf>>> {
    let rows = sqlx::query!(
        r#"
        select p.organization_id as "cell!: OrganizationId", m.month as "month!: Month", s.state as "state?",
               s.criteria_set_id as "set?: CriteriaSetId", coalesce(s.official_total, s.self_total) as "points?: Points",
               coalesce(h.regular, 0) as "regular!", coalesce(h.thematic, 0) as "thematic!"
        from (select month::date, (month + interval '1 month - 1 day')::date as last
              from generate_series(make_date($2, 1, 1), make_date($2, 12, 1), interval '1 month') month) m
        join organization_period p on p.organization_id = any ($1) and p.valid @> m.last and p.kind = 'cell'
        join registration r on r.organization_id = p.organization_id and r.valid @> m.last
        left join score_sheet s on s.organization_id = p.organization_id and s.month = m.month and s.instrument = 'four_good'
        left join (select organization_id, month, count(*) filter (where kind in ('regular', 'combined')) as regular,
                          count(*) filter (where kind in ('thematic', 'combined')) as thematic
                   from meeting where organization_id = any ($1) and month >= make_date($2, 1, 1) and month < make_date($2 + 1, 1, 1)
                   group by organization_id, month) h on h.organization_id = p.organization_id and h.month = m.month
        order by p.organization_id, m.month"#,
        cells,
        year
    )
    .fetch_all(connection)
    .await?;
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        let state = row.state.and_then(|state| state.parse().ok());
        found.entry(row.cell).or_default().push(MonthOf {
            month: row.month,
            state,
            set: row.set,
            points: row.points,
            regular: row.regular,
            thematic: row.thematic,
            vetoes: Vec::new(),
        });
    }
    Ok(found)
}

/// What each criterion came to over the sheets that were sent.
async fn criteria(
    connection: &mut PgConnection,
    cells: &[i64],
    year: i32,
) -> sqlx::Result<HashMap<OrganizationId, Vec<CriterionOf>>> {
    let rows = sqlx::query!(
        r#"
        select s.organization_id as "cell: OrganizationId", c.code,
               (array_agg(c.name order by s.month desc))[1] as "name!",
               sum(coalesce(k.official_points, k.self_points, 0)) as "points!: Points", sum(k.max) as "max!: Points"
        from score_sheet s
        join score_sheet_criterion k using (score_sheet_id)
        join criterion c using (criterion_id)
        where s.organization_id = any ($1) and s.instrument = 'four_good' and s.state in ('submitted', 'confirmed')
          and s.month >= make_date($2, 1, 1) and s.month < make_date($2 + 1, 1, 1)
          and coalesce(s.official_total, s.self_total) is not null
        group by s.organization_id, c.code
        order by s.organization_id, c.code collate vi"#,
        cells,
        year
    )
    .fetch_all(connection)
    .await?;
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        let criterion = CriterionOf { code: row.code, name: row.name, points: row.points, max: row.max };
        found.entry(row.cell).or_default().push(criterion);
    }
    Ok(found)
}
