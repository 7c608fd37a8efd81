//! One item: what it says and what kind of score it takes.

use super::{
    TAKEN, item_mut,
    reader::{Reader, exact, maybe_exact},
};
use crate::{
    criteria::{
        model::{CriteriaSet, Item, Kind, Scale},
        part::{BONUS, PENALTY},
        rules::{Rule, Wanted},
        words,
    },
    points::{Decimal, Points},
};

/// The kinds of items inside the frame.
const INSIDE_KINDS: [Kind; 5] = [Kind::Graded, Kind::Computed, Kind::YesNo, Kind::Choice, Kind::PassFail];

/// How much something is wanted, as a choice.
pub(in crate::criteria::editor) const WANTED: [(&str, &str); 3] =
    [("", "Không yêu cầu"), ("suggested", "Nên có"), ("required", "Bắt buộc")];

fn wanted_text(wanted: Option<Wanted>) -> &'static str {
    match wanted {
        None => "",
        Some(Wanted::Suggested) => "suggested",
        Some(Wanted::Required) => "required",
    }
}

fn wanted(reader: &mut Reader, name: &str, into: &mut Option<Wanted>) {
    match reader.given(name) {
        None => {}
        Some("") => *into = None,
        Some("suggested") => *into = Some(Wanted::Suggested),
        Some("required") => *into = Some(Wanted::Required),
        Some(_) => reader.errors.push(name, "Đề nghị chọn một trong các mức."),
    }
}

pub(super) fn fields(set: &CriteriaSet, item: &Item) -> Vec<(String, String)> {
    let under = set.criteria.iter().find(|criterion| criterion.items.iter().any(|i| i.code == item.code));
    let pairs = [
        ("under", under.map_or_else(String::new, |criterion| criterion.code.clone())),
        ("code", item.code.clone()),
        ("text", item.text.clone()),
        ("kind", item.kind.text().to_owned()),
        ("max", maybe_exact(item.max)),
        ("step", exact(item.step)),
        ("hint", item.rule.hint.map(|source| source.name().to_owned()).unwrap_or_default()),
        ("evidence", wanted_text(item.rule.evidence).to_owned()),
        ("explanation", wanted_text(item.rule.explanation).to_owned()),
    ];
    pairs.map(|(name, text)| (name.to_owned(), text)).into()
}

/// The form of an item that is not there yet.
pub(super) fn blank(set: &CriteriaSet, under: &str) -> Option<Vec<(String, String)>> {
    let kind = new_kind(set, under)?;
    let free = |n: &usize| set.item(&code_at(set, under, *n)).is_none();
    let count = items_under(set, under).len();
    // One number more than there are items is always free.
    let n = (count + 1..=count + 1 + set.all_items().count()).find(free)?;
    let item = Item {
        code: code_at(set, under, n),
        text: String::new(),
        kind,
        max: None,
        step: Item::DEFAULT_STEP,
        rule: Rule::default(),
    };
    Some(fields(set, &item))
}

fn code_at(set: &CriteriaSet, under: &str, n: usize) -> String {
    match under {
        BONUS => format!("C{n}"),
        PENALTY => format!("T{n}"),
        _ => set
            .criteria
            .iter()
            .find(|c| c.code == under)
            .map_or_else(String::new, |c| format!("{}.{n}", c.code)),
    }
}

fn items_under<'a>(set: &'a CriteriaSet, under: &str) -> &'a [Item] {
    match under {
        BONUS => &set.bonus,
        PENALTY => &set.penalty,
        _ => set.criteria.iter().find(|c| c.code == under).map_or(&[], |c| &c.items),
    }
}

fn new_kind(set: &CriteriaSet, under: &str) -> Option<Kind> {
    match under {
        BONUS => Some(Kind::Bonus),
        PENALTY => Some(Kind::Penalty),
        _ if set.criteria.iter().all(|criterion| criterion.code != under) => None,
        _ => Some(match set.scale {
            Scale::Points(_) => Kind::Graded,
            Scale::PassFail => Kind::PassFail,
            Scale::Grades => Kind::Choice,
        }),
    }
}

