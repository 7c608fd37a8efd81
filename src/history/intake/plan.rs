//! What a list of organizations would do to the tree. Pure.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    columns::{self, Said, Wrong, label},
    queries::Known,
};
use crate::{
    ids::{OrganizationCode, OrganizationId},
    import::{self, Outcome, Row},
    organizations::{Kind, Sector},
    text::{dates, spelling},
};

/// What the rows are held against.
pub(super) struct Against<'a> {
    /// Whose list it is; what names no other stands directly under it.
    pub(super) committee: OrganizationId,
    /// From when it holds.
    pub(super) on: NaiveDate,
    /// What stands or last stood at or below the committee.
    pub(super) known: &'a [Known],
    /// Codes of the file that were given to something else.
    pub(super) taken: &'a HashSet<String>,
}

/// Where an organization is put.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) enum Place {
    /// Under one that is there.
    Known(OrganizationId),
    /// Under one the same file opens.
    New(OrganizationCode),
}

/// An organization to open.
#[derive(Debug, Clone, Serialize)]
pub(super) struct New {
    pub(super) code: OrganizationCode,
    pub(super) name: String,
    pub(super) short_name: String,
    pub(super) kind: Kind,
    pub(super) sector: Option<Sector>,
    pub(super) under: Place,
}

/// What is done when the plan is carried out.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Work {
    pub(super) opened: Vec<New>,
    pub(super) moved: Vec<(OrganizationId, Place)>,
    /// The full name and the short one.
    pub(super) renamed: Vec<(OrganizationId, String, String)>,
    pub(super) reshaped: Vec<(OrganizationId, Kind, Option<Sector>)>,
}

/// Everything a file of organizations would do.
pub(super) type Plan = import::Plan<Work>;

/// Plans the rows, top to bottom.
pub(super) fn plan(against: &Against, rows: &[Row]) -> Plan {
    let mut plan = Plan::default();
    let said = read(rows, &mut plan);
    let tree = Tree::of(against, &said);
    for said in &said {
        if let Err((column, sentence)) = tree.take(said, &mut plan) {
            plan.problem(said.row, column, sentence);
        }
    }
    tree.refuse_circles(&said, &mut plan);
    plan.problems.sort_by_key(|problem| problem.row);
    plan.remarks.extend(sectors_of_committees(&tree, &said));
    plan.remarks.extend(tree.untouched(&said));
    plan
}

/// The rows that can be understood, each code once.
fn read(rows: &[Row], plan: &mut Plan) -> Vec<Said> {
    let mut first: HashMap<String, u32> = HashMap::new();
    let mut understood = Vec::new();
    for row in rows {
        let code = row.text("code").unwrap_or_default().to_lowercase();
        let before = Some(code).filter(|code| !code.is_empty()).and_then(|code| {
            let before = *first.entry(code.clone()).or_insert(row.number);
            (before != row.number).then_some((code, before))
        });
        if let Some((code, before)) = &before {
            plan.problem(row.number, label("code"), format!("Mã {code} đã có ở dòng {before} của tệp."));
        }
        match columns::read(row) {
            Ok(said) if before.is_none() => understood.push(said),
            Ok(_) => {}
            Err(wrong) => {
                for (column, sentence) in wrong {
                    plan.problem(row.number, column, sentence);
                }
            }
        }
    }
    understood
}

/// The tree as it is and as the file adds to it, by code and by name.
struct Tree<'a> {
    against: &'a Against<'a>,
    by_code: HashMap<&'a str, &'a Known>,
    by_id: HashMap<OrganizationId, &'a Known>,
    /// By the spelling of the name, below each committee.
    by_name: HashMap<(OrganizationId, String), &'a Known>,
    /// Committees by the spelling of their name: those that are there, and those the file opens.
    committees: HashMap<String, Vec<Place>>,
    /// What the file opens.
    new: HashMap<&'a str, &'a Said>,
}

