//! The arithmetic as tables.

use super::*;
use crate::{
    clock::{Month, hanoi_instant},
    criteria::{CriteriaSet, Fact, Facts, Kind, MissingMonth, PRESETS, Source, Then, Value, parse, vetoes},
    months::{DeadlineDays, Deadlines, Timeliness},
    points::Points,
};

fn preset(name: &str) -> CriteriaSet {
    let (_, text) = PRESETS.iter().find(|(file, _)| file.starts_with(name)).unwrap();
    parse(text).unwrap()
}

pub(super) fn ours() -> CriteriaSet {
    preset("bon-tot-minh-hoa")
}

pub(super) fn p(text: &str) -> Points {
    text.parse().unwrap()
}

/// Four criteria of one graded item each, 25 points, any step.
pub(super) fn four() -> CriteriaSet {
    let criterion = |n: u32| {
        format!(
            "[[criterion]]\ncode = \"{n}\"\nname = \"TC\"\n[[criterion.item]]\ncode = \"{n}.1\"\ntext = \"Mục\"\n\
                 kind = \"graded\"\nmax = 25\nstep = 0.01\n"
        )
    };
    let head = "code = \"thu\"\ninstrument = \"four_good\"\nname = \"Thử\"\nbasis = \"Thử\"\nvalid_from = \"2023-01\"\n\
                official = true\nscale = 100\ngrades = [{ code = \"tot\", name = \"Tốt\", at_least = 90, gates = [\"1.1\"] },\
                { code = \"kha\", name = \"Khá\", at_least = 70 }]\n";
    parse(&(head.to_owned() + &(1..=4).map(criterion).collect::<String>())).unwrap()
}

fn line(code: &str, points: &str) -> Line {
    Line { own: Some(Mark::Points(p(points))), ..Line::blank(code) }
}

fn level(code: &str, level: &str) -> Line {
    Line { own: Some(Mark::Level(level.to_owned())), ..Line::blank(code) }
}

fn full(set: &CriteriaSet) -> Vec<Line> {
    set.items().map(|item| line(&item.code, &item.max_points().0.to_string())).collect()
}

fn sums(marks: [&str; 4]) -> (Totals, Graded) {
    let lines: Vec<_> = marks.iter().zip(1..).map(|(mark, n)| line(&format!("{n}.1"), mark)).collect();
    let set = four();
    let sum = totals(&set, &lines, View::Own);
    let graded = grade(&set, &sum, &lines, View::Own, &[]);
    (sum, graded)
}

#[test]
fn a1_four_times_22_49_is_89_96_and_not_90() {
    let (sum, graded) = sums(["22.49"; 4]);
    assert_eq!(sum.total.unwrap().to_string(), "89,96");
    assert_eq!(graded.code.as_deref(), Some("kha"));
    assert_eq!(graded.missed[0], "Mức Tốt: 89,96 – chưa đạt 90");
}

#[test]
fn a2_a_near_miss_never_passes_the_bar() {
    assert_eq!(sums(["25", "25", "25", "14.95"]).1.code.as_deref(), Some("kha"));
    assert_eq!(sums(["25", "25", "25", "15"]).1.code.as_deref(), Some("tot"));
    let gate = sums(["24.99", "25", "25", "25"]).1;
    assert_eq!(gate.missed, ["Mức Tốt: mục 1.1 được 24,99/25, cần đủ điểm"]);
}

#[test]
fn a3_the_sum_is_of_exact_items() {
    let (sum, _) = sums(["1.05", "1.05", "1.05", "2.10"]);
    assert_eq!((sum.total.unwrap().to_string(), sum.total.unwrap().fixed()), ("5,25".into(), "5,25".into()));
}

#[test]
fn a5_a_missing_month_is_not_a_zero() {
    let months = [Some(p("90")), Some(p("80")), None];
    assert_eq!(year_average(&months, MissingMonth::Excluded).to_string(), "85,00 (thiếu 1/3 tháng)");
    let as_zero = year_average(&months, MissingMonth::CountsAsZero);
    assert_eq!(as_zero.to_string(), "56,67 (thiếu 1/3 tháng, tính 0 điểm)");
    assert_eq!(year_average(&[None], MissingMonth::Excluded).to_string(), "– (thiếu 1/1 tháng)");
}

#[test]
fn a6_zero_is_a_score_and_blank_is_not() {
    let set = four();
    let zero = totals(&set, &[line("1.1", "0")], View::Own);
    assert_eq!((zero.total, zero.scored.scored), (Some(Points::ZERO), 1));
    let blank = totals(&set, &[Line::blank("1.1")], View::Own);
    assert_eq!((blank.total, blank.criteria[0].points), (None, None));
    assert_eq!(year_average(&[Some(Points::ZERO), None], MissingMonth::Excluded).average, Some(Points::ZERO));
}

