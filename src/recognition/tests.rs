//! The conditions of recognition, on years made up for them.

use super::{
    bench::model::{Order, ranked},
    conditions::{CriterionOf, MonthOf, Trial, Tried, Verdict, YearOf},
    model::{State as Stage, Step},
};
use crate::{
    clock::Month,
    criteria::{CriteriaSet, MissingMonth, PRESETS, Recognition, UnitLevel, parse},
    points::Points,
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
fn year(at: &str) -> YearOf {
    let months = Month::year_of(2026).map(|month| MonthOf {
        month,
        state: Some(State::Confirmed),
        points: Some(points(at)),
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
        regular: 12,
        thematic: 4,
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
    (few.regular, few.thematic) = (11, 3);
    assert_eq!(
        open(&few),
        "Ít nhất 12 kỳ sinh hoạt thường kỳ: 11, thiếu 1; Ít nhất 4 kỳ sinh hoạt chuyên đề: 3, thiếu 1"
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
        (month.state, month.points) = (None, None);
    }
    (running.regular, running.thematic) = (10, 3);
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
