//! The conditions of recognition, on years made up for them.

use proptest::prelude::*;

use super::{
    bench::model::{Order, ranked},
    conditions::{CriterionOf, MonthOf, Trial, Tried, Verdict, YearOf, is_vetoed_by_month, vetoes_of_month},
    model::{State as Stage, Step},
};
use crate::{
    clock::Month,
    criteria::{
        CriteriaSet, Fact, Facts, MissingMonth, PRESETS, Recognition, Source, UnitLevel, Value, parse,
    },
    points::{Decimal, Points},
    scores::State,
};

fn set() -> CriteriaSet {
    let (_, text) = PRESETS.iter().find(|(file, _)| file.contains("bon-tot-minh-hoa")).unwrap();
    parse(text).unwrap()
}

fn points(text: &str) -> Points {
    text.parse().unwrap()
}

/// A year of twelve confirmed months at some points, with everything else in order.
pub(super) fn year(at: &str) -> YearOf {
    let months = Month::year_of(2026).map(|month| MonthOf {
        month,
        state: Some(State::Confirmed),
        set: None,
        points: Some(points(at)),
        regular: 1,
        thematic: i64::from(month.number().is_multiple_of(3)),
        vetoes: Vec::new(),
    });
    let criterion = |code: &str, share: &str| CriterionOf {
        code: code.to_owned(),
        name: String::new(),
        points: points(share),
        max: Points::whole(300),
    };
    YearOf {
        way: Some("self".to_owned()),
        months: months.collect(),
        criteria: ["1", "2", "3", "4"].map(|code| criterion(code, "285")).to_vec(),
        unit_level: Some(UnitLevel::HoanThanhTot),
        disciplined: 0,
    }
}

fn tried(year: &YearOf, bar: Option<Points>) -> Tried {
    Trial { set: &set(), bar, this: "2027-02".parse().unwrap() }.hold(year)
}

/// The one condition that does not hold.
fn open(year: &YearOf) -> String {
    tried(year, None).why()
}

#[test]
fn a_year_in_order_passes_and_says_nothing_is_open() {
    let tried = tried(&year("92"), None);
    assert_eq!((tried.verdict(), tried.why()), (Verdict::Holds, String::new()));
    assert_eq!(
        tried.conditions.len(),
        11,
        "registered, months, average, four criteria, meetings, level, discipline"
    );
}

#[test]
fn a1_the_bar_is_held_against_the_exact_average() {
    let short = year("89.96");
    assert_eq!(tried(&short, None).verdict(), Verdict::Near);
    assert_eq!(open(&short), "Điểm bình quân năm từ 90: 89,96, thiếu 0,04 điểm");
    let mut hair = year("90");
    hair.months[0].points = Some(points("89.9999"));
    assert_eq!(open(&hair), "Điểm bình quân năm từ 90: 90,00, thiếu chưa đến 0,01 điểm");
    let far = year("88.99");
    assert_eq!(tried(&far, None).verdict(), Verdict::Fails);
    assert_eq!(tried(&far, Some(points("88.99"))).verdict(), Verdict::Holds, "by the bar of the round");
}

#[test]
fn each_criterion_needs_its_share() {
    let mut one = year("92");
    one.criteria[2].points = points("239.5");
    assert_eq!(open(&one), "Tiêu chí 3 từ 80% điểm tối đa: 79,83% (239,5/300), thiếu 0,5 điểm");
    assert_eq!(tried(&one, None).verdict(), Verdict::Near);
    one.criteria[2].points = points("200");
    assert_eq!(tried(&one, None).verdict(), Verdict::Fails);
}

#[test]
fn what_is_missing_is_named() {
    let mut missing = year("92");
    missing.months[2].state = None;
    missing.months[2].points = None;
    missing.months[4].state = Some(State::Draft);
    let why = open(&missing);
    assert!(why.contains("Đủ phiếu của mọi tháng phải nộp: 10/12 tháng đã duyệt, thiếu tháng 3, 5"), "{why}");
    let mut waiting = year("92");
    waiting.months[11].state = Some(State::Submitted);
    assert_eq!(tried(&waiting, None).verdict(), Verdict::Unknown);
    assert!(open(&waiting).contains("chờ duyệt tháng 12"));
    let mut few = year("92");
    (few.months[2].regular, few.months[2].thematic) = (0, 0);
    assert_eq!(
        open(&few),
        "Ít nhất 12 kỳ sinh hoạt thường kỳ: 11/12 kỳ, thiếu 1; Ít nhất 4 kỳ sinh hoạt chuyên đề: 3/4 kỳ, thiếu 1"
    );
    let mut bare = year("92");
    (bare.way, bare.unit_level, bare.disciplined) = (None, None, 1);
    let why = open(&bare);
    for said in ["chưa đăng ký", "chưa ghi mức xếp loại", "1 đảng viên bị kỷ luật"] {
        assert!(why.contains(said), "{said} in {why}");
    }
}