#[test]
fn a7_a_pooled_average_takes_every_cell_once() {
    let cells = [100, 100, 70, 70, 70, 70, 70, 70, 70, 70].map(|n| Some(Points::whole(n)));
    assert_eq!(year_average(&cells, MissingMonth::Excluded).to_string(), "76,00");
}

#[test]
fn a8_nothing_over_nothing_is_a_dash() {
    assert_eq!(year_average(&[], MissingMonth::CountsAsZero).to_string(), "–");
    let set = four();
    let none: Vec<_> =
        set.items().map(|i| Line { not_applicable: Some(Then::Rescale), ..Line::blank(&i.code) }).collect();
    assert_eq!(totals(&set, &none, View::Own).total, None);
}

#[test]
fn a9_the_same_lines_under_another_version_keep_their_own_total() {
    let mut later = four();
    later.criteria[0].items[0].max = Some(p("10"));
    let lines = [line("1.1", "20"), line("2.1", "25"), line("3.1", "25"), line("4.1", "20")];
    assert_eq!(totals(&four(), &lines, View::Own).total, Some(p("90")));
}

#[test]
fn a11_a_month_without_a_sheet_stays_a_gap() {
    let months = [Some(p("85")), None, Some(p("88"))];
    let year = year_average(&months, MissingMonth::Excluded);
    assert_eq!((year.missing, year.average.unwrap().fixed()), (1, "86,50".into()));
}

#[test]
fn a12_a_scaled_total_keeps_its_digits_until_it_is_shown() {
    let mut lines = full(&ours());
    lines.iter_mut().find(|l| l.code == "2.5").unwrap().not_applicable = Some(Then::Rescale);
    lines.iter_mut().find(|l| l.code == "1.1").unwrap().own = Some(Mark::Points(p("4")));
    let sum = totals(&ours(), &lines, View::Own);
    assert_eq!((sum.inside, sum.worth), (p("96"), p("97")));
    let total = sum.total.unwrap();
    assert_eq!((total.to_string(), total.fixed()), ("98,97".into(), "98,97".into()));
    assert!(!total.reaches(p("98.97")) && total.reaches(p("98.969")), "nothing was rounded on the way");
}

#[test]
fn not_applicable_gives_all_none_or_leaves_out() {
    for (then, total, max) in
        [(Then::Full, "100", "20"), (Then::Zero, "97", "20"), (Then::Rescale, "100", "17")]
    {
        let mut lines = full(&ours());
        *lines.iter_mut().find(|l| l.code == "2.1").unwrap() =
            Line { not_applicable: Some(then), ..Line::blank("2.1") };
        let sum = totals(&ours(), &lines, View::Own);
        assert_eq!((sum.total, sum.criteria[1].max), (Some(p(total)), p(max)), "{then:?}");
    }
}

#[test]
fn bonus_is_capped_and_penalty_taken_off() {
    let mut set = ours();
    set.bonus.push(crate::criteria::Item { code: "C2".into(), ..set.bonus[0].clone() });
    let with = |extra: &[(&str, &str)]| {
        let extra = extra.iter().map(|(code, points)| line(code, points));
        totals(&set, &full(&set).into_iter().chain(extra).collect::<Vec<_>>(), View::Own)
    };
    assert_eq!(with(&[("C1", "4"), ("C2", "3")]).total, Some(p("105")));
    assert_eq!(with(&[("C1", "4"), ("C2", "3")]).bonus_given, p("7"));
    assert_eq!(with(&[("C1", "1"), ("T1", "2")]).total, Some(p("99")));
}

#[test]
fn official_points_count_where_there_are_some() {
    let set = four();
    let mut lines = vec![line("1.1", "20"), line("2.1", "25")];
    lines[0].official = Some(Mark::Points(p("15.5")));
    assert_eq!(totals(&set, &lines, View::Own).total, Some(p("45")));
    assert_eq!(totals(&set, &lines, View::Official).total, Some(p("40.5")));
    lines[1].official = Some(Mark::Points(Points::ZERO));
    assert_eq!(totals(&set, &lines, View::Official).total, Some(p("15.5")), "an official 0 is a score");
}