pub(super) fn add(set: &mut CriteriaSet, under: &str, reader: &mut Reader) {
    let Some(kind) = new_kind(set, under) else {
        reader.errors.push("text", "Tiêu chí này vừa được xóa. Đề nghị mở lại bản nháp.");
        return;
    };
    let mut item = Item {
        code: String::new(),
        text: String::new(),
        kind,
        max: None,
        step: Item::DEFAULT_STEP,
        rule: Rule::default(),
    };
    read(&mut item, reader);
    match set.item(&item.code) {
        // Sent twice: it is there already.
        Some(there) if *there == item => return,
        Some(_) => reader.errors.push("code", TAKEN),
        None => {}
    }
    match under {
        BONUS => set.bonus.push(item),
        PENALTY => set.penalty.push(item),
        _ => set.criteria.iter_mut().filter(|c| c.code == under).for_each(|c| c.items.push(item.clone())),
    }
}

pub(super) fn change(set: &mut CriteriaSet, code: &str, reader: &mut Reader) {
    let Some(item) = item_mut(set, code) else { return };
    read(item, reader);
    let (new, inside) = (item.code.clone(), !item.kind.is_outside());
    if set.all_items().filter(|item| item.code == new).count() > 1 {
        reader.errors.push("code", TAKEN);
    }
    for gate in set.grades.iter_mut().flat_map(|grade| &mut grade.gates).filter(|gate| *gate == code) {
        gate.clone_from(&new);
    }
    if let Some(under) = reader.given("under").filter(|_| inside) {
        move_under(set, &new, under, reader);
    }
}

fn move_under(set: &mut CriteriaSet, code: &str, under: &str, reader: &mut Reader) {
    let Some(to) = set.criteria.iter().position(|criterion| criterion.code == under) else {
        reader.errors.push("under", "Đề nghị chọn một tiêu chí.");
        return;
    };
    if set.criteria[to].items.iter().any(|item| item.code == code) {
        return;
    }
    let moved: Vec<Item> =
        set.criteria.iter_mut().flat_map(|c| c.items.extract_if(.., |item| item.code == code)).collect();
    set.criteria[to].items.extend(moved);
}

fn read(item: &mut Item, reader: &mut Reader) {
    reader.code("code", &mut item.code);
    reader.text("text", &mut item.text, "Đề nghị nhập nội dung của mục.");
    kind(item, reader);
    reader.maybe_points("max", &mut item.max);
    if item.max.is_some_and(|max| max <= Points::ZERO) {
        reader.errors.push("max", "Điểm tối đa phải lớn hơn 0.");
    }
    if item.kind == Kind::PassFail && item.max.is_some() {
        reader.errors.push("max", "Mục Đạt hoặc Không đạt không có điểm; đề nghị để trống.");
    }
    let mut step = Some(item.step);
    reader.maybe_points("step", &mut step);
    item.step = step.unwrap_or(Item::DEFAULT_STEP);
    if item.step < Points::ZERO || item.step.0 >= Decimal::ONE_HUNDRED {
        reader.errors.push("step", "Bước điểm từ 0 đến dưới 100.");
    }
    if let Some(name) = reader.given("hint") {
        let source = if name.is_empty() { Ok(None) } else { name.parse().map(Some) };
        item.rule.hint = reader.errors.keep("hint", source).flatten();
    }
    wanted(reader, "evidence", &mut item.rule.evidence);
    wanted(reader, "explanation", &mut item.rule.explanation);
}

/// Another kind has no use for the levels of the one before.
fn kind(item: &mut Item, reader: &mut Reader) {
    let Some(text) = reader.given("kind").filter(|_| !item.kind.is_outside()) else { return };
    let known = INSIDE_KINDS.into_iter().find(|kind| kind.text() == text);
    let Some(new) = reader.errors.keep("kind", known.ok_or("Đề nghị chọn loại mục.")) else {
        return;
    };
    if item.kind == Kind::Computed && new != Kind::Computed {
        item.rule.hint = item.rule.hint.or(item.rule.source);
        item.rule.source = None;
        item.rule.bands.clear();
        item.rule.by_sector.clear();
        item.rule.overriding = None;
    }
    if new != Kind::Choice {
        item.rule.choices.clear();
    }
    item.kind = new;
}

/// The kinds to choose from, in words.
pub(in crate::criteria::editor) fn kind_options() -> Vec<(&'static str, &'static str)> {
    INSIDE_KINDS.map(|kind| (kind.text(), words::of_kind(kind))).into()
}
