//! Putting the page of a review together.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    forms::{cell, text_of},
    model::{difference, standing},
    pages::{About, Card, Changed, ItemView, Notice, ReviewPage, Sum},
    queries::{self, PastMark},
};
use crate::{
    access::{Authorised, Review},
    criteria::{Facts, Item, Kind},
    evidence::{self, Behind},
    layout::Frame,
    scores::{Act, FAIL, Mark, PASS, Sheet, State, View, in_words},
    state::AppState,
    text::dates,
    web::{Error, FieldErrors, Fields, Page, Result},
};

/// What was posted and did not go through.
pub(super) struct Posted<'a> {
    pub(super) fields: &'a Fields,
    pub(super) errors: FieldErrors,
    pub(super) says: Option<String>,
    pub(super) status: StatusCode,
}

/// The page; after a press that did nothing, the same page with what was typed and why.
pub(super) async fn page(
    state: &AppState,
    by: &Authorised<Review>,
    about: About,
    posted: Option<Posted<'_>>,
) -> Result {
    let mut read = state.db.snapshot().await?;
    let organization = by.organization().id;
    let (month, instrument) = (about.month, about.instrument);
    let sheet = Sheet::read(&mut read, organization, month, instrument).await?.ok_or(Error::NotFound)?;
    let facts = sheet.facts(&mut read).await?;
    let past = queries::past_marks(&mut read, organization, month, instrument).await?;
    let totals = queries::past_totals(&mut read, organization, month, instrument).await?;
    let meetings = queries::meetings(&mut read, organization, month).await?;
    let evidence = evidence::of_sheet(&mut read, sheet.id).await?;
    let last = queries::last_act(&mut read, sheet.id).await?;
    let beside =
        Beside { sheet: &sheet, facts: &facts, past: &past, evidence: &evidence, posted: posted.as_ref() };
    let own = sum(&sheet, View::Own, &facts);
    let before =
        totals.iter().find(|t| t.month == month.previous()).and_then(|t| t.official_total.or(t.self_total));
    let closed = closed(by, &sheet);
    let typed = |name: &str, stored: &str| beside.typed(name, stored);
    let frame = Frame::about(by, format!("Duyệt {}", about.title().to_lowercase()));
    let frame = frame.crumb(about.title(), Some(about.sheet()));
    let page = ReviewPage {
        frame: if posted.is_some() { frame.with_errors() } else { frame },
        cards: beside.cards(),
        outside: sheet
            .criteria
            .set
            .bonus
            .iter()
            .chain(&sheet.criteria.set.penalty)
            .map(|item| beside.item(item))
            .collect(),
        against: difference(sheet.totals(View::Own).total, before),
        own,
        official: sheet.has_official().then(|| sum(&sheet, View::Official, &facts)),
        grade: typed("grade", sheet.official_grade.as_deref().unwrap_or_default()),
        grade_reason: typed("grade_reason", ""),
        return_reason: typed("return_reason", ""),
        notice: notice(&sheet, posted.as_ref(), closed.is_some()),
        state: sheet.state,
        version: sheet.version,
        vote: sheet.vote,
        sent: sheet.submitted_at.map(dates::instant).unwrap_or_default(),
        set: sheet.criteria.set.clone(),
        errors: posted.as_ref().map(|posted| posted.errors.clone()).unwrap_or_default(),
        about,
        closed,
        last,
        meetings,
        totals,
    };
    Ok(answer(page, posted.map(|posted| posted.status)))
}

fn answer(page: ReviewPage, status: Option<StatusCode>) -> Response {
    (status.unwrap_or(StatusCode::OK), Page(page)).into_response()
}

fn closed(by: &Authorised<Review>, sheet: &Sheet) -> Option<String> {
    match sheet.state {
        State::Draft => Some("Chi bộ chưa gửi phiếu này; cấp ủy duyệt được sau khi chi bộ gửi.".to_owned()),
        State::Returned => Some("Phiếu đã trả lại, đang chờ chi bộ sửa và gửi lại.".to_owned()),
        State::Confirmed => Some("Phiếu đã duyệt. Cấp dưới không thay đổi được nữa.".to_owned()),
        State::Submitted if sheet.submitted_by == Some(by.proof().person()) => Some(
            "Đồng chí là người gửi phiếu này nên không duyệt được. Người thẩm định khác hoặc Ban Tổ chức của cấp ủy cấp trên sẽ duyệt.".to_owned(),
        ),
        State::Submitted => sheet.state.after(Act::Confirm).is_none().then(String::new),
    }
}

fn notice(sheet: &Sheet, posted: Option<&Posted>, is_closed: bool) -> Notice {
    let Some(posted) = posted else { return Notice::default() };
    let seen = posted.fields.grid("seen");
    let changed = seen.filter_map(|(code, seen)| {
        let now = standing(sheet, code);
        let item = sheet.criteria.set.item(code)?;
        (now != seen).then(|| Changed {
            item: format!("Mục {code} {}", item.text),
            seen: seen.to_owned(),
            now,
        })
    });
    let is_typed = |name: &str| {
        ["official", "reason", "remark", "return_reason", "grade"].iter().any(|t| name.starts_with(t))
    };
    let typed =
        posted.fields.iter().filter(|(name, text)| is_closed && is_typed(name) && !text.trim().is_empty());
    Notice {
        says: posted.says.clone(),
        changed: if posted.status == StatusCode::CONFLICT { changed.collect() } else { Vec::new() },
        typed: typed.map(|(name, text)| (said(name), text.to_owned())).collect(),
    }
}

