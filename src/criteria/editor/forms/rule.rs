//! The other sides of an item's rule: when it does not apply, what rules out, the levels of a choice.

use super::reader::{Reader, code_of_name, exact, maybe_exact};
use crate::criteria::rules::{Choice, Comparison, Condition, Ground, NotApplicable, Rule, Then, Veto};

/// How a fact is compared, as a choice.
pub(in crate::criteria::editor) const SIGNS: [(&str, &str); 6] = [
    ("", "là đúng (không cần con số)"),
    ("above", "lớn hơn"),
    ("at_least", "từ … trở lên"),
    ("below", "nhỏ hơn"),
    ("up_to", "không quá"),
    ("equal", "bằng"),
];

const COMPARISONS: [(Comparison, &str); 5] = [
    (Comparison::Above, "above"),
    (Comparison::AtLeast, "at_least"),
    (Comparison::Below, "below"),
    (Comparison::UpTo, "up_to"),
    (Comparison::Equal, "equal"),
];

/// What becomes of the points, as a choice.
pub(in crate::criteria::editor) const THENS: [(&str, &str); 3] = [
    ("full", "Chi bộ được đủ điểm của mục"),
    ("rescale", "Bỏ mục, quy đổi tổng điểm theo các mục còn lại"),
    ("zero", "Chi bộ được 0 điểm"),
];

fn then_text(then: Then) -> &'static str {
    match then {
        Then::Full => "full",
        Then::Rescale => "rescale",
        Then::Zero => "zero",
    }
}

/// The three fields of a condition: fact, comparison, number.
pub(super) fn condition_fields(prefix: &str, condition: Option<&Condition>) -> Vec<(String, String)> {
    let compared = condition.and_then(|condition| condition.compared);
    let sign = compared.and_then(|(by, _)| COMPARISONS.iter().find(|(c, _)| *c == by)).map(|(_, sign)| *sign);
    vec![
        (format!("{prefix}_source"), condition.map(|c| c.source.name().to_owned()).unwrap_or_default()),
        (format!("{prefix}_sign"), sign.unwrap_or_default().to_owned()),
        (format!("{prefix}_bar"), compared.map(|(_, bar)| exact(bar)).unwrap_or_default()),
    ]
}

/// Reads a condition; none where no fact is chosen.
pub(super) fn read_condition(reader: &mut Reader, prefix: &str) -> Option<Condition> {
    let [source, sign, bar] = ["source", "sign", "bar"].map(|name| format!("{prefix}_{name}"));
    let name = reader.given(&source).unwrap_or_default();
    if name.is_empty() {
        if reader.given(&bar).is_some_and(|text| !text.is_empty()) {
            reader.errors.push(source, "Đề nghị chọn số liệu, hoặc xóa con số.");
        }
        return None;
    }
    let fact = reader.errors.keep(&source, name.parse());
    let chosen = reader.given(&sign).unwrap_or_default();
    let compared = match COMPARISONS.iter().find(|(_, text)| *text == chosen) {
        Some((by, _)) => Some((*by, reader.points(&bar, "Đề nghị nhập con số để so sánh.")?)),
        None => None,
    };
    if compared.is_none() && reader.given(&bar).is_some_and(|text| !text.is_empty()) {
        reader.errors.push(sign, "Đề nghị chọn cách so sánh, hoặc xóa con số.");
    }
    Some(Condition { source: fact?, compared })
}

pub(super) fn applies_fields(rule: &Rule) -> Vec<(String, String)> {
    let rule = rule.not_applicable.as_ref();
    let (ground, when) = match rule.map(|rule| &rule.ground) {
        None => ("", None),
        Some(Ground::SecretaryWithReason) => ("secretary", None),
        Some(Ground::When(when)) => ("fact", Some(when)),
    };
    let mut pairs = vec![("ground".to_owned(), ground.to_owned())];
    pairs.extend(condition_fields("when", when));
    pairs.push(("then".to_owned(), rule.map_or("", |rule| then_text(rule.then)).to_owned()));
    pairs
}

