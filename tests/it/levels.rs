//! The levels of a year: what a cell enters, what it sends up, what the committee above chooses within its cap.

use std::io::Cursor;

use calamine::Reader;
use sqlx::PgPool;

use crate::{
    adoption::DEEP,
    settings,
    support::{Answer, Client, World},
};

const CELL: &str = "/organizations/thanh-tra/levels/2026";
const BOARD: &str = "/organizations/dcq/levels/2026";

/// Levels as the form sends them: the first `best` members of the roll at the best one, the rest together at "tốt".
async fn enter(who: &Client, path: &str, best: usize, more: &[(&str, &str)]) -> Answer {
    let page = who.get(path).await.is(200);
    let seen = page.attributes(&format!("form[action='{path}'] input[name=seen]"), "value");
    let names: Vec<_> = page.attributes(".levels select", "name").into_iter().take(best).collect();
    let mut fields = vec![("seen", seen[0].as_str()), ("rest", "good")];
    fields.extend(names.iter().map(|name| (name.as_str(), "excellent")));
    fields.extend(more);
    who.post(path, &fields).await
}

async fn send(who: &Client, path: &str, points: &str) -> Answer {
    let page = who.get(path).await.is(200);
    let seen = page.attributes(&format!("form[action='{path}/own'] input[name=seen]"), "value");
    let seen = seen.first().map_or("0", String::as_str);
    let fields = [("seen", seen), ("points", points), ("vote_for", "20"), ("vote_total", "26")];
    who.post(&format!("{path}/own"), &fields).await
}

