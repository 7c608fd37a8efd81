//! Finding organizations and people: as people type, and never beyond one's branch.

use sqlx::PgPool;

use crate::support::{Answer, Client, World, encode};

/// Base letter and its accented letters, both cases, as in TCVN 6909.
const LETTERS: [(char, &str); 7] = [
    ('a', "áàảãạăắằẳẵặâấầẩẫậÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬ"),
    ('d', "đĐ"),
    ('e', "éèẻẽẹêếềểễệÉÈẺẼẸÊẾỀỂỄỆ"),
    ('i', "íìỉĩịÍÌỈĨỊ"),
    ('o', "óòỏõọôốồổỗộơớờởỡợÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢ"),
    ('u', "úùủũụưứừửữựÚÙỦŨỤƯỨỪỬỮỰ"),
    ('y', "ýỳỷỹỵÝỲỶỸỴ"),
];

async fn run(world: &World, sql: &'static str) {
    sqlx::raw_sql(sql).execute(&world.pool).await.expect(sql);
}

/// Cells under a committee of the cast (2 is "dcq", 5 is "dcs"), named as given, in that order.
async fn cells(world: &World, parent: i64, names: &[&str]) {
    sqlx::query(
        "with asked as (select name, n from unnest($2::text[]) with ordinality as a (name, n)),
              made as (insert into organization (code) select 'o-' || $1 || '-' || n from asked order by n
                       returning organization_id, code)
         insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, parent_id)
         select m.organization_id, '[2020-01-01,)', a.name, a.name, 'cell', false, $1
         from made m join asked a on m.code = 'o-' || $1 || '-' || a.n",
    )
    .bind(parent)
    .bind(names)
    .execute(&world.pool)
    .await
    .expect("cells");
}

async fn search(who: &Client, typed: &str) -> Answer {
    who.get(&format!("/search?q={}", encode(typed))).await.is(200)
}