pub(super) fn apply_applies(rule: &mut Rule, reader: &mut Reader) {
    let ground = match reader.given("ground") {
        None => return,
        Some("") => {
            rule.not_applicable = None;
            return;
        }
        Some("secretary") => Some(Ground::SecretaryWithReason),
        Some(_) => {
            let when = read_condition(reader, "when");
            if when.is_none() {
                reader.errors.push("when_source", "Đề nghị chọn số liệu cho biết mục không áp dụng.");
            }
            when.map(Ground::When)
        }
    };
    let then = match reader.given("then") {
        Some("full") => Some(Then::Full),
        Some("rescale") => Some(Then::Rescale),
        Some("zero") => Some(Then::Zero),
        _ => {
            reader.errors.push("then", "Đề nghị chọn cách tính điểm khi mục không áp dụng.");
            None
        }
    };
    rule.not_applicable = ground.zip(then).map(|(ground, then)| NotApplicable { ground, then });
}

pub(super) fn veto_fields(rule: &Rule) -> Vec<(String, String)> {
    let veto = rule.veto.as_ref();
    let mut pairs = condition_fields("when", veto.map(|veto| &veto.when));
    pairs.push(("reason".to_owned(), veto.map(|veto| veto.reason.clone()).unwrap_or_default()));
    pairs.push(("rules_out".to_owned(), String::new()));
    let named = veto.into_iter().flat_map(|veto| &veto.rules_out);
    pairs.extend(named.map(|code| ("rules_out".to_owned(), code.clone())));
    pairs
}

pub(super) fn apply_veto(rule: &mut Rule, grades: &[String], reader: &mut Reader) {
    if reader.given("when_source").is_none() {
        return;
    }
    let mut reason = String::new();
    reader.maybe_text("reason", &mut reason);
    let mut rules_out = rule.veto.take().map(|veto| veto.rules_out).unwrap_or_default();
    reader.several("rules_out", &mut rules_out);
    let when = read_condition(reader, "when");
    match (&when, reason.is_empty()) {
        (Some(_), true) => reader.errors.push("reason", "Đề nghị ghi một câu nêu lý do loại trừ."),
        (None, false) => reader.errors.push("when_source", "Đề nghị chọn số liệu, hoặc xóa câu lý do."),
        _ => {}
    }
    if rules_out.iter().any(|code| !grades.contains(code)) {
        reader.errors.push("rules_out", "Có mức không còn trong bộ tiêu chí.");
    }
    rule.veto = when.map(|when| Veto { when, reason, rules_out });
}

pub(super) fn choice_fields(rule: &Rule) -> Vec<(String, String)> {
    let of = |(n, choice): (usize, &Choice)| {
        [
            (format!("level_code[{n}]"), choice.code.clone()),
            (format!("level_name[{n}]"), choice.name.clone()),
            (format!("level_points[{n}]"), maybe_exact(choice.points)),
        ]
    };
    rule.choices.iter().enumerate().flat_map(of).collect()
}

pub(super) fn apply_choices(rule: &mut Rule, reader: &mut Reader) {
    let Some(keys) = reader.rows("level_name") else { return };
    let mut levels: Vec<Choice> = Vec::new();
    for key in keys {
        let [code, name, points] = ["code", "name", "points"].map(|part| format!("level_{part}[{key}]"));
        let text = reader.given(&name).unwrap_or_default().to_owned();
        let mut worth = None;
        reader.maybe_points(&points, &mut worth);
        if text.is_empty() {
            if worth.is_some() {
                reader.errors.push(name, "Đề nghị nhập tên của mức này.");
            }
            continue;
        }
        let kept = reader.given(&code).filter(|code| !code.is_empty()).map(str::to_owned);
        let level = Choice { code: kept.unwrap_or_else(|| code_of_name(&text)), name: text, points: worth };
        if levels.iter().any(|other| other.code == level.code) {
            reader.errors.push(name, "Đã có một mức cùng tên.");
        }
        levels.push(level);
    }
    rule.choices = levels;
}