impl<'a> Tree<'a> {
    fn of(against: &'a Against<'a>, said: &'a [Said]) -> Self {
        let by_code: HashMap<_, _> = against.known.iter().map(|known| (known.code.as_str(), known)).collect();
        let by_id = against.known.iter().map(|known| (known.id, known)).collect();
        let there = against.known.iter().filter(|known| known.is_there(against.on));
        let by_name =
            there.filter_map(|known| Some(((known.parent?, spelling(&known.name)), known))).collect();
        let new: HashMap<_, _> = said
            .iter()
            .filter(|said| !by_code.contains_key(said.code.as_str()))
            .map(|said| (said.code.as_str(), said))
            .collect();
        let mut committees: HashMap<String, Vec<Place>> = HashMap::new();
        for known in against.known.iter().filter(|known| !known.is_cell() && known.is_there(against.on)) {
            committees.entry(spelling(&known.name)).or_default().push(Place::Known(known.id));
        }
        for said in new.values().filter(|said| said.is_cell == Some(false)) {
            let name = said.name.as_deref().unwrap_or_default();
            committees.entry(spelling(name)).or_default().push(Place::New(said.code.clone()));
        }
        Self { against, by_code, by_id, by_name, committees, new }
    }

    /// What a row would do.
    fn take(&self, said: &Said, plan: &mut Plan) -> Result<(), Wrong> {
        match self.by_code.get(said.code.as_str()) {
            Some(known) => self.change(known, said, plan),
            None => self.open(said, plan),
        }
    }

    fn open(&self, said: &Said, plan: &mut Plan) -> Result<(), Wrong> {
        if let Some(like) = self.with_zeros(said) {
            let sentence = format!(
                "Không tìm thấy mã {}; có mã {} ({}). Ô này được bảng tính giữ như số nên mất số 0 ở đầu; đề nghị ghi lại dạng chữ.",
                said.code, like.code, like.name
            );
            return Err((label("code"), sentence));
        }
        if self.against.taken.contains(said.code.as_str()) {
            let sentence = format!(
                "Không tìm thấy mã {} trong phạm vi của cấp ủy; mã này cũng không cấp mới được.",
                said.code
            );
            return Err((label("code"), sentence));
        }
        let Some(name) = &said.name else {
            let sentence = format!("Không tìm thấy mã {}; thành lập mới thì cần có tên.", said.code);
            return Err((label("name"), sentence));
        };
        let kind = said.kind()?;
        let under = match &said.parent {
            Some(parent) => self.committee(parent)?,
            None => Place::Known(self.against.committee),
        };
        if let Some(like) = self.namesake(name, &under) {
            let sentence = format!(
                "Đã có tổ chức tên này trực thuộc cùng cấp ủy, mã {}; nếu là một thì ghi mã đó.",
                like.code
            );
            return Err((label("name"), sentence));
        }
        let sector = said.sector.filter(|_| kind != Kind::Committee);
        let label = sector.map(|sector| format!(", loại hình {}", sector.label().to_lowercase()));
        let what = if kind == Kind::Committee { "cấp ủy" } else { "chi bộ" };
        let words = format!("{what} trực thuộc {}{}", self.name(&under), label.unwrap_or_default());
        plan.line(said.row, format!("{} {name}", said.code), Outcome::New(words));
        let short_name = said.short_name.clone().unwrap_or_else(|| name.clone());
        plan.work.opened.push(New {
            code: said.code.clone(),
            name: name.clone(),
            short_name,
            kind,
            sector,
            under,
        });
        Ok(())
    }

    /// What a number would be known as, had the spreadsheet left its zeros.
    fn with_zeros(&self, said: &Said) -> Option<&Known> {
        let like = |code: &str| code.starts_with('0') && code.trim_start_matches('0') == said.code.as_str();
        self.against.known.iter().find(|known| said.is_number && like(known.code.as_str()))
    }

    /// One of the same name in the same place: a list with codes of its own must not open the tree a second time.
    fn namesake(&self, name: &str, under: &Place) -> Option<&Known> {
        let Place::Known(parent) = under else { return None };
        self.by_name.get(&(*parent, spelling(name))).copied()
    }