#[test]
fn a_year_that_goes_on_is_not_judged_yet() {
    let mut running = year("95");
    for month in &mut running.months[10..] {
        (month.state, month.points, month.regular, month.thematic) = (None, None, 0, 0);
    }
    let tried = Trial { set: &set(), bar: None, this: "2026-11".parse().unwrap() }.hold(&running);
    assert_eq!(tried.verdict(), Verdict::Unknown);
    assert!(tried.why().contains("10/12 tháng đã duyệt, còn 2 tháng"), "{}", tried.why());
    assert_eq!(tried.average.average, Some(points("95")), "months ahead are no zeros");
}

#[test]
fn a5_a_missing_month_counts_as_the_criteria_say() {
    let mut set = set();
    set.recognition = Some(Recognition { missing_month: MissingMonth::CountsAsZero, ..Recognition::usual() });
    let mut missing = year("96");
    (missing.months[0].state, missing.months[0].points) = (None, None);
    let tried = Trial { set: &set, bar: None, this: "2027-02".parse().unwrap() }.hold(&missing);
    assert_eq!(tried.average.average, Some(points("88")));
    assert!(
        tried.why().contains("Điểm bình quân năm từ 90: 88,00 (thiếu 1/12 tháng, tính 0 điểm), thiếu 2 điểm"),
        "{}",
        tried.why()
    );
}

/// A year in order of a cell expected only in some months.
fn part(months: std::ops::RangeInclusive<u32>) -> YearOf {
    let mut part = year("92");
    part.months.retain(|month| months.contains(&month.month.number()));
    part
}

/// What is found for the condition that begins with some words.
fn found(year: &YearOf, asked: &str) -> (String, String) {
    let tried = tried(year, None);
    let held = tried.conditions.into_iter().find(|held| held.asked.contains(asked)).unwrap();
    (held.asked, held.found)
}

#[test]
fn a_cell_that_began_in_mid_year_is_asked_for_the_meetings_of_its_months() {
    let july = part(7..=12);
    assert_eq!(tried(&july, None).verdict(), Verdict::Holds);
    let said = |asked: &str, found: &str| (asked.to_owned(), found.to_owned());
    let regular = said("Ít nhất 6 kỳ sinh hoạt thường kỳ", "6/6 kỳ (tham gia từ tháng 7/2026)");
    assert_eq!(found(&july, "thường kỳ"), regular);
    let thematic = said("Ít nhất 2 kỳ sinh hoạt chuyên đề", "2/2 kỳ (tham gia từ tháng 7/2026)");
    assert_eq!(found(&july, "chuyên đề"), thematic);
    assert_eq!(found(&july, "Đủ phiếu").1, "6/6 tháng đã duyệt (tham gia từ tháng 7/2026)");
    let thematic = |year: &YearOf| found(year, "chuyên đề").0;
    assert_eq!(thematic(&part(2..=12)), "Ít nhất 3 kỳ sinh hoạt chuyên đề", "the first quarter is not whole");
    assert_eq!(
        thematic(&part(2..=4)),
        "Không yêu cầu kỳ sinh hoạt chuyên đề",
        "three months, no whole quarter"
    );
    assert_eq!(found(&part(1..=6), "thường kỳ").1, "6/6 kỳ (tham gia đến tháng 6/2026)");
    let mut broken = year("92");
    broken.months.remove(4);
    assert_eq!(found(&broken, "thường kỳ").1, "11/11 kỳ (tham gia 11/12 tháng)");
}

#[test]
fn what_a_month_vetoes_stands_against_the_year_with_its_months() {
    let mut vetoed = year("95");
    for month in [2, 7] {
        vetoed.months[month].vetoes = vec!["Có đảng viên vắng không lý do".to_owned()];
    }
    assert_eq!(tried(&vetoed, None).verdict(), Verdict::Fails);
    assert_eq!(open(&vetoed), "Không có điều loại trừ: Có đảng viên vắng không lý do (tháng 3, 8)");
}

#[test]
fn discipline_in_the_year_is_said_once() {
    let mut disciplined = year("95");
    disciplined.disciplined = 1;
    assert_eq!(open(&disciplined), "Không có đảng viên bị kỷ luật trong năm: 1 đảng viên bị kỷ luật");
    let mut set = set();
    set.recognition = Some(Recognition { no_discipline: false, ..Recognition::usual() });
    let tried = Trial { set: &set, bar: None, this: "2027-02".parse().unwrap() }.hold(&disciplined);
    assert_eq!(tried.why(), "Không có điều loại trừ: Có đảng viên bị kỷ luật trong năm");
}

#[test]
fn only_vetoes_of_a_month_ask_for_its_records() {
    let mut set = set();
    assert!(!is_vetoed_by_month(&set), "discipline in the year is counted with the year");
    let item =
        set.criteria.iter_mut().flat_map(|c| &mut c.items).find(|item| item.rule.veto.is_some()).unwrap();
    item.rule.veto.as_mut().unwrap().when = "discipline.count_in_month > 0".to_owned().try_into().unwrap();
    assert!(is_vetoed_by_month(&set));
    let facts =
        |n| Facts::default().with(Source::DisciplineInMonth, Fact::new(Value::Number(Points::whole(n)), ""));
    assert!(vetoes_of_month(&set, &facts(0)).is_empty());
    assert_eq!(vetoes_of_month(&set, &facts(1)), ["Có đảng viên bị kỷ luật trong năm"]);
}

