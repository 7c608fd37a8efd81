//! Demonstration data goes into an empty database only, on whatever day it is asked for.

use bontot::{
    clock::{Clock, hanoi_instant},
    db::Db,
    demo,
    files::Store,
};
use chrono::{NaiveDate, NaiveTime};
use sqlx::PgPool;

use crate::{
    documents, language,
    support::{Answer, World},
};

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn real_data_is_never_mixed_with_a_demonstration(pool: PgPool) {
    World::new(pool.clone()).await;
    let db = Db::from(pool);
    let refused = demo::fill(&db, &Clock::system(), &Store::in_memory()).await.unwrap_err();
    assert!(refused.to_string().contains("dữ liệu thật"), "{refused}");
    demo::fill_if_empty(&db, &Clock::system(), &Store::in_memory()).await.unwrap();
    assert!(!demo::is_demonstration(&db).await.unwrap());
}

/// The open month and the two before it then lie in two years. What can be seen on it goes through the merger.
#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_newcomer_can_look_at_it_on_new_years_day_and_the_merger_moves_no_figure(pool: PgPool) {
    let db = Db::from(pool.clone());
    let new_year = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
    let clock = Clock::fixed(hanoi_instant(new_year, NaiveTime::from_hms_opt(9, 0, 0).unwrap()));
    let files = Store::in_memory();
    demo::fill(&db, &clock, &files).await.unwrap();
    assert!(demo::is_demonstration(&db).await.unwrap());
    let world = World::with_files(pool.clone(), "2027-01-01T02:00:00Z", files);
    language::nothing_is_english(&world, &["bithu.thanhtra", "bantochuc", "quantri"]).await;
    the_article(&world).await;
    the_merger(&db, &clock, pool).await;
}

const COMMITTEE: &str = "/organizations/cac-co-quan-tinh";
const CELL: &str = "/organizations/thanh-tra-tinh";

/// What a paper says, but for when it was made and by whom it is read.
fn body(page: &Answer) -> Vec<String> {
    page.all("main")
}

/// The year of the article, made by the program's own acts: the report of the committee prints every figure of it, and the
/// decision recognises three of three.
async fn the_article(world: &World) {
    let reader = world.person("theodoi").await;
    let report = reader.get(&format!("{COMMITTEE}/years/2023/report/bao-cao.pdf")).await.is(200).bytes;
    let (said, lines) = (documents::words(&report), documents::text(&report));
    for figure in [
        "chọn 3 chi bộ làm điểm; 30 chi bộ khác tự đăng ký",
        "Chi bộ Kỹ thuật, trực thuộc Đảng ủy Công ty Điện lực Bắc Kạn",
        "Nghị quyết, kế hoạch, hướng dẫn về mô hình: 3/3 chi bộ đã ban hành.",
        "3/3 đơn vị hoàn thành xuất sắc nhiệm vụ",
        "hoàn thành tốt nhiệm vụ trở lên: 29/29 (100%)",
        "36 kỳ sinh hoạt thường kỳ, 12 kỳ sinh hoạt chuyên đề, 36 cuộc họp chi ủy trước sinh hoạt thường kỳ",
        "Kỳ sinh hoạt xếp loại tốt: 36/36 (100%)",
        "Chào cờ đầu tháng: 36 lần",
        "vi phạm những điều đảng viên không được làm: 0",
        "Đảng viên có cam kết với 3 việc cụ thể: 69/69 (100%)",
        "Cam kết được đánh giá tốt trở lên: 69/69 (100%)",
        "2 mô hình đăng ký, được công nhận 2/2 (100%), được khen thưởng 2/2 (100%)",
        "3/3 chi bộ làm điểm được công nhận “Chi bộ bốn tốt”, 3/3 được khen thưởng.",
    ] {
        assert!(said.contains(figure), "{figure} in {said}");
    }
    // What, for which occasion, collectives, individuals.
    let honours = [
        ("Biểu dương", "–", ["1", "–"]),
        ("Ghi danh người tốt", "–", ["–", "8"]),
        ("Ghi danh người tốt", "(đợt hai)", ["1", "3"]),
        ("Khen thưởng", "văn hóa công sở", ["3", "15"]),
        ("Khen thưởng", "Kỷ niệm 75 năm", ["2", "4"]),
        ("Công nhận", "–", ["–", "1"]),
    ];
    for (kind, occasion, counts) in honours {
        let is_it = |line: &&str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            line.contains(kind) && line.contains(occasion) && words.ends_with(&counts)
        };
        assert!(lines.lines().any(|line| is_it(&line)), "{kind} {occasion} {counts:?} in {lines}");
    }
    // The cell the article tells most of, in the list that goes with the report.
    let inspectorate = lines.lines().find(|line| line.contains("5/29 (17,24%)")).unwrap();
    let figures = inspectorate.split_whitespace().collect::<Vec<_>>().join(" ");
    for figure in ["12 4 12 12/12 (100%)", "29/29 (100%) 5/29 (17,24%) 29/29 (100%) 0 2/2"] {
        assert!(figures.contains(figure), "{figure} in {figures}");
    }
    let docx = reader.get(&format!("{COMMITTEE}/years/2023/report/bao-cao.docx")).await.is(200);
    assert!(docx.bytes.starts_with(b"PK"));
    let year = reader.get(&format!("{COMMITTEE}/recognitions/2023")).await.is(200);
    let paper = year.attributes("a[href*='/papers/']", "href").remove(0);
    let decision = documents::words(&reader.get(&format!("{paper}/van-ban.pdf")).await.is(200).bytes);
    for said in [
        "Số 07-QĐ/ĐU",
        "đối với 3 chi bộ (có danh sách kèm theo)",
        "1 Chi bộ Ban Tuyên giáo Tỉnh",
        "2 Chi bộ Kỹ thuật",
        "3 Chi bộ Thanh tra tỉnh",
    ] {
        assert!(decision.contains(said), "{said} in {decision}");
    }
}

