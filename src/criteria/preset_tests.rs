use super::*;
use crate::criteria::{Fact, Facts, Source, Suggestion, Then, Value as FactValue, problems, suggest, vetoes};

fn preset(name: &str) -> CriteriaSet {
    let (_, text) = PRESETS.iter().find(|(file, _)| file.starts_with(name)).unwrap();
    parse(text).unwrap()
}

fn ours() -> CriteriaSet {
    preset("bon-tot-minh-hoa")
}

fn suggested(set: &CriteriaSet, code: &str, source: Source, value: FactValue) -> Suggestion {
    suggest(set.item(code).unwrap(), &Facts::default().with(source, Fact::new(value, "số liệu")))
}

fn p(text: &str) -> Points {
    text.parse().unwrap()
}

#[test]
fn every_preset_can_be_published() {
    for (file, text) in PRESETS {
        let set = parse(text).unwrap_or_else(|e| panic!("{file}: {e}"));
        assert_eq!(problems(&set), Vec::<String>::new(), "{file}");
    }
}

#[test]
fn a4_saving_three_times_unchanged_is_identical() {
    for (file, text) in PRESETS {
        let set = parse(text).unwrap();
        let first = export(&set).unwrap();
        let again = parse(&first).unwrap_or_else(|e| panic!("{file}: {e}\n{first}"));
        assert_eq!(again, set, "{file}");
        assert_eq!(export(&parse(&export(&again).unwrap()).unwrap()).unwrap(), first, "{file}");
    }
}

#[test]
fn a4_weights_must_add_up_to_exactly_the_frame() {
    let mut set = ours();
    set.criteria[0].items[0].max = Some(p("4.98"));
    assert_eq!(problems(&set), ["Tổng điểm tối đa các mục là 99,98, phải đúng bằng 100."]);
    set.criteria[0].items[1].max = Some(p("10.02"));
    assert_eq!(problems(&set), Vec::<String>::new());
    let weight = parse(&export(&set).unwrap()).unwrap().criteria[0].items[1].max;
    assert_eq!(weight, Some(p("10.02")));
}

