use super::*;
use crate::{
    clock::Month,
    criteria::{
        PRESETS, Source, Test,
        editor::actions::blank,
        export, parse,
        part::{BONUS, PENALTY},
        problems,
    },
    points::Points,
};

fn p(text: &str) -> Points {
    text.parse().unwrap()
}

fn typed(pairs: &[(&str, &str)]) -> Fields {
    Fields::new(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}

fn preset(n: usize) -> CriteriaSet {
    parse(PRESETS[n].1).unwrap()
}

fn nothing() -> CriteriaSet {
    blank(Month::new(2027, 1).unwrap())
}

fn rules(item: &Item) -> Vec<Part> {
    let aspects = [Aspect::Bands, Aspect::Sectors, Aspect::Applies, Aspect::Veto, Aspect::Choices];
    aspects.map(|aspect| Part::Rule(item.code.clone(), aspect)).into()
}

/// Every form of a set.
fn all_parts(set: &CriteriaSet) -> Vec<Part> {
    let single = [Part::Head, Part::Grades, Part::Year, Part::Recognition];
    let criteria = set.criteria.iter().map(|criterion| Part::Criterion(criterion.code.clone()));
    let items = set.all_items().flat_map(|item| [vec![Part::Item(item.code.clone())], rules(item)].concat());
    single.into_iter().chain(criteria).chain(items).collect()
}

/// A set types itself into the editor, form by form, from nothing.
fn typed_in(target: &CriteriaSet) -> CriteriaSet {
    let mut set = CriteriaSet { code: target.code.clone(), ..nothing() };
    let mut save = |part: Part, from: &Part| {
        let filled = fields(target, from).unwrap();
        apply(&mut set, &part, &filled).unwrap_or_else(|errors| panic!("{part:?}: {errors:?}"));
    };
    save(Part::Head, &Part::Head);
    for criterion in &target.criteria {
        save(Part::NewCriterion, &Part::Criterion(criterion.code.clone()));
    }
    let inside = target.criteria.iter().flat_map(|c| c.items.iter().map(|item| (c.code.as_str(), item)));
    let bonus = target.bonus.iter().map(|item| (BONUS, item));
    let penalty = target.penalty.iter().map(|item| (PENALTY, item));
    for (under, item) in inside.chain(bonus).chain(penalty) {
        save(Part::NewItem(under.to_owned()), &Part::Item(item.code.clone()));
        for part in rules(item) {
            save(part.clone(), &part);
        }
    }
    for part in [Part::Grades, Part::Year, Part::Recognition] {
        save(part.clone(), &part);
    }
    set
}

/// What committees were found to want beyond the presets, typed over the illustrative frame.
fn wanted() -> CriteriaSet {
    let mut set = preset(0);
    let mut save = |part: Part, pairs: &[(&str, &str)]| {
        apply(&mut set, &part, &typed(pairs)).unwrap_or_else(|errors| panic!("{part:?}: {errors:?}"));
    };
    save(
        Part::Grades,
        &[
            ("grade_name[0]", "Khá"),
            ("grade_at_least[0]", "70"),
            ("grade_name[1]", "Tốt"),
            ("grade_at_least[1]", "90"),
            ("grade_gates[1]", "2.1, 2.3,3.3 4.1"),
            ("grade_name[2]", " "),
        ],
    );
    save(
        Part::Year,
        &[
            ("missing", "counts_as_zero"),
            ("year_name[0]", "Tốt"),
            ("year_every[0]", "kha"),
            ("year_count[0]", "7"),
            ("year_grade[0]", "tot"),
        ],
    );
    let at = Part::Rule("2.3".to_owned(), Aspect::Sectors);
    let row = |key: &str, test: &str, value: &str, points: &str| {
        [("test", test), ("value", value), ("points", points)]
            .map(|(n, t)| (format!("{n}[{key}]"), t.to_owned()))
    };
    let mut pairs: Vec<(String, String)> =
        [("0", "residential"), ("0", "private_enterprise"), ("1", "office"), ("1", "school")]
            .map(|(group, sector)| (format!("sectors[{group}]"), sector.to_owned()))
            .into();
    for (key, bar) in [("0", "85"), ("1", "95")] {
        pairs.extend(row(&format!("{key}-0"), "at_least", bar, "4"));
        pairs.extend(row(&format!("{key}-1"), "otherwise", "", "0"));
    }
    apply(&mut set, &at, &Fields::new(pairs)).unwrap();
    set
}

#[test]
fn a4_saving_every_form_as_it_is_shown_changes_nothing() {
    for set in (0..PRESETS.len()).map(preset).chain([wanted()]) {
        let mut saved = set.clone();
        for part in all_parts(&set) {
            let shown = fields(&saved, &part).unwrap();
            apply(&mut saved, &part, &shown).unwrap_or_else(|errors| panic!("{part:?}: {errors:?}"));
            assert_eq!(saved, set, "{part:?}");
        }
    }
}

#[test]
fn every_preset_can_be_typed_in_from_nothing() {
    for set in (0..PRESETS.len()).map(preset).chain([wanted()]) {
        assert_eq!(typed_in(&set), set);
        assert_eq!(problems(&set), Vec::<String>::new());
    }
}

#[test]
fn gates_year_rules_and_sectors_are_typed_as_committees_want_them() {
    let set = wanted();
    let grades: Vec<_> =
        set.grades.iter().map(|grade| (grade.code.as_str(), grade.gates.join(" "))).collect();
    assert_eq!(grades, [("tot", "2.1 2.3 3.3 4.1".to_owned()), ("kha", String::new())], "by their bars");
    let year = set.year.as_ref().unwrap();
    assert_eq!(year.grades[0].every_month_at_least.as_deref(), Some("kha"));
    assert_eq!(
        year.grades[0].months.as_ref().map(|months| (months.grade.as_str(), months.count)),
        Some(("tot", 7))
    );
    let rule = &set.item("2.3").unwrap().rule;
    let bar = |sector: &str| match rule.bands_for(sector)[0].test {
        Test::AtLeast(bar) => bar,
        ref other => panic!("{other:?}"),
    };
    assert_eq!(["residential", "office", "student"].map(bar), ["85", "95", "90"].map(p));
}

#[test]
fn frames_are_split_as_committees_split_them() {
    for weights in [&["30", "20", "50"][..], &["15", "20", "45", "20"], &["33,33", "33,33", "33,34"]] {
        let mut set = nothing();
        apply(&mut set, &Part::Head, &typed(&[("name", "Bộ"), ("basis", "HD 1")])).unwrap();
        for (n, weight) in weights.iter().enumerate() {
            let code = (n + 1).to_string();
            apply(&mut set, &Part::NewCriterion, &typed(&[("code", &code), ("name", "Tiêu chí")])).unwrap();
            let item =
                [("code", &*format!("{code}.1")), ("text", "Mục"), ("kind", "graded"), ("max", weight)];
            apply(&mut set, &Part::NewItem(code.clone()), &typed(&item)).unwrap();
        }
        assert_eq!(problems(&set), Vec::<String>::new(), "{weights:?}");
    }
}

#[test]
fn two_levels_are_enough() {
    let mut set = nothing();
    let levels = [("grade_name[0]", "Đạt"), ("grade_name[1]", "Không đạt")];
    apply(
        &mut set,
        &Part::Head,
        &typed(&[("name", "Bộ"), ("basis", "HD 1"), ("scale", "grades"), ("chosen", "on")]),
    )
    .unwrap();
    apply(&mut set, &Part::Grades, &typed(&levels)).unwrap();
    apply(&mut set, &Part::NewCriterion, &typed(&[("code", "1"), ("name", "Tiêu chí")])).unwrap();
    let item = typed(&[("code", "1.1"), ("text", "Mục"), ("kind", "choice")]);
    apply(&mut set, &Part::NewItem("1".to_owned()), &item).unwrap();
    assert_eq!(problems(&set), Vec::<String>::new());
    let codes: Vec<_> = set.choices(set.item("1.1").unwrap()).into_iter().map(|choice| choice.code).collect();
    assert_eq!(codes, ["dat", "khong_dat"]);
}

#[test]
fn c1_points_are_read_as_people_type_them_and_refused_with_a_sentence() {
    for (text, read) in [("8,5", "8.5"), ("8.5", "8.5"), (" 8,50 ", "8.5")] {
        let mut set = preset(0);
        apply(&mut set, &Part::Item("1.1".to_owned()), &typed(&[("max", text)])).unwrap();
        assert_eq!(set.item("1.1").unwrap().max, Some(p(read)), "{text}");
        let again = fields(&set, &Part::Item("1.1".to_owned())).unwrap();
        assert_eq!(again.text("max"), "8,5");
    }
    for text in ["8,5,2", "1.000", "8-5", "tám", "0", "-1"] {
        let errors =
            apply(&mut preset(0), &Part::Item("1.1".to_owned()), &typed(&[("max", text)])).unwrap_err();
        assert!(errors.get("max").is_some(), "{text}");
    }
}

#[test]
fn a_field_the_form_did_not_have_keeps_its_value() {
    for part in all_parts(&preset(0)) {
        let mut set = preset(0);
        // Of a head or an item the form always has the texts; of a list, its rows.
        let pairs = match &part {
            Part::Head => vec![("name", "Chi bộ bốn tốt – khung minh họa")],
            _ => vec![],
        };
        apply(&mut set, &part, &typed(&pairs)).unwrap_or_else(|errors| panic!("{part:?}: {errors:?}"));
        assert_eq!(set, preset(0), "{part:?}");
    }
}

/// A form, what was typed into it, and the field the sentence stands at.
type HalfFilled = (Part, &'static [(&'static str, &'static str)], &'static str);

#[test]
fn what_is_half_filled_in_is_said_at_its_field() {
    let rule = |aspect| Part::Rule("2.3".to_owned(), aspect);
    let cases: &[HalfFilled] = &[
        (Part::Head, &[("name", "")], "name"),
        (Part::Head, &[("valid_from", "13/2027")], "valid_from"),
        (Part::Head, &[("scale", "points"), ("frame", "")], "frame"),
        (Part::Head, &[("bonus_cap", "0")], "bonus_cap"),
        (Part::NewCriterion, &[("code", "5"), ("name", "")], "name"),
        (Part::NewCriterion, &[("code", "1"), ("name", "Khác")], "code"),
        (Part::NewCriterion, &[("code", "new"), ("name", "Khác")], "code"),
        (Part::NewItem("1".to_owned()), &[("code", "1.1"), ("text", "Khác"), ("kind", "graded")], "code"),
        (Part::NewItem("1".to_owned()), &[("code", "1/6"), ("text", "Khác"), ("kind", "graded")], "code"),
        (Part::Item("1.1".to_owned()), &[("kind", "bonus")], "kind"),
        (Part::Item("1.1".to_owned()), &[("under", "9")], "under"),
        (rule(Aspect::Bands), &[("source", "attendance.none")], "source"),
        (rule(Aspect::Bands), &[("test[0]", ""), ("value[0]", "90"), ("points[0]", "")], "test[0]"),
        (rule(Aspect::Bands), &[("test[0]", "at_least"), ("value[0]", ""), ("points[0]", "4")], "value[0]"),
        (rule(Aspect::Bands), &[("test[0]", "otherwise"), ("value[0]", ""), ("points[0]", "")], "points[0]"),
        (rule(Aspect::Bands), &[("override_source", ""), ("override_points", "1")], "override_source"),
        (
            rule(Aspect::Sectors),
            &[("test[0-0]", "otherwise"), ("value[0-0]", ""), ("points[0-0]", "1")],
            "sectors[0]",
        ),
        (rule(Aspect::Applies), &[("ground", "fact"), ("when_source", ""), ("then", "full")], "when_source"),
        (rule(Aspect::Applies), &[("ground", "secretary")], "then"),
        (
            rule(Aspect::Veto),
            &[("when_source", "discipline.count_in_year"), ("when_sign", "above")],
            "when_bar",
        ),
        (rule(Aspect::Veto), &[("when_source", "cell.has_no_committee"), ("reason", "")], "reason"),
        (Part::Grades, &[("grade_name[0]", ""), ("grade_at_least[0]", "90")], "grade_name[0]"),
        (Part::Grades, &[("grade_name[0]", "Tốt"), ("grade_gates[0]", "9.9")], "grade_gates[0]"),
        (Part::Grades, &[("grade_name[0]", "Tốt"), ("grade_name[1]", "tốt")], "grade_name[1]"),
        (Part::Year, &[("year_name[0]", "Tốt"), ("year_count[0]", "7")], "year_grade[0]"),
        (
            Part::Year,
            &[("year_name[0]", "Tốt"), ("year_count[0]", "13"), ("year_grade[0]", "tot")],
            "year_count[0]",
        ),
        (Part::Recognition, &[("has", "yes"), ("average", "chín mươi")], "average"),
    ];
    for (part, pairs, field) in cases {
        let errors = apply(&mut preset(0), part, &typed(pairs)).unwrap_err();
        assert!(errors.get(field).is_some(), "{part:?} {pairs:?}: {errors:?}");
    }
}

#[test]
fn a_new_code_is_followed_by_the_gates() {
    let mut set = wanted();
    apply(&mut set, &Part::Item("2.3".to_owned()), &typed(&[("code", "2.3a")])).unwrap();
    assert_eq!(set.grades[0].gates.join(" "), "2.1 2.3a 3.3 4.1");
}

#[test]
fn c11_an_item_sent_twice_is_there_once() {
    let mut set = preset(0);
    let new = typed(&[("code", "1.6"), ("text", "Việc mới"), ("kind", "graded"), ("max", "2")]);
    for _ in 0..2 {
        apply(&mut set, &Part::NewItem("1".to_owned()), &new).unwrap();
    }
    assert_eq!(set.criteria[0].items.len(), 6);
}

#[test]
fn a4_a_number_is_stored_alike_however_many_noughts_were_typed() {
    let mut set = preset(0);
    let part = Part::Rule("2.3".to_owned(), Aspect::Bands);
    let noughts = [
        ("override_source", "attendance.absent_unexcused"),
        ("override_sign", "above"),
        ("override_bar", "0,00"),
        ("override_points", "1,0"),
    ];
    apply(&mut set, &part, &typed(&noughts)).unwrap();
    assert_eq!(export(&set).unwrap(), export(&preset(0)).unwrap());
}

#[test]
fn another_kind_keeps_the_fact_as_a_hint() {
    let mut set = preset(0);
    apply(&mut set, &Part::Item("1.2".to_owned()), &typed(&[("kind", "graded")])).unwrap();
    let rule = &set.item("1.2").unwrap().rule;
    assert_eq!((rule.source, rule.hint, rule.bands.len()), (None, Some(Source::TasksDoneRate), 0));
}