    fn change(&self, known: &Known, said: &Said, plan: &mut Plan) -> Result<(), Wrong> {
        let mut changes = Vec::new();
        let mut work = Work::default();
        // What is spelt alike is the same name, and stays as it is written.
        let name = said.name.as_ref().filter(|name| spelling(name) != spelling(&known.name));
        if let Some(name) = name {
            changes.push(format!("đổi tên từ {} thành {name}", known.name));
        }
        let name = name.unwrap_or(&known.name).clone();
        let short_name = said.short_name.clone().unwrap_or_else(|| known.short_for(&name));
        if short_name != known.short_name && name == known.name {
            changes.push(format!("tên ngắn: {} → {short_name}", known.short_name));
        }
        if (&name, &short_name) != (&known.name, &known.short_name) {
            work.renamed.push((known.id, name, short_name));
        }
        if let Some((kind, sector)) = reshaped(known, said)? {
            changes.extend(shape_words(known, kind, sector));
            work.reshaped.push((known.id, kind, sector));
        }
        if let Some(place) = self.moved(known, said)? {
            let from = known.parent.map(|parent| self.name(&Place::Known(parent))).unwrap_or_default();
            changes.push(format!("chuyển từ {from} sang {}", self.name(&place)));
            work.moved.push((known.id, place));
        }
        if changes.is_empty() {
            plan.line(said.row, format!("{} {}", known.code, known.name), Outcome::Same);
            return Ok(());
        }
        self.can_change(known)?;
        plan.line(said.row, format!("{} {}", known.code, known.name), Outcome::Changed(changes.join("; ")));
        plan.work.renamed.append(&mut work.renamed);
        plan.work.reshaped.append(&mut work.reshaped);
        plan.work.moved.append(&mut work.moved);
        Ok(())
    }

    /// Acts on an organization are entered in the order of their days.
    fn can_change(&self, known: &Known) -> Result<(), Wrong> {
        let on = self.against.on;
        match known.until {
            Some(until) if until <= on => Err((
                "",
                format!(
                    "{} đã kết thúc hoạt động từ ngày {}; muốn hoạt động trở lại thì ghi ở trang của tổ chức đó.",
                    known.name,
                    dates::day(until)
                ),
            )),
            Some(until) => Err(("", later(known, until))),
            None if known.since > on => Err(("", later(known, known.since))),
            None => Ok(()),
        }
    }

    /// Where a known organization is put that stood elsewhere.
    fn moved(&self, known: &Known, said: &Said) -> Result<Option<Place>, Wrong> {
        let Some(parent) = &said.parent else { return Ok(None) };
        if known.id == self.against.committee {
            let same = known.above.as_deref().is_some_and(|above| spelling(above) == spelling(parent));
            let sentence = "Cấp ủy này không tự chuyển bằng tệp của chính mình; để trống ô này.";
            return if same { Ok(None) } else { Err((label("parent"), sentence.to_owned())) };
        }
        let place = self.committee(parent)?;
        Ok(Some(place).filter(|place| *place != known.parent.map_or(Place::Known(known.id), Place::Known)))
    }

    /// The committee of a code or a name, among those in the branch and those the file opens.
    fn committee(&self, text: &str) -> Result<Place, Wrong> {
        let wrong = |sentence: String| (label("parent"), sentence);
        let code = text.to_lowercase();
        if let Some(known) = self.by_code.get(code.as_str()).filter(|known| known.is_there(self.against.on)) {
            return if known.is_cell() {
                Err(wrong(format!("{} là chi bộ, không có tổ chức trực thuộc.", known.name)))
            } else {
                Ok(Place::Known(known.id))
            };
        }
        if let Some(said) = self.new.get(code.as_str()) {
            return if said.is_cell == Some(false) {
                Ok(Place::New(said.code.clone()))
            } else {
                Err(wrong(format!("Mã {} ở dòng {} không phải là cấp ủy.", said.code, said.row)))
            };
        }
        match self.committees.get(&spelling(text)).map_or(&[][..], Vec::as_slice) {
            [place] => Ok(place.clone()),
            [] => {
                Err(wrong(format!("Không tìm thấy cấp ủy “{text}” trong phạm vi của đồng chí và trong tệp.")))
            }
            _ => Err(wrong(format!("Có nhiều cấp ủy tên “{text}”; đề nghị ghi mã."))),
        }
    }

    fn name(&self, place: &Place) -> String {
        match place {
            Place::Known(id) => self.by_id.get(id).map(|known| known.name.clone()),
            Place::New(code) => self.new.get(code.as_str()).and_then(|said| said.name.clone()),
        }
        .unwrap_or_else(|| "–".to_owned())
    }

