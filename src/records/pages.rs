//! The record of a cell's year, and its forms.

use askama::Template;

use super::{
    entries::Kept,
    kinds::Kind,
    model::{AwardKind, DisciplineForm, DocumentKind, Level, Mark, Recipient, Standing},
    power::{Giver, Reach},
    queries::{MemberRow, StruckRow},
};
use crate::{
    layout::Frame,
    text::dates,
    web::{FieldErrors, Fields},
};

/// What a cell's record holds of a year.
#[derive(Template)]
#[template(path = "records/show.html")]
pub(super) struct Show {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) year: i32,
    pub(super) may_record: bool,
    pub(super) members: Vec<MemberRow>,
    pub(super) models: Vec<Kept>,
    pub(super) deeds: Vec<Kept>,
    pub(super) awards: Vec<Kept>,
    pub(super) documents: Vec<Kept>,
    /// None: discipline is not for this reader.
    pub(super) disciplines: Option<Vec<Kept>>,
    pub(super) struck: Vec<StruckRow>,
}

impl Show {
    fn here(&self) -> String {
        format!("/organizations/{}/records", self.code)
    }

    /// The files of a kind: handed in by those who record, only taken away by others.
    fn file(&self, kind: Kind) -> String {
        let file = if self.may_record { "file" } else { "file.xlsx" };
        format!("{}/{}/{file}?year={}", self.here(), kind.path(), self.year)
    }

    /// The same for programs other than Excel; those who record find it beside the files they hand in.
    fn csv(&self, kind: Kind) -> String {
        format!("{}/{}/file.csv?year={}", self.here(), kind.path(), self.year)
    }

    /// Where an entry is put right.
    fn at(&self, kept: &Kept) -> String {
        format!("{}/{}/{}", self.here(), kept.kind.path(), kept.id)
    }

    fn commitment_at(&self, member: &MemberRow) -> Option<String> {
        let id = member.commitment.filter(|_| self.may_record)?;
        Some(format!("{}/{}/{id}", self.here(), Kind::Commitment.path()))
    }
}

/// One thing to enter, or to put right.
#[derive(Template)]
#[template(path = "records/form.html")]
pub(super) struct Form {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) year: i32,
    pub(super) kind: Kind,
    /// The entry that is put right; none: a new one.
    pub(super) kept: Option<Kept>,
    pub(super) typed: Fields,
    pub(super) errors: FieldErrors,
    /// Whether somebody else changed the entry meanwhile.
    pub(super) changed: bool,
    /// Members to choose from, for a new commitment.
    pub(super) members: Vec<MemberRow>,
    /// Who in the tree may have given an award.
    pub(super) givers: Vec<Giver>,
    /// Whether the cell itself gives the award: it praises, nothing more.
    pub(super) praises: bool,
}

impl Form {
    fn back(&self) -> String {
        format!("/organizations/{}/records?year={}", self.code, self.year)
    }

    fn action(&self) -> String {
        let kind = format!("/organizations/{}/records/{}", self.code, self.kind.path());
        self.kept.as_ref().map_or_else(|| kind.clone(), |kept| format!("{kind}/{}", kept.id))
    }

    /// Who may be chosen as giver: what stands above the cell.
    fn above(&self) -> impl Iterator<Item = &Giver> {
        self.givers.iter().filter(|giver| giver.reach != Reach::Cell)
    }

    fn button(&self) -> &'static str {
        if self.kept.is_some() { "Lưu nội dung đã sửa" } else { "Ghi vào hồ sơ" }
    }

    /// The parts in which the entry as it stands differs from what was typed: label, typed, stored.
    fn differences(&self) -> Vec<(&'static str, &str, &str)> {
        let Some(kept) = self.kept.as_ref().filter(|_| self.changed) else { return Vec::new() };
        let parts = self.kind.parts().iter().filter(|part| {
            let key = part.column.key;
            let (typed, stored) = (self.typed.text(key), kept.text(key));
            let one_day = dates::parse_day(typed).is_ok_and(|day| dates::parse_day(stored) == Ok(day));
            key != "member" && typed != stored && !one_day
        });
        let shown = |part| super::entries::said(part, &self.typed);
        parts.map(|part| (part.label(), shown(part), kept.said(part.column.key))).collect()
    }

    /// Members without a commitment yet.
    fn member_options(&self) -> Vec<(String, &str)> {
        let free = self.members.iter().filter(|member| member.tasks.is_none());
        let named = free.map(|member| (member.member.to_string(), member.name.as_str()));
        std::iter::once((String::new(), "Chọn đảng viên")).chain(named).collect()
    }

    fn mark_options() -> Vec<(&'static str, &'static str)> {
        std::iter::once(("", "Chưa đánh giá")).chain(Mark::options()).collect()
    }
}

