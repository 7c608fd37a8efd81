//! Recognition over the years: years running, what was taken back, whom a cell came after.

use std::io::Cursor;

use calamine::Reader;
use sqlx::PgPool;

use crate::support::{Answer, World};

const HERE: &str = "/organizations/dcq/recognitions";

/// Thanh tra recognised for four years, the first taken back; Nội vụ for two of them; Công nghệ, elsewhere, once.
async fn years(pool: PgPool) -> World {
    let world = World::new(pool).await;
    let decided = "
        insert into recognition_decision (organization_id, year, number, signed_on)
        select 2, y, '0' || y - 2020 || '-QĐ/ĐU', make_date(y + 1, 1, 10) from generate_series(2022, 2025) y;
        insert into recognition_decision (organization_id, year, number, signed_on) values (5, 2025, '09-QĐ/ĐU', '2026-01-12');
        insert into recognition (organization_id, year, recognition_decision_id)
        select 3, year, recognition_decision_id from recognition_decision where organization_id = 2
        union all select 4, year, recognition_decision_id from recognition_decision where organization_id = 2 and year in (2023, 2025)
        union all select 6, year, recognition_decision_id from recognition_decision where organization_id = 5;
        insert into revocation (recognition_id, number, signed_on, reason, recorded_at, person_name, person_position)
        select recognition_id, '15-QĐ/ĐU', '2023-05-05', 'Vi phạm quy định', '2023-05-05', 'Đỗ Văn Khánh', 'Văn phòng'
        from recognition where organization_id = 3 and year = 2022";
    sqlx::raw_sql(decided).execute(&world.pool).await.unwrap();
    world
}

fn rows(page: &Answer) -> Vec<String> {
    page.all("tbody tr").into_iter().map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_viewer_sees_who_was_recognised_three_years_running_and_what_was_taken_back(pool: PgPool) {
    let world = years(pool).await;
    let viewer = world.person("theodoi.dcq").await;
    let page = viewer.get(HERE).await.is(200).does_not_say("Công nghệ");
    assert_eq!(page.all("thead th"), ["Chi bộ", "2022", "2023", "2024", "2025", "Số năm liền đến 2025"]);
    let page = page.says("đến năm 2025 có 1 chi bộ được công nhận 3 năm liền trở lên");
    let all = rows(&page);
    assert!(all[0].starts_with("Chi bộ Sở Nội vụ") && all[0].ends_with('1'), "{all:?}");
    assert!(all[1].contains("Thu hồi bị thu hồi, Quyết định 02-QĐ/ĐU") && all[1].ends_with('3'), "{all:?}");
    let three = viewer.get(&format!("{HERE}?running=3")).await.is(200);
    assert_eq!(rows(&three).len(), 1);
    let file = viewer.get(&three.attributes("a[href*='list.xlsx']", "href")[0]).await.is(200);
    let mut book = calamine::Xlsx::new(Cursor::new(file.bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let last: Vec<_> = sheet.rows().next_back().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(
        (last[0].as_str(), last[2].as_str()),
        ("Chi bộ Thanh tra tỉnh", "bị thu hồi, Quyết định 02-QĐ/ĐU")
    );
    assert_eq!(last[6], "3");
    viewer.get(&format!("{HERE}/2025")).await.is(200).says("Các năm");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_reads_its_own_years_on_its_file(pool: PgPool) {
    let world = years(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let file = secretary.get("/organizations/thanh-tra/recognitions/2026").await.is(200);
    file.says("Đã được công nhận: 2023, 2024, 2025 (3 năm liền)");
    let own = secretary.get("/organizations/thanh-tra/recognitions").await.is(200);
    assert_eq!(rows(&own).len(), 1);
    own.does_not_say("Sở Nội vụ");
    secretary.get(HERE).await.is(404);
    let other = world.person("bithu.noivu").await;
    other.get("/organizations/noi-vu/recognitions/2026").await.is(200).says("Đã được công nhận: 2023, 2025");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn who_came_after_two_cells_shows_their_years_under_their_old_names(pool: PgPool) {
    let world = years(pool).await;
    crate::reorganizing::merge(&world).await.is(303);
    let board = world.person("tochuc.dcq").await;
    for address in [HERE.to_owned(), format!("{HERE}?tree=now")] {
        let all = rows(&board.get(&address).await.is(200));
        assert_eq!(all.len(), 1, "one line for the heir: {all:?}");
        assert!(all[0].starts_with("Chi bộ Thanh tra – Nội vụ"), "{all:?}");
        assert!(all[0].contains("Chi bộ Sở Nội vụ") && all[0].contains("Chi bộ Thanh tra tỉnh"), "{all:?}");
        assert!(all[0].ends_with('1'), "of 2024 only one of the two was recognised: {all:?}");
    }
    let secretary = world.person("thamdinh.dcq").await;
    let file = secretary.get("/organizations/thanh-tra-noi-vu/recognitions/2026").await.is(200);
    file.says("Đã được công nhận: 2023, 2025");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_that_went_elsewhere_stays_with_its_years_then_and_goes_with_them_now(pool: PgPool) {
    let world = years(pool).await;
    let moved = "
        update organization_period set valid = '[2020-01-01,2026-03-01)' where organization_id = 4;
        insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, sector, parent_id)
        values (4, '[2026-03-01,)', 'Chi bộ Sở Nội vụ', 'CB Nội vụ', 'cell', false, 'office', 5)";
    sqlx::raw_sql(moved).execute(&world.pool).await.unwrap();
    let viewer = world.person("theodoi.dcq").await;
    let then = viewer.get(HERE).await.is(200);
    assert_eq!(rows(&then).len(), 2);
    then.says("tổ chức lúc đó");
    let now = viewer.get(&format!("{HERE}?tree=now")).await.is(200).says("tổ chức hiện nay");
    assert_eq!(rows(&now).len(), 1);
}