    /// Rows that would put an organization below itself.
    fn refuse_circles(&self, said: &[Said], plan: &mut Plan) {
        let moved: HashMap<OrganizationId, Place> = plan.work.moved.iter().cloned().collect();
        let opened: HashMap<OrganizationCode, Place> =
            plan.work.opened.iter().map(|new| (new.code.clone(), new.under.clone())).collect();
        let above = |place: &Place| match place {
            Place::Known(id) => {
                moved.get(id).cloned().or_else(|| self.by_id.get(id)?.parent.map(Place::Known))
            }
            Place::New(code) => opened.get(code).cloned(),
        };
        let start = |said: &Said| match self.by_code.get(said.code.as_str()) {
            Some(known) => Place::Known(known.id),
            None => Place::New(said.code.clone()),
        };
        for said in said {
            let start = start(said);
            let line = std::iter::successors(above(&start), |place| above(place));
            // As deep as the tree may be.
            if line.take(20).any(|place| place == start) {
                let sentence = "Tổ chức này sẽ trực thuộc chính nó hoặc tổ chức bên dưới nó.";
                plan.problem(said.row, label("parent"), sentence);
            }
        }
    }

    /// What is there and not in the file: it stays.
    fn untouched(&self, said: &[Said]) -> Option<String> {
        let in_file: HashSet<_> = said.iter().map(|said| said.code.as_str()).collect();
        let here = self.against.known.iter().filter(|known| known.is_there(self.against.on));
        let left =
            here.filter(|known| !in_file.contains(known.code.as_str()) && known.id != self.against.committee);
        let left = left.count();
        (left > 0).then(|| format!("{left} tổ chức đang có mà không có trong tệp, vẫn giữ nguyên."))
    }
}

fn later(known: &Known, day: NaiveDate) -> String {
    format!(
        "{} đã có thay đổi từ ngày {}; các thay đổi ghi theo thứ tự ngày, đề nghị chọn ngày sau đó.",
        known.name,
        dates::day(day)
    )
}

/// The kind and sector a row gives a known organization, where they are others.
fn reshaped(known: &Known, said: &Said) -> Result<Option<(Kind, Option<Sector>)>, Wrong> {
    if said.is_cell.is_some_and(|is_cell| is_cell != known.is_cell()) {
        let sentence =
            "Chi bộ thành cấp ủy hay cấp ủy thành chi bộ thì không ghi bằng tệp; đề nghị xem lại mã và tên.";
        return Err((label("kind"), sentence.to_owned()));
    }
    let Kind::Cell { has_cell_committee } = known.kind() else { return Ok(None) };
    let kind = Kind::Cell { has_cell_committee: said.has_cell_committee.unwrap_or(has_cell_committee) };
    let sector = said.sector.or(known.sector());
    Ok(Some((kind, sector)).filter(|shape| *shape != (known.kind(), known.sector())))
}

fn shape_words(known: &Known, kind: Kind, sector: Option<Sector>) -> Vec<String> {
    let label = |sector: Option<Sector>| {
        sector.map_or("chưa xác định".to_owned(), |sector| sector.label().to_lowercase())
    };
    let sectors = (sector != known.sector())
        .then(|| format!("loại hình: {} → {}", label(known.sector()), label(sector)));
    let committee = (kind != known.kind()).then(|| match kind {
        Kind::Cell { has_cell_committee: true } => "có chi ủy".to_owned(),
        _ => "không có chi ủy".to_owned(),
    });
    sectors.into_iter().chain(committee).collect()
}

/// Says that a sector is not kept where it says nothing.
fn sectors_of_committees(tree: &Tree, said: &[Said]) -> Option<String> {
    let is_committee = |said: &&Said| match tree.by_code.get(said.code.as_str()) {
        Some(known) => !known.is_cell(),
        None => said.is_cell == Some(false),
    };
    let rows = said.iter().filter(|said| said.sector.is_some()).filter(is_committee).count();
    (rows > 0).then(|| format!("Loại hình là của chi bộ; không lưu loại hình ghi ở {rows} dòng là cấp ủy."))
}