/// The marks of the commitments, all at once.
#[derive(Template)]
#[template(path = "records/marks.html")]
pub(super) struct Marks {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) year: i32,
    /// Counted from 0.
    pub(super) page: usize,
    /// Members with a commitment, on all pages.
    pub(super) total: usize,
    /// Those of this page.
    pub(super) members: Vec<MemberRow>,
    /// The next page.
    pub(super) next: Option<String>,
    /// The marks as they came back, where somebody else gave some meanwhile.
    pub(super) typed: Option<Fields>,
}

impl Marks {
    /// Members on one page: a page of two hundred choices is slow on a phone.
    pub(super) const ON_A_PAGE: usize = 60;

    fn back(&self) -> String {
        format!("/organizations/{}/records?year={}", self.code, self.year)
    }

    fn first(&self) -> String {
        format!("/organizations/{}/records/{}?year={}", self.code, Kind::Commitment.path(), self.year)
    }

    fn button(&self) -> &'static str {
        if self.next.is_some() { "Lưu và sang trang tiếp" } else { "Lưu đánh giá" }
    }

    /// Which members these are, where they are not all.
    fn shown(&self) -> Option<String> {
        let first = self.page * Self::ON_A_PAGE;
        let last = first + self.members.len();
        (self.members.len() < self.total)
            .then(|| format!("Đồng chí {}–{last} trong {}", first + 1, self.total))
    }

    /// The marks there are, and none.
    fn options() -> Vec<(&'static str, &'static str)> {
        std::iter::once(("", "Chưa đánh giá")).chain(Mark::options()).collect()
    }

    /// The mark a choice begins with: as typed, or as it stands.
    fn chosen<'a>(&'a self, member: &'a MemberRow) -> &'a str {
        let name = format!("mark[{}]", member.member);
        self.typed.as_ref().and_then(|typed| typed.get(&name)).unwrap_or_else(|| member.mark_code())
    }

    /// Whether the mark as it stands is another than the one that came back.
    fn differs(&self, member: &MemberRow) -> bool {
        self.chosen(member) != member.mark_code()
    }
}

impl MemberRow {
    fn mark(&self) -> Option<Mark> {
        self.mark.as_deref().and_then(Mark::from_code)
    }

    fn mark_code(&self) -> &'static str {
        self.mark().map_or("", Mark::code)
    }

    fn mark_label(&self) -> &'static str {
        self.mark().map_or("Chưa đánh giá", Mark::label)
    }

    fn is_probationary(&self) -> bool {
        self.standing == Standing::Probationary.code()
    }

    /// The three tasks in one line.
    fn tasks_said(&self) -> String {
        let tasks = self.tasks.iter().flatten();
        tasks.zip(1..).map(|(task, n)| format!("{n}) {task}")).collect::<Vec<_>>().join(" ")
    }

    fn commitment_label(&self) -> &'static str {
        match (&self.tasks, self.mark()) {
            (None, _) => "chưa cam kết",
            (Some(_), None) => "đã cam kết, chưa đánh giá",
            (Some(_), Some(mark)) => mark.label(),
        }
    }

    fn level_label(&self) -> &'static str {
        self.level.as_deref().and_then(Level::from_code).map_or("–", Level::label)
    }
}

impl StruckRow {
    pub(super) fn kind_name(&self) -> &'static str {
        Kind::from_code(&self.kind).map_or("Danh sách đảng viên", Kind::name)
    }

    pub(super) fn day(&self) -> String {
        dates::instant(self.struck_at)
    }
}