#[test]
fn a_computed_item_follows_the_records_until_it_is_scored_otherwise() {
    let set = ours();
    let item = set.item("2.3").unwrap();
    let mut line = Line { suggested: Some(p("4")), ..Line::blank("2.3") };
    assert_eq!((line.points(item, View::Own), line.differs(item)), (Some(p("4")), false));
    line.own = Some(Mark::Points(p("3.5")));
    assert_eq!((line.points(item, View::Own), line.differs(item)), (Some(p("3.5")), true));
    let graded = Line { suggested: Some(p("4")), ..Line::blank("1.1") };
    assert_eq!(graded.points(set.item("1.1").unwrap(), View::Own), None);
}

#[test]
fn every_item_must_pass() {
    let set = preset("bon-tot-dat");
    let all: Vec<_> = set.items().map(|item| level(&item.code, PASS)).collect();
    assert_eq!(totals(&set, &all, View::Own).passed, Some(true));
    assert_eq!(totals(&set, &all[1..], View::Own).passed, None);
    assert_eq!(totals(&set, &[level("3.2", FAIL)], View::Own).passed, Some(false));
    let sum = totals(&set, &all, View::Own);
    assert_eq!(grade(&set, &sum, &all, View::Own, &[]).name, "Đạt");
}

#[test]
fn a_veto_rules_out_the_highest_grade() {
    let mut set = ours();
    set.grades = four().grades.into_iter().map(|g| crate::criteria::Grade { gates: vec![], ..g }).collect();
    let lines = full(&set);
    let sum = totals(&set, &lines, View::Own);
    let year = Facts::default().with(Source::DisciplineInYear, Fact::new(Value::Number(p("1")), ""));
    let graded = grade(&set, &sum, &lines, View::Own, &vetoes(&set, &year));
    assert_eq!(graded.code.as_deref(), Some("kha"));
    assert_eq!(graded.missed, ["Mức Tốt: Có đảng viên bị kỷ luật trong năm"]);
}

#[test]
fn an_open_item_leaves_the_grade_open() {
    let set = four();
    let lines = [line("1.1", "25")];
    let sum = totals(&set, &lines, View::Own);
    assert_eq!(sum.scored.to_string(), "1/4 mục đã có điểm");
    assert_eq!(grade(&set, &sum, &lines, View::Own, &[]), Graded::default());
}

/// An item, what is done to its line, and what is then said.
type Blocked = (&'static str, fn(&mut Line), &'static str);

#[test]
fn what_blocks_sending_is_named() {
    let set = ours();
    let mut lines = full(&set);
    assert_eq!(blocks(&set, &lines, None).len(), 9, "computed items scored without any record need a reason");
    for line in &mut lines {
        line.suggested = if set.item(&line.code).unwrap().kind == Kind::Computed {
            line.points(set.item(&line.code).unwrap(), View::Own)
        } else {
            None
        };
    }
    assert_eq!(blocks(&set, &lines, None), []);
    let with = |code: &str, change: fn(&mut Line)| {
        let mut changed = lines.clone();
        if !changed.iter().any(|l| l.code == code) {
            changed.push(Line::blank(code));
        }
        change(changed.iter_mut().find(|l| l.code == code).unwrap());
        blocks(&set, &changed, None)
            .into_iter()
            .map(|b| format!("{}: {}", b.code, b.says))
            .collect::<Vec<_>>()
    };
    let cases: [Blocked; 9] = [
        ("3.1", |l| l.own = None, "Chưa có điểm mục 3.1"),
        ("2.3", |l| l.own = Some(Mark::Points(p("3"))), "cần một câu nêu lý do"),
        ("C1", |l| l.own = Some(Mark::Points(p("3"))), "Điểm cộng mục C1: cần giải trình"),
        ("T1", |l| l.own = Some(Mark::Points(p("1"))), "Điểm trừ mục T1: cần giải trình"),
        ("1.5", |l| l.not_applicable = Some(Then::Rescale), "Mục 1.5 không áp dụng"),
        ("3.2", |l| l.own = Some(Mark::Points(p("7"))), "Điểm lớn hơn mức tối đa 6"),
        ("3.2", |l| l.own = Some(Mark::Points(p("5.1"))), "bước 0,25"),
        ("3.2", |l| l.own = Some(Mark::Points(p("-1"))), "không được nhỏ hơn 0"),
        ("3.4", |l| l.own = Some(Mark::Points(p("2"))), "chỉ có hai mức: 0 hoặc 4"),
    ];
    for (code, change, said) in cases {
        let found = with(code, change);
        assert!(found.len() == 1 && found[0].contains(said), "{said}: {found:?}");
    }
}