/// A year as somebody may find it: months expected or not, with or without a sheet, at some points.
fn any_year() -> impl Strategy<Value = YearOf> {
    let month = (any::<bool>(), 0_usize..4, 0_i64..=100, 0_i64..=1);
    proptest::collection::vec(month, 12).prop_map(|months| {
        let mut made = year("0");
        let states = [None, Some(State::Draft), Some(State::Submitted), Some(State::Confirmed)];
        for (month, (_, state, points, thematic)) in made.months.iter_mut().zip(&months) {
            (month.state, month.thematic) = (states[*state], *thematic);
            month.points = month.state.map(|_| Points::whole(*points));
        }
        let mut expected = months.iter().map(|(is, ..)| *is);
        made.months.retain(|_| expected.next() == Some(true));
        weighed(made)
    })
}

/// The same year with its criteria counted from its months, each a quarter of the points.
fn weighed(mut year: YearOf) -> YearOf {
    let counted: Vec<_> = year.months.iter().filter(|month| month.counts()).collect();
    let sum: Decimal = counted.iter().filter_map(|month| month.points).map(|points| points.0).sum();
    let max = Points::whole(25 * i64::try_from(counted.len()).unwrap());
    for criterion in &mut year.criteria {
        (criterion.points, criterion.max) = (Points(sum / Decimal::from(4)), max);
    }
    year
}

proptest! {
    #[test]
    fn a_part_of_a_year_is_never_asked_for_more_than_the_year(
        year in any_year(), regular in 0_u32..=24, thematic in 0_u32..=12
    ) {
        prop_assert!((0..=i64::from(regular)).contains(&year.regular_asked(regular)));
        prop_assert!((0..=i64::from(thematic)).contains(&year.thematic_asked(thematic)));
    }

    #[test]
    fn a_cell_expected_all_year_is_asked_for_what_the_criteria_say(regular in 0_u32..=24, thematic in 0_u32..=12) {
        let whole = year("92");
        let asked = (whole.regular_asked(regular), whole.thematic_asked(thematic));
        prop_assert_eq!(asked, (i64::from(regular), i64::from(thematic)));
        prop_assert_eq!(whole.part_taken(), "");
    }

    #[test]
    fn a_month_confirmed_at_full_points_never_makes_a_year_worse(before in any_year(), at in 0_usize..12) {
        prop_assume!(at < before.months.len());
        let mut after = before.clone();
        after.months[at].state = Some(State::Confirmed);
        after.months[at].points = Some(Points::whole(100));
        let (before, after) = (tried(&before, None).verdict(), tried(&weighed(after), None).verdict());
        prop_assert!(after <= before, "{:?} after {:?}", after, before);
    }
}

#[test]
fn the_usual_conditions_are_those_of_the_illustrative_frame() {
    assert_eq!(set().recognition, Some(Recognition::usual()));
}

#[test]
fn every_step_leads_on_from_where_it_starts_and_nothing_leaves_what_was_issued() {
    let steps = [
        Step::Propose,
        Step::Withdraw,
        Step::Return,
        Step::Appraise,
        Step::NotPropose,
        Step::Present,
        Step::Recall,
        Step::Recognize,
        Step::NotRecognize,
        Step::Postpone,
        Step::VoteAgain,
    ];
    for step in steps {
        let (from, to) = step.ways();
        assert!(!from.contains(&to) && !from.is_empty(), "{step:?}");
        assert!(!step.is_open(Stage::Issued) && !step.is_open(Stage::Revoked), "{step:?}");
    }
}

#[test]
fn those_that_tie_across_the_edge_of_the_quota_are_listed() {
    let judged = |rank: usize, at: &str| {
        let cell = super::queries::years::CellYear {
            id: crate::ids::OrganizationId(i64::try_from(rank).unwrap()),
            code: format!("cb-{rank}").parse().unwrap(),
            name: format!("Chi bộ {rank}"),
            parent: None,
            set: None,
            year: year(at),
            is_recognized: false,
        };
        let tried = Some(tried(&cell.year, None));
        super::load::Judged { cell, tried, criteria: None, rank }
    };
    let all = vec![judged(0, "91"), judged(1, "95"), judged(2, "93"), judged(3, "93"), judged(4, "80")];
    let found = ranked(all, Vec::new(), Some(2), Order::Average);
    let seen: Vec<_> = found.iter().map(|c| (c.judged.rank, c.place, c.is_beyond, c.ties)).collect();
    assert_eq!(
        seen,
        [
            (1, Some(1), false, false),
            (2, Some(2), false, true),
            (3, Some(2), true, true),
            (0, Some(4), true, false),
            (4, None, false, false)
        ]
    );
}