async fn official(world: &World, cell: i64) -> Option<String> {
    let sql = "select level from official_level where organization_id = $1 order by version desc limit 1";
    sqlx::query_scalar(sql).bind(cell).fetch_optional(&world.pool).await.unwrap()
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_clerk_sets_everybody_to_good_and_names_the_others(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("nhaplieu.thanhtra").await;
    let page = clerk.get(CELL).await.is(200).says("Quy định 366-QĐ/TW").says("còn 28 đồng chí chưa xếp loại");
    assert_eq!(page.all(".levels li").len(), 29);
    let facts = [("unit_level", "excellent"), ("staff_total", "40"), ("staff_good", "39")];
    enter(&clerk, CELL, 5, &facts).await.is(303);
    let page = clerk.get(CELL).await.is(200).says("Được tối đa 5 xuất sắc: 20% của 28 từ tốt trở lên");
    assert_eq!(page.attributes("#staff_good", "value"), ["39"]);
    assert_eq!(world.count("select count(*) from member_year_level where year = 2026").await, 28);
    let exempt = "select count(*) from member_year_level where member_id = 27";
    assert_eq!(world.count(exempt).await, 0, "who is exempt stays without a level");
    // Once entered, those above read it, without a form.
    let viewer = world.person("theodoi.dcq").await;
    let page = viewer.get(CELL).await.is(200).says("39/40 người từ hoàn thành tốt nhiệm vụ trở lên");
    assert_eq!(page.all("tbody tr").len(), 29);
    assert!(page.all(".levels, form .button").iter().all(|text| !text.contains("Ghi xếp loại")));
    assert!(world.verbs().await.contains(&"levels.entered".to_owned()));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn one_more_than_a_fifth_needs_a_reason_that_stays_visible(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let page = enter(&secretary, CELL, 6, &[]).await.is(422).says("đã chọn 6, vượt 1");
    assert_eq!(page.all(".levels option[value=excellent][selected]").len(), 6, "what was chosen is kept");
    assert_eq!(world.count("select count(*) from member_year_level").await, 0);
    enter(&secretary, CELL, 6, &[("reason", "vượt")]).await.is(422).says("ít nhất vài từ");
    let reason = ("reason", "Đơn vị dẫn đầu khối thi đua");
    enter(&secretary, CELL, 6, &[reason]).await.is(303);
    secretary.get(CELL).await.is(200).says("Lý do vượt tỷ lệ: Đơn vị dẫn đầu khối thi đua");
    // Back within the cap; what was said before stays on record.
    enter(&secretary, CELL, 5, &[]).await.is(303);
    let page = secretary.get(CELL).await.is(200).does_not_say("Lý do vượt tỷ lệ:");
    assert_eq!(page.all("#history li").len(), 2);
    page.says("Nhập xếp loại 28 đảng viên, 6 xuất sắc").says("Đơn vị dẫn đầu khối thi đua");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn who_is_outrun_sees_what_the_other_entered_and_keeps_what_was_typed(pool: PgPool) {
    let world = World::new(pool).await;
    let (secretary, clerk) = (world.person("bithu.thanhtra").await, world.person("nhaplieu.thanhtra").await);
    enter(&secretary, CELL, 0, &[]).await.is(303);
    let late = clerk.post(CELL, &[("seen", "0"), ("level[3]", "completed")]).await.is(422);
    let late =
        late.says("Đã có người ghi sau khi đồng chí mở trang").says("Đang lưu: Hoàn thành tốt nhiệm vụ");
    assert_eq!(late.attributes("#level-3 option[selected]", "value"), ["completed"]);
    assert_eq!(world.count("select count(*) from level_entry").await, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_level_follows_from_the_points_and_the_gates_lower_it(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    send(&secretary, CELL, "89,99").await.is(303);
    secretary.get(CELL).await.is(200).says("89,99 điểm: tốt, biểu quyết 20/26");
    send(&secretary, CELL, "101").await.is(422).says("Điểm từ 0 đến 100.");
    sqlx::raw_sql(
        "insert into discipline (organization_id, member_name, form, decision_number, decided_on)
         values (3, 'Lê Văn Kỷ', 'warning', '3-QĐ/ĐU', '2026-05-05')",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    send(&secretary, CELL, "90").await.is(303);
    let page = secretary.get(CELL).await.is(200).says("90 điểm: xuất sắc; sau khi xét điều kiện: tốt");
    page.says("1 quyết định kỷ luật trong năm: không xếp cao hơn tốt").says("89,99 điểm");
    // Discipline is for the cell and those who check it.
    world.person("thamdinh.dcq").await.get(CELL).await.is(200).says("quyết định kỷ luật");
    for path in [CELL, BOARD] {
        world.person("theodoi.dcq").await.get(path).await.is(200).does_not_say("kỷ luật trong năm");
    }
    world.person("nhaplieu.thanhtra").await.post(&format!("{CELL}/own"), &[]).await.is(403);
    world.person("bithu.congnghe").await.get(CELL).await.is(404);
    secretary.get("/organizations/thanh-tra/levels/2027").await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn before_2025_the_level_is_chosen(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let path = "/organizations/thanh-tra/levels/2024";
    let page = secretary.get(path).await.is(200).says("Quy định 124-QĐ/TW");
    assert!(page.all("#points").is_empty());
    let votes = [("seen", "0"), ("vote_for", "20"), ("vote_total", "26")];
    secretary.post(&format!("{path}/own"), &votes).await.is(422).says("Đề nghị chọn mức xếp loại.");
    let chosen = [&votes[..], &[("level", "excellent")]].concat();
    secretary.post(&format!("{path}/own"), &chosen).await.is(303);
    secretary.get(path).await.is(200).says("xuất sắc, biểu quyết 20/26");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_board_chooses_within_the_cap_or_with_a_reason(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    board.get(BOARD).await.is(200).says("2 tổ chức đảng trực thuộc: 0 đã gửi, 2 chưa gửi");
    send(&world.person("bithu.thanhtra").await, CELL, "95").await.is(303);
    send(&world.person("bithu.noivu").await, "/organizations/noi-vu/levels/2026", "75").await.is(303);
    let decide = format!("{BOARD}/official");
    let page = board.get(BOARD).await.is(200).says("Được tối đa 0 xuất sắc: 20% của 2 từ tốt trở lên");
    assert_eq!(page.all("tbody th a"), ["Chi bộ Sở Nội vụ", "Chi bộ Thanh tra tỉnh"]);
    board.post(&decide, &[]).await.is(422).says("Đề nghị chọn mức của từng tổ chức đảng");
    let seen = [("seen[thanh-tra]", "1.0"), ("seen[noi-vu]", "1.0")];
    let with = |more: &[(&'static str, &'static str)]| [&seen[..], more].concat();
    let best = with(&[("level[thanh-tra]", "excellent"), ("together", "good"), ("ticked", "noi-vu")]);
    let page = board.post(&decide, &best).await.is(422).says("đã chọn 1, vượt 1");
    assert_eq!(page.attributes("input[name=ticked][checked]", "value"), ["noi-vu"]);
    assert_eq!(official(&world, 3).await, None, "all or none");
    let reason = ("reason", "Đơn vị được Chính phủ tặng cờ");
    board.post(&decide, &[&best[..], &[reason]].concat()).await.is(303);
    assert_eq!(official(&world, 3).await.as_deref(), Some("excellent"));
    assert_eq!(official(&world, 4).await.as_deref(), Some("good"));
    board.get(BOARD).await.is(200).says("Lý do: Đơn vị được Chính phủ tặng cờ").says("đã chọn 1, vượt 1");
    // A change needs a reason too; the first level stays visible, also to the cell.
    let again = [("seen[thanh-tra]", "1.1"), ("level[thanh-tra]", "good")];
    board.post(&decide, &again).await.is(422).says("đã xếp loại xuất sắc, nay đổi");
    board.post(&decide, &[&again[..], &[("reason", "Có kết luận thanh tra mới")]].concat()).await.is(303);
    let secretary = world.person("bithu.thanhtra").await;
    secretary.get(CELL).await.is(200).says("(lần đầu: xuất sắc)").says("Đặng Văn Hải");
    let late = send(&secretary, CELL, "99").await.is(422);
    late.says("Cấp trên đã chọn mức chính thức");
    assert_eq!(world.count("select count(*) from official_level").await, 3);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_board_chooses_for_what_it_looked_at_and_never_for_its_own_sending(pool: PgPool) {
    let world = World::new(pool).await;
    let (secretary, board) = (world.person("bithu.thanhtra").await, world.person("tochuc.dcq").await);
    let decide = format!("{BOARD}/official");
    let good = [("seen[thanh-tra]", "1.0"), ("level[thanh-tra]", "good")];
    board.post(&decide, &good).await.is(422).says("Chi bộ Thanh tra tỉnh chưa gửi");
    send(&secretary, CELL, "75").await.is(303);
    send(&secretary, CELL, "80").await.is(303);
    board.post(&decide, &good).await.is(422).says("Đã có người ghi sau khi đồng chí mở trang");
    let cells = "insert into position (person_id, organization_id, role, valid)
         select person_id, 2, 'organization_board', '[2020-01-01,)' from person where username = 'bithu.thanhtra'";
    sqlx::raw_sql(cells).execute(&world.pool).await.unwrap();
    let now = [("seen[thanh-tra]", "2.0"), ("level[thanh-tra]", "good")];
    let both = world.person("bithu.thanhtra").await;
    both.post(&decide, &now).await.is(422).says("nên người khác chọn mức chính thức");
    assert_eq!(official(&world, 3).await, None);
    board.post(&decide, &now).await.is(303);
    assert_eq!(official(&world, 3).await.as_deref(), Some("good"));
    // Somebody else's cell is not directly under this committee.
    let foreign = [("seen[cong-nghe]", "1.0"), ("level[cong-nghe]", "good")];
    board.post(&decide, &foreign).await.is(422).says("Đề nghị chọn mức");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_outstanding_committee_has_a_quarter_and_the_setting_moves_the_cap(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::raw_sql(
        "insert into position (person_id, organization_id, role, valid)
         select person_id, 1, 'organization_board', '[2020-01-01,)' from person where username = 'thamdinh.tinhuy'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let (board, province) = (world.person("tochuc.dcq").await, world.person("thamdinh.tinhuy").await);
    let own = [("seen", "0"), ("points", "92,5"), ("vote_for", "9"), ("vote_total", "11")];
    board.post(&format!("{BOARD}/own-of-committee"), &own).await.is(303);
    let above = "/organizations/tinh-uy/levels/2026";
    let page = province.get(above).await.is(200).says("92,5 điểm: xuất sắc, biểu quyết 9/11");
    assert_eq!(page.all("tbody th a"), ["Đảng ủy Các cơ quan tỉnh", "Đảng ủy Công sở"]);
    let typed =
        [("seen[dcq]", "1.0"), ("level[dcq]", "excellent"), ("reason", "Dẫn đầu toàn tỉnh nhiều năm")];
    province.post(&format!("{above}/official"), &typed).await.is(303);
    board.get(BOARD).await.is(200).says("Được tối đa 0 xuất sắc: 25% của 0");
    let set = [
        ("whose", "own"),
        ("percent", "50"),
        ("outstanding", "60"),
        ("base", "1"),
        ("rounding", "2"),
        ("groups", "0"),
        ("from", "11/2026"),
    ];
    settings::set(&board, "/organizations/dcq/settings/level-cap", &set).await.is(303);
    board.get(BOARD).await.is(200).says("60% của 0 xếp loại tốt, làm tròn lên");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn members_are_pooled_over_the_branch_and_the_table_leaves_as_it_stands(pool: PgPool) {
    let world = World::new(pool).await;
    enter(&world.person("nhaplieu.thanhtra").await, CELL, 5, &[]).await.is(303);
    let viewer = world.person("theodoi.dcq").await;
    let page = viewer.get(BOARD).await.is(200).says("1/2 chi bộ đã nhập").says("5/28 xuất sắc (17,86%)");
    assert_eq!(
        page.all("#members tbody td"),
        ["0", "5", "17,86%", "0", "23", "82,14%", "0", "0", "0%", "0", "0", "0%"]
    );
    let empty = viewer.get("/organizations/dcq/levels/2025").await.is(200).says("0/2 chi bộ đã nhập");
    assert!(empty.all("#members tbody td").contains(&"–".to_owned()), "a share of nobody is none");
    let file = viewer.get(&format!("{BOARD}/list.xlsx")).await.is(200);
    let mut book = calamine::Xlsx::new(Cursor::new(file.bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let first: Vec<String> = range.rows().map(|row| row[0].to_string()).collect();
    let place = |name: &str| first.iter().position(|one| one == name).unwrap();
    assert!(place("Chi bộ Sở Nội vụ") < place("Chi bộ Thanh tra tỉnh"), "the order of the screen");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_database_holds_what_was_said(pool: PgPool) {
    let world = World::new(pool).await;
    send(&world.person("bithu.thanhtra").await, CELL, "95").await.is(303);
    let refused = [
        ("update own_level set points = 96", "append"),
        ("delete from own_level", "append"),
        (
            "insert into own_level select organization_id, year, 2, 89.9999, 'excellent', 'excellent', '{}', 20, 26, now(), 1, '', '' from own_level",
            "own_level_bars",
        ),
        (
            "insert into own_level select organization_id, year, 3, 95, 'excellent', 'excellent', '{}', 20, 26, now(), 1, '', '' from own_level",
            "level_version",
        ),
        (
            "insert into official_level select organization_id, year, 1, 1, 2, 'good', '', now(), sent_by, '', '' from own_level",
            "official_level_two_people",
        ),
    ];
    for (sql, by) in refused {
        let error = sqlx::raw_sql(sql).execute(&world.pool).await.unwrap_err();
        let constraint = error.as_database_error().and_then(|error| error.constraint()).unwrap_or("append");
        assert_eq!(constraint, by, "{sql}: {error}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn cells_and_committees_have_a_cap_each_unless_it_is_set_over_all(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::raw_sql(DEEP).execute(&world.pool).await.unwrap();
    sqlx::raw_sql(
        "update position set role = 'organization_board' where person_id = 13;
         insert into own_level (organization_id, year, version, points, reached, level, vote_for, vote_total, sent_at, sent_by,
                                sender_name, sender_position, gates)
         select organization_id, 2026, 1, 95, 'excellent', 'excellent', 9, 9, now(), 7, 'Đặng Văn Hải', 'Ban Tổ chức', '{}'
         from organization where code in ('dcq', 'dcs', 'tinh-doan')",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let (board, path) = (world.person("thamdinh.tinhuy").await, "/organizations/tinh-uy/levels/2026");
    let page = board.get(path).await.is(200).says("Chi bộ được tối đa 0 xuất sắc: 20% của 1 từ tốt trở lên");
    let page = page.says("Đảng bộ được tối đa 0 xuất sắc: 20% của 2 từ tốt trở lên");
    let seen = page.attributes("input[name='seen[tinh-doan]']", "value").remove(0);
    let chosen = [("ticked", "tinh-doan"), ("seen[tinh-doan]", seen.as_str()), ("together", "excellent")];
    let refused = board.post(&format!("{path}/official"), &chosen).await.is(422);
    refused
        .says("Chi bộ được tối đa 0 xuất sắc: 20% của 1 từ tốt trở lên, làm tròn xuống; đã chọn 1, vượt 1");
    let together = [
        ("whose", "own"),
        ("percent", "50"),
        ("outstanding", "50"),
        ("base", "0"),
        ("rounding", "0"),
        ("groups", "1"),
        ("from", "11/2026"),
    ];
    settings::set(&board, "/organizations/tinh-uy/settings/level-cap", &together).await.is(303);
    board.get(path).await.is(200).says("Được tối đa 1 xuất sắc: 50% của 3 từ tốt trở lên");
    board.post(&format!("{path}/official"), &chosen).await.is(303);
    assert_eq!(official(&world, 11).await.as_deref(), Some("excellent"));
}