#[test]
fn a_chosen_grade_and_every_level_are_compulsory() {
    let set = preset("sinh-hoat-2018");
    let lines: Vec<_> = set.items().map(|item| level(&item.code, "tot")).collect();
    assert_eq!(blocks(&set, &lines, Some("tot")), []);
    assert_eq!(blocks(&set, &lines, None)[0].says, "Chưa chọn mức xếp loại của cả kỳ sinh hoạt.");
    assert!(blocks(&set, &lines[1..], Some("tot"))[0].says.starts_with("Chưa chọn mức mục 1.1"));
    assert_eq!(in_words(&set, set.item("1.1").unwrap(), &Mark::Level("kha".into())), "Khá");
}

#[test]
fn the_year_by_its_months() {
    let mut set = preset("sinh-hoat-hd42");
    let rule = "[year]\ngrades = [{ code = \"tot\", name = \"Tốt\", every_month_at_least = \"kha\", \
                months = { grade = \"tot\", count = 7 } }, { code = \"kha\", name = \"Khá\", average_at_least = 70 }]\n";
    let (_, text) = PRESETS.iter().find(|(file, _)| file.starts_with("sinh-hoat-hd42")).unwrap();
    set.year = parse(&format!("{text}\n{rule}")).unwrap().year;
    let rule = set.year.clone().unwrap();
    let graded = |tot: usize, kha: usize, worse: usize| {
        let months: Vec<_> = [("tot", tot), ("kha", kha), ("kem", worse)]
            .into_iter()
            .flat_map(|(code, n)| std::iter::repeat_n(Some(code), n))
            .collect();
        year_grade(&set, &rule, &months, Some(p("80"))).map(|grade| grade.code.clone())
    };
    assert_eq!(graded(7, 5, 0).as_deref(), Some("tot"));
    assert_eq!(graded(6, 6, 0).as_deref(), Some("kha"));
    assert_eq!(graded(11, 0, 1).as_deref(), Some("kha"));
    assert_eq!(year_grade(&set, &rule, &[Some("tot"), None], None), None);
}

#[test]
fn only_the_steps_of_the_table_are_allowed() {
    let allowed: Vec<_> = TRANSITIONS.iter().map(|(from, act, _)| (*from, *act)).collect();
    let acts =
        [Act::Save, Act::Submit, Act::Withdraw, Act::Return, Act::SetOfficial, Act::Confirm, Act::Reopen];
    for from in [State::Draft, State::Submitted, State::Returned, State::Confirmed] {
        assert_eq!(from.text().parse(), Ok(from));
        for act in acts {
            assert_eq!(from.after(act).is_some(), allowed.contains(&(from, act)), "{from:?} {act:?}");
        }
    }
    assert_eq!(State::Confirmed.after(Act::Save), None);
}

#[test]
fn b5_b15_deadlines_hold_to_the_end_of_a_working_day() {
    let day = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let at = |d, h, m, s| hanoi_instant(d, chrono::NaiveTime::from_hms_opt(h, m, s).unwrap());
    let july = Deadlines::of("2026-07".parse::<Month>().unwrap(), DeadlineDays::default(), &[]);
    assert_eq!((july.on_time, july.closing), (day(2026, 8, 5), day(2026, 8, 10)));
    assert_eq!(july.at(at(day(2026, 8, 5), 23, 59, 30)), Timeliness::OnTime);
    assert_eq!(july.at(at(day(2026, 8, 6), 0, 0, 1)), Timeliness::Late);
    assert_eq!(july.at(at(day(2026, 8, 11), 0, 0, 0)), Timeliness::Closed);
    let on_a_sunday = Deadlines::of("2023-01".parse().unwrap(), DeadlineDays::default(), &[]);
    assert_eq!(on_a_sunday.on_time, day(2023, 2, 6));
    // Weekdays off: 5–9/2, 12/2; the weekends between are off by themselves.
    let tet: Vec<_> = [5, 6, 7, 8, 9, 12].map(|d| day(2024, 2, d)).into();
    let in_tet = Deadlines::of("2024-01".parse().unwrap(), DeadlineDays::default(), &tet);
    assert_eq!((in_tet.on_time, in_tet.closing), (day(2024, 2, 13), day(2024, 2, 13)));
    // Saturday 10/2 worked instead of another day: the date stays on it.
    let worked: Vec<_> = tet.into_iter().chain([day(2024, 2, 10)]).collect();
    let swapped = Deadlines::of("2024-01".parse().unwrap(), DeadlineDays::default(), &worked);
    assert_eq!((swapped.on_time, swapped.closing), (day(2024, 2, 10), day(2024, 2, 10)));
}
