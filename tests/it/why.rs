//! "Vì sao điểm này?": every total can be followed to its records, and the sheet stands on paper as on the screen.

use sqlx::PgPool;

use crate::{
    criteria::in_force,
    documents::{pages, words},
    scores::{GRADED, NOVEMBER},
    support::{Answer, Client, World},
};

const SHEET: &str = "/organizations/thanh-tra/months/2026-11/sheet";

/// November, scored in full by the secretary and not yet sent.
async fn scored(pool: PgPool) -> (World, Client) {
    let world = World::new(pool).await;
    in_force(&world).await;
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(SHEET, &GRADED).await.is(303);
    (world, secretary)
}

async fn pdf(client: &Client, path: &str) -> String {
    let answer: Answer = client.get(path).await.is(200);
    assert_eq!(answer.headers["content-type"], "application/pdf", "{path}");
    words(&answer.bytes)
}

/// The total as the database keeps it, as people read it.
async fn stored(world: &World, column: &'static str) -> String {
    let total: String = sqlx::query_scalar(match column {
        "own" => "select rtrim(rtrim(round(self_total, 2)::text, '0'), '.') from score_sheet",
        _ => "select rtrim(rtrim(round(official_total, 2)::text, '0'), '.') from score_sheet",
    })
    .fetch_one(&world.pool)
    .await
    .unwrap();
    total.replace('.', ",")
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn why_a_month_has_its_points_is_told_item_by_item_and_ends_at_the_stored_total(pool: PgPool) {
    let (world, secretary) = scored(pool).await;
    secretary
        .post(SHEET, &[("points[1.1]", "4"), ("points[C1]", "2"), ("note[C1]", "Bằng khen")])
        .await
        .is(303);
    let page = secretary.get(&format!("{SHEET}/why")).await.is(200);
    let total = stored(&world, "own").await;
    // 96 of 97 points that apply, on 100, and 2 more: 98,969… + 2.
    assert_eq!(total, "100,97");
    let page = page
        .says("Chi bộ bốn tốt – khung minh họa”, phiên bản 1 (khung minh họa)")
        .says("áp dụng từ tháng 1/2023 cho mọi loại hình; đây là cấp gần chi bộ nhất có bộ tiêu chí")
        .says("Tự tính từ tỷ lệ đảng viên dự sinh hoạt.")
        .says("26/28 đảng viên dự, 92,86%; mức từ 90% được 4 điểm")
        .says("Chi bộ chấm khác: “Phiếu chất lượng chưa lập kịp”")
        .says("Chỉ tính vào tháng cuối quý IV: không áp dụng, quy đổi tổng điểm theo các mục còn lại")
        .says("Bằng khen")
        .says("96 / 97 × 100")
        .says("Không tính mục 2.5: các mục còn lại có tối đa 97 điểm, tổng quy đổi về khung 100.")
        .says("98,97 + 2");
    let rows = page.all("table.worked:last-of-type tr.strong td");
    assert_eq!(rows.last().map(String::as_str), Some(total.as_str()));
    let paper = pdf(&secretary, &format!("{SHEET}/why.pdf")).await;
    assert!(paper.contains("VÌ SAO ĐIỂM NÀY?") && paper.contains("96 / 97 × 100"), "{paper}");
    assert!(paper.contains(&format!("Tổng điểm {total}")), "{paper}");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn every_total_leads_to_its_explanation(pool: PgPool) {
    let (world, secretary) = scored(pool).await;
    let why = format!("{SHEET}/why");
    let leads = |page: &Answer, to: &str| page.attributes("main a", "href").iter().any(|href| href == to);
    assert!(leads(&secretary.get(SHEET).await, &why));
    assert!(leads(&secretary.get(&format!("{SHEET}/check")).await, &why));
    secretary.post(&format!("{SHEET}/submission"), &[("vote_for", "26"), ("vote_total", "28")]).await.is(303);
    let reviewer = world.person("thamdinh.dcq").await;
    assert!(leads(&reviewer.get(&format!("{SHEET}/review")).await, &why));
    assert!(leads(&reviewer.get("/organizations/dcq/months/2026-11/cells").await, &why));
    let year = "/organizations/thanh-tra/years/2026";
    assert!(leads(&reviewer.get(year).await, &format!("{year}/why")));
    assert!(leads(&reviewer.get(&format!("{year}/why")).await, &why));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a12_the_paper_twin_has_the_items_and_figures_of_the_screen_in_the_same_order(pool: PgPool) {
    let (_world, secretary) = scored(pool).await;
    secretary.post(&format!("{SHEET}/submission"), &[("vote_for", "26"), ("vote_total", "28")]).await.is(303);
    let screen = secretary.get(SHEET).await;
    let paper = pdf(&secretary, &format!("{SHEET}/paper.pdf")).await;
    assert!(paper.contains("PHIẾU CHẤM ĐIỂM THÁNG 11/2026") && paper.contains("(khung minh họa)"), "{paper}");
    let mut from = 0;
    for code in screen.all(".item .code") {
        let at = paper[from..].find(&format!(" {code} ")).unwrap_or_else(|| panic!("{code} in {paper}"));
        from += at;
    }
    let total = screen.all("[data-live=total]").remove(0);
    assert!(paper[from..].contains(&format!("Tổng điểm 100 {total}")), "{paper}");
    assert!(paper.contains("Chi bộ biểu quyết: 26/28 đồng chí tán thành."));
    assert!(paper.contains("T/M CHI BỘ") && paper.contains("BÍ THƯ"));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn g14_a_blank_form_carries_no_data_at_all(pool: PgPool) {
    let (world, secretary) = scored(pool).await;
    secretary.post(SHEET, &[("points[1.1]", "4")]).await.is(303);
    let total = stored(&world, "own").await;
    assert_eq!(total, "98,97");
    let of_the_cell = pdf(&secretary, &format!("{SHEET}/blank.pdf")).await;
    assert!(
        of_the_cell.contains("THÁNG 11/2026") && of_the_cell.contains("CHI BỘ THANH TRA"),
        "{of_the_cell}"
    );
    let of_nobody = pdf(&secretary, "/criteria/bon-tot-minh-hoa/1/blank.pdf").await;
    assert!(!of_nobody.to_lowercase().contains("thanh tra"), "{of_nobody}");
    for blank in [of_the_cell, of_nobody] {
        assert!(!blank.contains(&total) && !blank.contains("26/28") && !blank.contains("92,86"), "{blank}");
        assert!(!blank.contains("Phiếu chất lượng chưa lập kịp"));
        assert!(blank.contains("Tổng điểm 100 Chi bộ biểu quyết: ……/……"), "{blank}");
        assert!(blank.contains("khung minh họa"));
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn every_set_has_a_blank_form_on_one_or_two_pages(pool: PgPool) {
    let (world, secretary) = scored(pool).await;
    let sets: Vec<String> =
        sqlx::query_scalar("select code || '/' || version from criteria_set order by code")
            .fetch_all(&world.pool)
            .await
            .unwrap();
    assert_eq!(sets.len(), 5);
    for set in sets {
        let answer = secretary.get(&format!("/criteria/{set}/blank.pdf")).await.is(200);
        let pages = pages(&answer.bytes);
        assert!((1..=2).contains(&pages), "{set}: {pages}");
    }
}

/// Three months that count: 90 and 80 confirmed, the third never sent.
const THREE_MONTHS: &str = "
    update registration set valid = daterange('2026-08-01', '2026-11-01')
    where organization_id = 3;
    insert into score_sheet (organization_id, month, instrument, criteria_set_id, state, self_total, official_total,
                             scored, scorable, created_at, updated_at, updated_by, first_submitted_at,
                             first_submitted_by, submitted_at, submitted_by, confirmed_at, confirmed_by)
    select 3, m.month, 'four_good', criteria_set_id, 'confirmed', m.points, m.points, 19, 19, now(), now(), 1,
           now(), 1, now(), 1, now(), 2
    from criteria_set, (values ('2026-08-01'::date, 90), ('2026-09-01'::date, 80)) m(month, points)
    where code = 'bon-tot-minh-hoa';";

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a5_a_missing_month_is_left_out_of_the_year_unless_the_criteria_count_it_as_nought(pool: PgPool) {
    let world = World::new(pool).await;
    in_force(&world).await;
    let year = "/organizations/thanh-tra/years/2026";
    sqlx::raw_sql(THREE_MONTHS).execute(&world.pool).await.unwrap();
    let secretary = world.person("bithu.thanhtra").await;
    secretary.get(year).await.says("85,00 (thiếu 1/3 tháng)");
    let why = secretary.get(&format!("{year}/why")).await.is(200);
    why.says("Tháng không có phiếu không tính vào bình quân")
        .says("90 + 80")
        .says("170 / 2")
        .says("85,00 (thiếu 1/3 tháng)");
    sqlx::raw_sql(
        "alter table criteria_set disable trigger all;
         update criteria_set set recognition = recognition || '{\"missing_month\": \"counts_as_zero\"}'
         where recognition is not null;
         alter table criteria_set enable trigger all",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    secretary.get(year).await.says("56,67 (thiếu 1/3 tháng, tính 0 điểm)");
    let why = secretary.get(&format!("{year}/why")).await.is(200);
    why.says("Tháng không có phiếu tính 0 điểm.").says("90 + 80 + 0").says("170 / 3").says("tính 0 điểm");
    let paper = pdf(&secretary, &format!("{year}/why.pdf")).await;
    assert!(paper.contains("170 / 3 ≈ 56,67"), "{paper}");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_committee_has_no_average_to_explain_and_no_sheet_to_print(pool: PgPool) {
    let world = World::new(pool).await;
    let reviewer = world.person("thamdinh.dcq").await;
    for path in
        ["years/2026/why", "years/2026/why.pdf", "months/2026-11/sheet/why", "months/2026-11/sheet/paper.pdf"]
    {
        reviewer.get(&format!("/organizations/dcq/{path}")).await.is(404);
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn official_points_have_a_sum_of_their_own_with_the_reason(pool: PgPool) {
    let (world, secretary) = scored(pool).await;
    secretary.post(&format!("{SHEET}/submission"), &[("vote_for", "26"), ("vote_total", "28")]).await.is(303);
    let reviewer = world.person("thamdinh.dcq").await;
    let version =
        reviewer.get(&format!("{SHEET}/review")).await.attributes("input[name=version]", "value").remove(0);
    let official = [("version", &*version), ("official[3.1]", "5"), ("reason[3.1]", "Thiếu biên bản quý")];
    reviewer.post(&format!("{SHEET}/official"), &official).await.is(303);
    let page = reviewer.get(&format!("{SHEET}/why")).await.is(200);
    let page = page.says("Cấp trên: “Thiếu biên bản quý”").says("Tổng tự chấm").says("Tổng cấp trên chấm");
    let page = page.says("97 / 97 × 100 = 100").says("95 / 97 × 100 ≈ 97,94");
    let ends = page.all("tr.strong td.num");
    assert_eq!(ends[ends.len() - 2..], [stored(&world, "own").await, stored(&world, "official").await]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a1_the_grade_is_held_against_the_exact_total_and_says_what_was_missed(pool: PgPool) {
    let (_world, secretary) = scored(pool).await;
    let quality = "/organizations/thanh-tra/months/2026-11/quality";
    let full: Vec<(String, String)> = secretary
        .get(quality)
        .await
        .attributes("input[data-max]", "name")
        .into_iter()
        .map(|name| (name, "5".to_owned()))
        .collect();
    let mut fields: Vec<(&str, &str)> = full.iter().map(|(name, points)| (&**name, &**points)).collect();
    for (name, points) in [("points[4.2]", "20"), ("points[4.3]", "10"), ("points[6.1]", "24.75")] {
        fields.retain(|(other, _)| *other != name);
        fields.push((name, points));
    }
    secretary.post(quality, &fields).await.is(303);
    let page = secretary.get(&format!("{quality}/why")).await.is(200);
    page.says("89,75 – chưa đạt 90 chưa đạt").says("89,75 – đạt 70 đạt").says("Xếp loại Khá");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a6_on_paper_a_nought_is_a_nought_and_a_blank_is_a_dash(pool: PgPool) {
    let world = World::new(pool).await;
    in_force(&world).await;
    let secretary = world.person("bithu.thanhtra").await;
    secretary.post(SHEET, &[("points[4.3]", "0")]).await.is(303);
    let paper = pdf(&secretary, &format!("{SHEET}/paper.pdf")).await;
    assert!(paper.contains("hoàn thành nhiệm vụ được phân công 6 0 "), "{paper}");
    assert!(paper.contains("giám sát theo kế hoạch 4 – "), "{paper}");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a9_a_sheet_keeps_its_version_and_the_explanation_says_so(pool: PgPool) {
    let (world, secretary) = scored(pool).await;
    let after = async |sql: &'static str| {
        sqlx::query(sql).execute(&world.pool).await.unwrap();
        secretary.get(&format!("{SHEET}/why")).await.is(200)
    };
    let page = after(
        "insert into criteria_adoption (organization_id, criteria_set_id, instrument, from_month, sectors)
         select 2, criteria_set_id, instrument, '2026-11-01', '{office}' from criteria_set
         where code = 'bon-tot-dat-khong-dat'",
    )
    .await;
    page.says("“Chi bộ bốn tốt – khung minh họa”, phiên bản 1").says("áp dụng từ tháng 1/2023");
    // A sheet from before adoptions were kept with it.
    let page = after("update score_sheet set criteria_adoption_id = null").await;
    page.says("phiếu giữ phiên bản có hiệu lực lúc lập phiếu").says("Tổng điểm 100 100");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a8_a_year_of_no_month_has_no_average(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let page = secretary.get("/organizations/thanh-tra/years/2019/why").await.is(200);
    page.says("chưa có bộ tiêu chí nào được áp dụng").says("phải nộp 0, có điểm 0").says("Bình quân –");
}