/// A field's name as a person reads it.
fn said(name: &str) -> String {
    let (field, code) = name.split_once('[').unwrap_or((name, ""));
    let what = match field {
        "official" => "Điểm chính thức",
        "reason" => "Lý do chấm khác",
        "remark" => "Nhận xét",
        "return_reason" => "Lý do trả lại",
        _ => "Xếp loại",
    };
    if code.is_empty() { what.to_owned() } else { format!("{what} mục {}", code.trim_end_matches(']')) }
}

fn sum(sheet: &Sheet, view: View, facts: &Facts) -> Sum {
    let set = &sheet.criteria.set;
    let graded = sheet.graded(view, facts);
    let chosen = if view == View::Own { &sheet.self_grade } else { &sheet.official_grade };
    let chosen = chosen.as_deref().filter(|_| set.grade_is_chosen).and_then(|code| set.grade(code));
    let total = sheet.totals(view).total;
    Sum {
        total: total.map_or_else(|| "–".to_owned(), |total| total.to_string()),
        grade: chosen.map_or(graded.name, |grade| grade.name.clone()),
        missed: graded.missed,
    }
}

struct Beside<'a> {
    sheet: &'a Sheet,
    facts: &'a Facts,
    past: &'a [PastMark],
    evidence: &'a [Behind],
    posted: Option<&'a Posted<'a>>,
}

impl Beside<'_> {
    /// What was typed, or else what is stored.
    fn typed(&self, name: &str, stored: &str) -> String {
        let typed = self.posted.and_then(|posted| posted.fields.get(name));
        typed.unwrap_or(stored).to_owned()
    }

    fn error(&self, name: &str) -> Option<String> {
        self.posted?.errors.get(name).map(str::to_owned)
    }

    fn cards(&self) -> Vec<Card> {
        let set = &self.sheet.criteria.set;
        let own = self.sheet.totals(View::Own);
        let official = self.sheet.has_official().then(|| self.sheet.totals(View::Official));
        let points =
            |points: Option<crate::points::Points>| points.map_or_else(|| "–".to_owned(), |p| p.to_string());
        let card = |(n, criterion): (usize, &crate::criteria::Criterion)| Card {
            code: criterion.code.clone(),
            name: criterion.name.clone(),
            own: points(own.criteria[n].points),
            official: official.as_ref().map(|totals| points(totals.criteria[n].points)),
            max: set.scale.frame().map(|_| own.criteria[n].max),
            items: criterion.items.iter().map(|item| self.item(item)).collect(),
        };
        set.criteria.iter().enumerate().map(card).collect()
    }

    fn item(&self, item: &Item) -> ItemView {
        let set = &self.sheet.criteria.set;
        let line = self.sheet.line(&item.code);
        let fact = item.rule.source.or(item.rule.hint).and_then(|source| self.facts.get(source));
        let own = line.mark(item, View::Own).map(|mark| in_words(set, item, &mark));
        let (field, reason) = (cell("official", &item.code), cell("reason", &item.code));
        // A reason the records gave ends with what follows from it; one the cell typed does not.
        let not_applicable = line.not_applicable.map(|then| match &line.not_applicable_reason {
            reason if reason.ends_with(then.label()) => reason.clone(),
            reason => format!("{reason}: {}", then.label()),
        });
        let recorded = fact.map(|fact| fact.reason.clone()).unwrap_or_default();
        ItemView {
            code: item.code.clone(),
            text: item.text.clone(),
            max: item.max,
            own: own.filter(|_| line.not_applicable.is_none()).unwrap_or_else(|| {
                let no_score_due = line.not_applicable.is_some() || item.kind.is_outside();
                if no_score_due { "–" } else { "chưa chấm" }.to_owned()
            }),
            not_applicable,
            why: match (line.not_applicable, line.suggested_reason.is_empty()) {
                (Some(_), _) => String::new(),
                (None, true) => recorded,
                (None, false) => line.suggested_reason.clone(),
            },
            link: fact.and_then(|fact| fact.link.clone()),
            past: self.past_of(item),
            evidence: self.behind(item),
            options: options(self.sheet, item),
            official_said: line.official.as_ref().map(|mark| in_words(set, item, mark)),
            official: self.typed(&field, &text_of(&line)),
            reason: self.typed(&reason, &line.official_reason),
            error: self.error(&field),
            reason_error: self.error(&reason),
            is_pointed: self.posted.is_some_and(|p| p.fields.ticked(&cell("pointed", &item.code))),
            remark: self.typed(&cell("remark", &item.code), ""),
            standing: standing(self.sheet, &item.code),
            differs_reason: line.differs_reason,
            note: line.note,
        }
    }

    /// What stands behind an item now.
    fn behind(&self, item: &Item) -> Vec<Behind> {
        let here = |behind: &&Behind| behind.code == item.code && behind.removed.is_none();
        self.evidence.iter().filter(here).cloned().collect()
    }

    fn past_of(&self, item: &Item) -> Vec<String> {
        let said = |past: &PastMark| {
            let mark = past.level.clone().map(Mark::Level).or(past.points.map(Mark::Points))?;
            let words = in_words(&self.sheet.criteria.set, item, &mark);
            Some(format!("T{}: {words}", past.month.number()))
        };
        self.past.iter().filter(|past| past.code == item.code).filter_map(said).collect()
    }
}

fn options(sheet: &Sheet, item: &Item) -> Vec<(String, String)> {
    let pair = |code: &str, name: &str| (code.to_owned(), name.to_owned());
    match item.kind {
        Kind::PassFail => vec![pair(PASS, "Đạt"), pair(FAIL, "Không đạt")],
        Kind::Choice => sheet.criteria.set.choices(item).into_iter().map(|c| (c.code, c.name)).collect(),
        _ => Vec::new(),
    }
}