/// The organizations a page shows, in its order.
async fn finds(who: &Client, typed: &str) -> Vec<String> {
    search(who, typed).await.all("tbody tr th a")
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn f1_f2_every_accented_letter_is_found_by_its_base(pool: PgPool) {
    let world = World::new(pool).await;
    let letters: Vec<(char, char)> =
        LETTERS.iter().flat_map(|(base, marked)| marked.chars().map(|letter| (*base, letter))).collect();
    assert_eq!(letters.len(), 134);
    let names: Vec<String> = letters.iter().map(|(_, letter)| format!("Chi bộ b{letter}c")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    cells(&world, 2, &names).await;
    let board = world.person("thamdinh.dcq").await;
    let mut met = 0;
    for (base, marked) in LETTERS {
        let page = search(&board, &format!("b{base}c")).await;
        let count = marked.chars().count();
        let shown = page.all("tbody tr").len();
        assert_eq!(shown, count.min(50), "{base}");
        met += count;
    }
    assert_eq!(met, 134);
    assert_eq!(finds(&board, "dang uy cac co quan").await, ["Đảng ủy Các cơ quan tỉnh"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn f3_f4_one_name_however_it_is_composed_and_wherever_its_tone_is_written(pool: PgPool) {
    let world = World::new(pool).await;
    cells(&world, 2, &["Chi bộ Bệnh viện Hòa Thúy", "Chi bộ Trường Khoẻ"]).await;
    let board = world.person("thamdinh.dcq").await;
    for typed in [
        "bệnh viện",
        "be\u{302}\u{323}nh vie\u{302}\u{323}n",
        "BENH VIEN",
        "hoà thuý",
        "hòa thúy",
        "viện hoa",
    ] {
        assert_eq!(finds(&board, typed).await, ["Chi bộ Bệnh viện Hòa Thúy"], "{typed}");
    }
    assert_eq!(finds(&board, "khỏe").await, ["Chi bộ Trường Khoẻ"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn exact_marks_stand_first_then_whole_words_then_begun_ones_in_natural_order(pool: PgPool) {
    let world = World::new(pool).await;
    cells(
        &world,
        2,
        &[
            "Chi bộ Tuần tra",
            "Chi bộ Tư 10",
            "Chi bộ Tú 2",
            "Chi bộ Tú 10",
            "Chi bộ Tự 2",
            "Chi bộ Tư 2",
            "Chi bộ Tú",
        ],
    )
    .await;
    let board = world.person("thamdinh.dcq").await;
    let order = [
        "Chi bộ Tú",
        "Chi bộ Tú 2",
        "Chi bộ Tú 10",
        "Chi bộ Tư 2",
        "Chi bộ Tự 2",
        "Chi bộ Tư 10",
        "Chi bộ Tuần tra",
    ];
    let shown = finds(&board, "tú").await;
    assert_eq!(shown[..3], order[..3]);
    assert_eq!(shown.last().map(String::as_str), Some("Chi bộ Tuần tra"));
    assert_eq!(shown.len(), 7);
    assert_eq!(finds(&board, "chi bộ tú").await[0], "Chi bộ Tú");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn f12_a_person_is_found_across_family_and_given_name(pool: PgPool) {
    let world = World::new(pool).await;
    run(
        &world,
        "insert into person (name, username, created_at) values ('Nguyễn Anh Tuấn', 'tuanna', '2020-01-01');
         insert into position (person_id, organization_id, role, valid) values (14, 4, 'deputy', '[2020-01-01,)')",
    )
    .await;
    let board = world.person("tochuc.dcq").await;
    for typed in ["Anh Tuấn", "tuan nguyen", "nguyễn tuấn", "TUANNA", "Tuấn Anh"] {
        let page = search(&board, typed).await;
        assert_eq!(page.all("section:last-of-type tbody th"), ["Nguyễn Anh Tuấn"], "{typed}");
        page.says("Phó bí thư, Chi bộ Sở Nội vụ");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn only_those_who_look_after_accounts_find_people(pool: PgPool) {
    let world = World::new(pool).await;
    for who in ["tochuc.dcq", "quantri.dcq"] {
        search(&world.person(who).await, "nguyễn văn an").await.says("Bí thư, Chi bộ Thanh tra tỉnh");
    }
    for who in ["thamdinh.dcq", "theodoi.dcq", "thuongvu.dcq", "kiemtra.dcq", "bithu.thanhtra"] {
        search(&world.person(who).await, "nguyễn văn an").await.says("Không thấy tổ chức nào");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn e6_search_finds_not_a_byte_of_another_branch(pool: PgPool) {
    let world = World::new(pool).await;
    // The secretary of Công nghệ also holds a position in the branch of "dcq", where alone it is seen.
    run(&world, "insert into position (person_id, organization_id, role, valid) values (5, 4, 'clerk', '[2020-01-01,)')").await;
    let board = world.person("tochuc.dcq").await;
    for typed in ["công nghệ", "cong-nghe", "CB Công nghệ", "Công sở", "tỉnh ủy", "bithu.congnghe", "đảng ủy"]
    {
        search(&board, typed)
            .await
            .does_not_say("Chi bộ Công nghệ")
            .does_not_say("ĐU Công sở")
            .does_not_say("Đảng ủy Công sở");
    }
    search(&board, "Hoàng Văn Em")
        .await
        .says("Người nhập số liệu, Chi bộ Sở Nội vụ")
        .does_not_say("Công nghệ");
    let secretary = world.person("bithu.thanhtra").await;
    assert_eq!(finds(&secretary, "chi bộ").await, ["Chi bộ Thanh tra tỉnh"]);
    let province = world.person("thamdinh.tinhuy").await;
    assert_eq!(finds(&province, "công nghệ").await, ["Chi bộ Công nghệ"]);
    assert!(world.nobody().get("/search?q=a").await.is(303).location().starts_with("/sign-in"));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn e6_a_cell_that_moved_is_found_where_it_stands_now(pool: PgPool) {
    let world = World::new(pool).await;
    let here = world.person("thamdinh.dcq").await;
    assert_eq!(finds(&here, "nội vụ").await, ["Chi bộ Sở Nội vụ"]);
    run(
        &world,
        "update organization_period set valid = '[2020-01-01,2026-07-01)' where organization_id = 4;
         insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, parent_id)
         values (4, '[2026-07-01,)', 'Chi bộ Sở Nội vụ', 'CB Nội vụ', 'cell', false, 5)",
    )
    .await;
    search(&here, "nội vụ").await.says("Không thấy tổ chức nào").does_not_say("Sở");
    assert_eq!(finds(&world.person("thamdinh.tinhuy").await, "nội vụ").await, ["Chi bộ Sở Nội vụ"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_former_name_leads_to_the_cell_and_is_called_former(pool: PgPool) {
    let world = World::new(pool).await;
    run(
        &world,
        "update organization_period set valid = '[2020-01-01,2026-07-01)' where organization_id = 4;
         insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, parent_id)
         values (4, '[2026-07-01,2026-10-01)', 'Chi bộ Sở Tổ chức', 'CB TC', 'cell', false, 2),
                (4, '[2027-01-01,)', 'Chi bộ Tương lai', 'CB TL', 'cell', false, 2)",
    )
    .await;
    let board = world.person("thamdinh.dcq").await;
    let page = search(&board, "so noi vu").await.says("tên cũ: Chi bộ Sở Nội vụ");
    assert_eq!(page.all("tbody tr th a"), ["Chi bộ Sở Tổ chức"]);
    page.says("kết thúc hoạt động ngày 30/09/2026").says("Đảng ủy Các cơ quan tỉnh");
    search(&board, "tổ chức").await.does_not_say("tên cũ");
    search(&board, "tương lai").await.says("Không thấy");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn what_is_typed_is_never_grammar_and_markup_is_shown_as_typed(pool: PgPool) {
    let world = World::new(pool).await;
    cells(&world, 2, &["Chi bộ <b>1</b> & 2"]).await;
    let board = world.person("tochuc.dcq").await;
    for typed in ["' | !", "a' & b:*", "\\", "((", "thanh:tra | !", "%_", "\u{0}", &"a ".repeat(300)] {
        search(&board, typed).await;
    }
    assert_eq!(finds(&board, "<b>1").await, ["Chi bộ <b>1</b> & 2"]);
    assert!(search(&board, "<i>x</i>").await.body.contains("&#60;i&#62;x"));
    search(&board, "–").await.says("Đồng chí gõ ít nhất một chữ");
    board.get("/search").await.is(200).does_not_say("Không thấy");
    search(&board, "khongcogi")
        .await
        .says("Không thấy tổ chức hay người nào có “khongcogi” trong phạm vi của đồng chí.");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_box_stands_in_the_frame_of_those_who_look_over_more_than_one(pool: PgPool) {
    let world = World::new(pool).await;
    for (who, boxes) in [("thamdinh.dcq", 1), ("quantri.dcq", 1), ("theodoi.dcq", 1), ("bithu.thanhtra", 0)] {
        let page = world.person(who).await.get("/").await.is(200);
        assert_eq!(page.all(".find button").len(), boxes, "{who}");
    }
}