async fn the_merger(db: &Db, clock: &Clock, pool: PgPool) {
    let world = World::empty_at(pool, "2027-01-01T02:00:00Z");
    let reader = world.person("theodoi").await;
    let papers = [
        format!("{COMMITTEE}/years/2023"),
        format!("{COMMITTEE}/dashboard?month=2023-12"),
        format!("{COMMITTEE}/recognitions/2023"),
        format!("{CELL}/years/2023"),
        format!("{CELL}/months/2023-09/sheet"),
    ];
    let mut before = Vec::new();
    for paper in &papers {
        before.push(body(&reader.get(paper).await.is(200)));
    }
    let drilled = demo::drill(db, clock).await.unwrap();
    // 33 cells: nine of the Party, 23 of the People's Committee, one of the enterprise.
    let months = |name: &str| -> Vec<String> {
        let line = drilled.lines.iter().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..].split_whitespace().map(str::to_owned).collect()
    };
    assert_eq!(months("Đảng ủy Các cơ quan tỉnh"), ["33", "33", "–", "–"]);
    assert_eq!(months("Tỉnh ủy Bắc Kạn"), ["33", "33", "–", "–"]);
    assert_eq!(months("Tỉnh ủy Thái Nguyên"), ["–", "–", "33", "33"]);
    assert_eq!(months("Đảng ủy các cơ quan Đảng tỉnh Thái Nguyên"), ["–", "–", "9", "9"]);
    assert_eq!(months("Đảng ủy Ủy ban nhân dân tỉnh Thái Nguyên"), ["–", "–", "23", "23"]);
    assert_eq!(months("Đảng ủy Công ty Điện lực Thái Nguyên"), ["–", "–", "1", "1"]);
    for (paper, before) in papers.iter().zip(before) {
        assert_eq!(body(&reader.get(paper).await.is(200)), before, "{paper}");
    }
    let paper = reader.get(&format!("{CELL}/months/2023-09/sheet/paper.pdf")).await.is(200);
    let words = documents::words(&paper.bytes);
    assert!(words.contains("ĐẢNG ỦY CÁC CƠ QUAN TỈNH"), "the old name on the old paper: {words}");
    let successor = "/organizations/uy-ban-nhan-dan/dashboard";
    reader
        .get(&format!("{successor}?month=2025-06"))
        .await
        .is(200)
        .says("không có chi bộ nào phải nộp phiếu");
    reader
        .get(&format!("{successor}?month=2025-07"))
        .await
        .is(200)
        .says("còn 23 trong 23 chi bộ chưa gửi phiếu");
    let today = reader.get(&format!("{successor}?month=2023-12&tree=now")).await.is(200);
    today.says("Tính theo tổ chức hiện nay").says("cả 23 chi bộ đã gửi phiếu");
    let again = demo::drill(db, clock).await.unwrap_err();
    assert!(again.to_string().contains("đã diễn tập"), "{again}");
}
