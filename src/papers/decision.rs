//! A decision of a Standing Committee, and the list that goes with it.

use chrono::NaiveDate;

use super::model::{Issuer, Kind, Number};
use crate::export::{Document, Signature};

/// A decision of the Standing Committee of a committee, in three articles: what is decided, who carries it out, from when.
#[derive(Debug)]
pub struct BoardDecision<'a> {
    /// The committee, as it issues papers on the day.
    pub issuer: &'a Issuer,
    /// The number and the day; none: a draft.
    pub under: Option<(&'a Number, NaiveDate)>,
    /// What it is about, for the register too.
    pub about: String,
    /// What it rests on beside the statutes of the Party and the proposal of the organization board.
    pub rests_on: String,
    /// What is decided.
    pub decides: String,
    /// Who carries it out.
    pub carried_out_by: String,
}

impl BoardDecision<'_> {
    /// The committee that decides, as it is named in decisions.
    pub fn board(issuer: &Issuer) -> String {
        format!("Ban Thường vụ {}", issuer.names.name)
    }

    /// The decision, marked as a draft while it has no number.
    pub fn document(&self) -> Document {
        let rests_on =
            ["Căn cứ Điều lệ Đảng Cộng sản Việt Nam", self.rests_on.as_str(), "Xét đề nghị của Ban Tổ chức"];
        let carried_out = format!("{} chịu trách nhiệm thi hành Quyết định này", self.carried_out_by);
        let articles = [self.decides.as_str(), carried_out.as_str(), "Quyết định này có hiệu lực từ ngày ký"];
        let letterhead = self.issuer.letterhead(Kind::Decision, self.under);
        Document::decision(letterhead, self.about.clone(), rests_on, Self::board(self.issuer), articles)
            .signed([Signature::default(), self.issuer.signature()])
            .sent_to(self.issuer.recipients())
            .draft(self.under.is_none())
    }

    /// The head of the list that goes with it; `of`: what it lists.
    pub fn annex(&self, of: String) -> Document {
        let number = self.under.map_or_else(
            || format!("…-{}/{}", Kind::Decision.code(), self.issuer.style.sign),
            |(number, _)| number.to_string(),
        );
        let board = Self::board(self.issuer);
        Document::annex("Danh sách", of, &format!("kèm theo Quyết định số {number} của {board}"))
    }
}