#[test]
fn an_unknown_key_is_refused_with_its_place() {
    let (_, text) = PRESETS[0];
    let cases = [
        ("step = 1\nmaxx = 3\n", "hint = \"models.active\"", "Mục 1.4: không có khóa nào tên “maxx”"),
        ("hint = \"models.activ\"", "hint = \"models.active\"", "không có số liệu nào tên “models.activ”"),
        ("bonuscap = 5", "bonus_cap  = 5", "Phần đầu: không có khóa nào tên “bonuscap”"),
        ("no_discipline = \"có\"", "no_discipline              = true", "Phần [recognition]"),
        ("then = \"drop\"", "then = \"full\"", "Mục 2.1"),
        ("above = 3, equals = true", "equals = true", "Mục 2.1"),
        ("kind = \"graded", "kind = \"graded\"", "Dòng "),
    ];
    for (wrong, right, said) in cases {
        let refused = parse(&text.replacen(right, wrong, 1)).unwrap_err().0;
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn bands_compare_exactly() {
    let set = preset("sinh-hoat-chi-tiet");
    let rates = [(9, 10, "4"), (8999, 10000, "3"), (2, 3, "2"), (0, 5, "1")];
    for (part, whole, points) in rates {
        let got = suggested(&set, "2.1", Source::AttendanceRate, FactValue::Ratio(part, whole));
        assert_eq!(got.points, Some(p(points)), "{part}/{whole}");
    }
    let spoke = |part| suggested(&set, "4.5", Source::SpeakingRate, FactValue::Ratio(part, 20)).points;
    assert_eq!([spoke(10), spoke(11), spoke(5)], [Some(p("4")), Some(p("5")), Some(p("2"))]);
    let short =
        |n| suggested(&set, "1.1", Source::MinutesShort, FactValue::Of(Points::whole(n), p("90"))).points;
    assert_eq!([-5, 0, 15, 16, 45, 46].map(short), ["5", "5", "4", "3", "2", "1"].map(|t| Some(p(t))));
}

#[test]
fn the_reason_names_fact_band_and_points() {
    let rate = Fact::new(FactValue::Ratio(26, 28), "26/28 đảng viên dự, 92,86%");
    let facts = Facts::default().with(Source::AttendanceRate, rate);
    let got = suggest(ours().item("2.3").unwrap(), &facts);
    assert_eq!(got.reason, "26/28 đảng viên dự, 92,86%; mức từ 90% được 4 điểm");
    let away = Fact::new(FactValue::Number(p("1")), "1 đồng chí vắng không lý do");
    let got = suggest(ours().item("2.3").unwrap(), &facts.with(Source::AbsentUnexcused, away));
    assert_eq!(got.points, Some(p("1")));
    assert_eq!(got.reason, "26/28 đảng viên dự, 92,86%; 1 đồng chí vắng không lý do, được 1 điểm");
}

#[test]
fn a8_a_rate_over_nothing_suggests_nothing() {
    let got = suggested(&ours(), "1.2", Source::TasksDoneRate, FactValue::Ratio(0, 0));
    assert_eq!(got.points, None);
    assert_eq!(suggested(&ours(), "2.4", Source::QualityGrade, FactValue::Unknown).points, None);
}

#[test]
fn an_item_that_does_not_apply_says_what_becomes_of_it() {
    let full = suggested(&ours(), "2.1", Source::NoCellCommittee, FactValue::Flag(true));
    assert_eq!((full.points, full.not_applicable), (Some(p("3")), Some(Then::Full)));
    assert_eq!(full.reason, "Số liệu: không áp dụng, được đủ điểm");
    let left_out = suggested(&ours(), "2.5", Source::NotQuarterEnd, FactValue::Flag(true));
    assert_eq!((left_out.points, left_out.not_applicable), (None, Some(Then::Rescale)));
    assert_eq!(
        suggested(&ours(), "2.1", Source::NoCellCommittee, FactValue::Flag(false)).not_applicable,
        None
    );
}

#[test]
fn a_veto_rules_out() {
    let facts = |n| {
        Facts::default().with(Source::DisciplineInYear, Fact::new(FactValue::Number(Points::whole(n)), ""))
    };
    let set = ours();
    assert_eq!(vetoes(&set, &facts(0)), []);
    assert_eq!(vetoes(&set, &facts(1))[0].reason, "Có đảng viên bị kỷ luật trong năm");
}

/// What committees were found to want beyond the presets.
#[test]
fn gates_year_rules_and_sectors_are_expressible() {
    let (_, text) = PRESETS[0];
    let text = text.replace(
        "bonus_cap  = 5",
        "bonus_cap = 5\nsectors = [\"office\", \"residential\"]\ngrades = [\n\
         { code = \"tot\", name = \"Tốt\", at_least = 90, gates = [\"2.1\", \"2.3\", \"3.3\", \"4.1\"] },\n\
         { code = \"kha\", name = \"Khá\", at_least = 70 } ]",
    );
    let sectors = "by_sector = [{ sectors = [\"residential\", \"private_enterprise\"], bands = [\
        { at_least = 85, points = 4 }, { otherwise = true, points = 0 }] }, { sectors = [\"office\", \"school\"], \
        bands = [{ at_least = 95, points = 4 }, { otherwise = true, points = 0 }] }]\noverride = { when = \"att";
    let text = text.replacen("override = { when = \"att", sectors, 1)
        + "[year]\ngrades = [{ code = \"tot\", name = \"Tốt\", every_month_at_least = \"kha\", \
           months = { grade = \"tot\", count = 7 } }]\n";
    let set = parse(&text).unwrap();
    assert_eq!(problems(&set), Vec::<String>::new());
    assert_eq!(parse(&export(&set).unwrap()).unwrap(), set);
    let at = |sector: &str| {
        let rate = Fact::new(FactValue::Ratio(90, 100), "");
        suggest(set.item("2.3").unwrap(), &Facts::of_sector(sector).with(Source::AttendanceRate, rate)).points
    };
    assert_eq!([at("residential"), at("office"), at("student")], ["4", "0", "4"].map(|t| Some(p(t))));
}

#[test]
fn a_wrong_set_is_not_published() {
    let (_, text) = PRESETS[0];
    let wrong = [
        (
            "{ at_least = 90, points = 4 }",
            "{ at_least = 90, points = 5 }",
            "Mục 2.3: có bậc điểm ngoài khoảng từ 0 đến 4.",
        ),
        (", { otherwise = true, points = 0 } ]\noverride", " ]\noverride", "Mục 2.3: bậc điểm cuối"),
        ("code = \"3.4\"", "code = \"3.3\"", "Mục 3.3: mã mục có hai lần."),
        ("max  = 4\nkind = \"yes_no\"", "max  = 4\nkind = \"pass_fail\"", "Mục 3.4"),
    ];
    for (right, wrong, said) in wrong {
        let found = problems(&parse(&text.replacen(right, wrong, 1)).unwrap());
        assert!(found.iter().any(|problem| problem.contains(said)), "{said}: {found:?}");
    }
}
