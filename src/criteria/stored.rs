//! A set as the database holds it: the set, and which rows it is.

use std::collections::BTreeMap;

use serde::Deserialize;
use sqlx::types::Json;

use super::{
    exact,
    model::{CriteriaSet, Criterion, Grade, Instrument, Item, Kind, Recognition, Scale, YearRule},
    rules::Rule,
};
use crate::{
    clock::Month,
    ids::{CriteriaSetId, CriterionId, ItemId, OrganizationId},
    points::Points,
};

/// One version of a set with the identifiers of its parts, by code.
#[derive(Debug, Clone)]
pub struct StoredSet {
    /// Which row.
    pub id: CriteriaSetId,
    /// Its version.
    pub version: i32,
    /// The committee that issues it. None: it comes with the program.
    pub issuer: Option<OrganizationId>,
    /// The committee's name, as it is today or was last.
    pub issued_by: Option<String>,
    /// Whether it is published; otherwise a draft, which nobody scores with.
    pub is_published: bool,
    /// Goes up with each save of a draft.
    pub revision: i32,
    /// Who saved it last, where a person did.
    pub updated_by: Option<String>,
    /// What it says.
    pub set: CriteriaSet,
    /// Its criteria.
    pub criteria: BTreeMap<String, CriterionId>,
    /// Its items.
    pub items: BTreeMap<String, ItemId>,
}

/// The row, with criteria and items gathered as JSON.
pub(super) struct SetRow {
    pub(super) id: CriteriaSetId,
    pub(super) code: String,
    pub(super) version: i32,
    pub(super) issuer: Option<OrganizationId>,
    pub(super) issued_by: Option<String>,
    pub(super) state: String,
    pub(super) revision: i32,
    pub(super) updated_by: Option<String>,
    pub(super) instrument: String,
    pub(super) name: String,
    pub(super) basis: String,
    pub(super) valid_from: Month,
    pub(super) official: bool,
    pub(super) sectors: Vec<String>,
    pub(super) scale: String,
    pub(super) frame: Option<Points>,
    pub(super) bonus_cap: Points,
    pub(super) grades: Json<Vec<Grade>>,
    pub(super) grade_is_chosen: bool,
    pub(super) year_rule: Option<Json<YearRule>>,
    pub(super) recognition: Option<Json<Recognition>>,
    pub(super) criteria: Json<Vec<CriterionRow>>,
    pub(super) items: Json<Vec<ItemRow>>,
}

/// A criterion in order.
#[derive(Deserialize)]
pub(super) struct CriterionRow {
    id: CriterionId,
    code: String,
    name: String,
}

/// An item in order.
#[derive(Deserialize)]
pub(super) struct ItemRow {
    id: ItemId,
    criterion: Option<CriterionId>,
    code: String,
    text: String,
    kind: Kind,
    #[serde(default)]
    max: Option<Exactly>,
    step: Exactly,
    rule: Rule,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(transparent)]
struct Exactly(#[serde(with = "exact")] Points);

impl SetRow {
    /// The set the row stands for.
    pub(super) fn into_stored(self) -> anyhow::Result<StoredSet> {
        let scale = match (self.scale.as_str(), self.frame) {
            ("points", Some(frame)) => Scale::Points(frame),
            ("pass_fail", _) => Scale::PassFail,
            _ => Scale::Grades,
        };
        let ids = self.items.0.iter().map(|item| (item.code.clone(), item.id)).collect();
        let criteria_ids = self.criteria.0.iter().map(|row| (row.code.clone(), row.id)).collect();
        let mut items = self.items.0;
        let mut of = |belongs: &dyn Fn(&ItemRow) -> bool| -> Vec<Item> {
            items.extract_if(.., |item| belongs(item)).map(ItemRow::into_item).collect()
        };
        let criteria = self.criteria.0.into_iter().map(|row| Criterion {
            items: of(&|item| item.criterion == Some(row.id)),
            code: row.code,
            name: row.name,
        });
        let criteria = criteria.collect();
        let set = CriteriaSet {
            code: self.code,
            instrument: self.instrument.parse::<Instrument>().map_err(anyhow::Error::msg)?,
            name: self.name,
            basis: self.basis,
            valid_from: self.valid_from,
            official: self.official,
            sectors: self.sectors,
            scale,
            grade_is_chosen: self.grade_is_chosen,
            bonus_cap: (self.bonus_cap != Points::ZERO).then_some(self.bonus_cap),
            grades: self.grades.0,
            criteria,
            bonus: of(&|item| item.kind == Kind::Bonus),
            penalty: of(&|item| item.kind == Kind::Penalty),
            year: self.year_rule.map(|json| json.0),
            recognition: self.recognition.map(|json| json.0),
        };
        Ok(StoredSet {
            id: self.id,
            version: self.version,
            issuer: self.issuer,
            issued_by: self.issued_by,
            is_published: self.state == "published",
            revision: self.revision,
            updated_by: self.updated_by,
            set,
            criteria: criteria_ids,
            items: ids,
        })
    }
}

impl ItemRow {
    fn into_item(self) -> Item {
        Item {
            code: self.code,
            text: self.text,
            kind: self.kind,
            max: self.max.map(|max| max.0),
            step: self.step.0,
            rule: self.rule,
        }
    }
}
