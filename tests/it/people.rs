//! Accounts and positions, as a board and an administrator look after them.

use sqlx::PgPool;

use crate::support::{Client, World};

const PEOPLE: &str = "/organizations/dcq/people";

/// The board of "dcq" and its world.
async fn board(pool: PgPool) -> (World, Client) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    (world, board)
}

fn position<'a>(organization: &'a str, role: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![("organization[1]", organization), ("role[1]", role), ("from[1]", "25/11/2026")]
}

fn account<'a>(name: &'a str, username: &'a str) -> Vec<(&'static str, &'a str)> {
    [vec![("name", name), ("username", username)], position("thanh-tra", "clerk")].concat()
}

async fn names(client: &Client, query: &str) -> Vec<String> {
    client.get(&format!("{PEOPLE}{query}")).await.is(200).all("tbody th")
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_board_makes_an_account_with_several_positions_once(pool: PgPool) {
    let (world, board) = board(pool).await;
    let mut fields = account(" Nguyễn  Thị Ánh ", "Anh.Nguyen");
    fields.extend([
        ("organization[2]", "chi bộ sở nội vụ"),
        ("role[2]", "deputy"),
        ("from[2]", "1/12/2026"),
        ("last[2]", "31/12/2027"),
    ]);
    for _ in 0..2 {
        let made = board.post(PEOPLE, &fields).await.is(303);
        assert_eq!(made.location(), format!("{PEOPLE}/14"), "pressed twice, it is one act");
    }
    let page = board.get(&format!("{PEOPLE}/14")).await.is(200).says("anh.nguyen").says("chưa đặt");
    assert_eq!(page.all("h1"), ["Nguyễn Thị Ánh"]);
    assert_eq!(
        page.all("tbody tr"),
        [
            "Phó bí thư, Chi bộ Sở Nội vụ01/12/2026 – 31/12/2027chưa bắt đầu Đổi ngày cuối Bàn giao",
            "Người nhập số liệu, Chi bộ Thanh tra tỉnhtừ 25/11/2026đang giữ Kết thúc Bàn giao"
        ]
    );
    assert_eq!(world.verbs().await, ["person.created"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn f12_user_names_that_differ_only_in_case_are_one(pool: PgPool) {
    let (world, board) = board(pool).await;
    let page = board.post(PEOPLE, &account("Trần Thị Bé", "BiThu.ThanhTra")).await.is(422);
    assert_eq!(page.attributes("#username", "value"), ["BiThu.ThanhTra"], "what was typed stays");
    assert_eq!(page.attributes(".summary a", "href"), ["#username"]);
    page.says("chữ hoa hay chữ thường cũng vậy");
    let edit = [
        ("name", "Trần Thị Bình"),
        ("username", "BITHU.THANHTRA"),
        ("seen_name", "Trần Thị Bình"),
        ("seen_username", "phobithu.thanhtra"),
    ];
    board.post(&format!("{PEOPLE}/2"), &edit).await.is(422).says("đã có người dùng");
    assert!(world.verbs().await.is_empty());
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn f12_people_are_found_by_any_words_of_their_name(pool: PgPool) {
    let (_, board) = board(pool).await;
    board.post(PEOPLE, &account("Nguyễn Anh Tuấn", "tuan.na")).await.is(303);
    for typed in ["Anh+Tu%E1%BA%A5n", "tuan+nguyen", "TUAN.NA", "+tua%CC%82%CC%81n+"] {
        assert_eq!(names(&board, &format!("?name={typed}")).await, ["Nguyễn Anh Tuấn"], "{typed}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_list_stands_by_given_name_and_is_filtered_by_place_role_and_state(pool: PgPool) {
    let (world, board) = board(pool).await;
    sqlx::query("update position set valid = '[2020-01-01,2026-07-01)' where person_id = 3")
        .execute(&world.pool)
        .await
        .unwrap();
    let everybody = names(&board, "").await;
    let expected = [
        "Nguyễn Văn An",
        "Trần Thị Bình",
        "Phạm Thị Dung",
        "Vũ Thị Giang",
        "Đặng Văn Hải",
        "Bùi Thị Hoa",
        "Đỗ Văn Khánh",
        "Ngô Thị Lan",
        "Dương Văn Minh",
        "Lý Thị Nga",
    ];
    assert_eq!(everybody, expected);
    assert_eq!(names(&board, "?role=secretary&state=present").await, ["Nguyễn Văn An", "Phạm Thị Dung"]);
    assert_eq!(names(&board, "?place=noi+vu&state=present").await, ["Phạm Thị Dung"]);
    assert_eq!(names(&board, "?state=past").await, ["Lê Văn Cường"]);
    let past = board.get(&format!("{PEOPLE}?state=past")).await;
    past.says("Người nhập số liệu, Chi bộ Thanh tra tỉnh (01/01/2020 – 30/06/2026)");
    let nobody = board.get(&format!("{PEOPLE}?name=kh%C3%B4ng+c%C3%B3")).await;
    nobody.says("Không có đồng chí nào đúng với điều kiện đã chọn.");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_long_list_is_paged_by_key(pool: PgPool) {
    let (world, board) = board(pool).await;
    sqlx::raw_sql(
        "insert into person (name, username, created_at)
         select 'Trần Văn Yên ' || n, 'yen' || n, now() from generate_series(1, 60) n;
         insert into position (person_id, organization_id, role, valid)
         select person_id, 4, 'viewer', '[2026-01-01,)' from person where username like 'yen%'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let first = board.get(&format!("{PEOPLE}?role=viewer&state=present")).await;
    let next = first.attributes(".pages a[rel=next]", "href").remove(0);
    let second = board.get(&next).await.is(200);
    let all = [first.all("tbody th"), second.all("tbody th")].concat();
    let distinct = all.iter().collect::<std::collections::HashSet<_>>();
    assert_eq!((all.len(), distinct.len()), (61, 61), "nobody twice, nobody left out");
    assert!(second.attributes(".pages a[rel=next]", "href").is_empty());
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_board_cannot_give_a_position_outside_its_branch(pool: PgPool) {
    let (world, board) = board(pool).await;
    for outside in ["dcs", "cong-nghe", "Chi bộ Công nghệ", "tinh-uy", "khong-co"] {
        let fields = position(outside, "secretary");
        let page = board.post(&format!("{PEOPLE}/1/positions"), &fields).await.is(422);
        assert_eq!(page.attributes(".summary a", "href"), ["#organization[1]"], "{outside}");
        page.says("Không tìm thấy tổ chức này trong phạm vi đồng chí quản lý.");
    }
    assert_eq!(world.count("select count(*) from position").await, 13);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn nobody_sees_an_account_of_the_other_branch(pool: PgPool) {
    let (world, board) = board(pool).await;
    for address in ["5", "5/edit", "5/positions", "5/positions/5/end", "5/deactivation", "13"] {
        board.get(&format!("{PEOPLE}/{address}")).await.is(404).does_not_say("Hoàng");
    }
    let grab = position("dcq", "viewer");
    board.post(&format!("{PEOPLE}/5/positions"), &grab).await.is(404);
    board.post(&format!("{PEOPLE}/5/deactivation"), &[("reason", "x")]).await.is(404);
    assert!(!names(&board, "?state=all").await.contains(&"Hoàng Văn Em".to_owned()));
    board.get("/organizations/dcs/people").await.is(404);
    board.get("/organizations/tinh-uy/people").await.is(404);
    assert!(world.verbs().await.is_empty());
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn who_also_serves_elsewhere_keeps_their_account_and_only_positions_here_change(pool: PgPool) {
    let (world, board) = board(pool).await;
    sqlx::query("insert into position (person_id, organization_id, role, valid) values (1, 6, 'clerk', '[2026-01-01,)')")
        .execute(&world.pool)
        .await
        .unwrap();
    let page = board.get(&format!("{PEOPLE}/1")).await.is(200).does_not_say("Công nghệ");
    page.says("Đồng chí này còn giữ chức vụ ngoài phạm vi đang xem").does_not_say("Ngừng tài khoản");
    for act in ["edit", "deactivation"] {
        board.get(&format!("{PEOPLE}/1/{act}")).await.is(409).says("ngoài phạm vi");
    }
    board.post(&format!("{PEOPLE}/1/deactivation"), &[("reason", "x")]).await.is(409);
    board.get(&format!("{PEOPLE}/1/positions/14/end")).await.is(404);
    board.post(&format!("{PEOPLE}/1/positions"), &position("noi-vu", "clerk")).await.is(303);
    let above = world.person("quantri.dcq").await;
    above.get(&format!("{PEOPLE}/1")).await.is(200).says("ngoài phạm vi");
    assert_eq!(world.verbs().await, ["position.given"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn nobody_changes_their_own_positions_and_only_an_administrator_makes_another(pool: PgPool) {
    let (world, board) = board(pool).await;
    let administrator = world.person("quantri.dcq").await;
    let decide = position("dcq", "standing_committee");
    board.post(&format!("{PEOPLE}/7/positions"), &decide).await.is(409).says("của mình do người khác");
    board.get(&format!("{PEOPLE}/7")).await.is(200).does_not_say("Giao chức vụ");
    board
        .post(&format!("{PEOPLE}/7/positions/7/end"), &[("version", "1"), ("last", "25/11/2026")])
        .await
        .is(409);
    board.post(&format!("{PEOPLE}/7/deactivation"), &[("reason", "x")]).await.is(409);

    let rise = position("dcq", "administrator");
    let page = board.post(&format!("{PEOPLE}/11/positions"), &rise).await.is(422);
    assert!(!page.all("option").contains(&"Quản trị".to_owned()));
    page.says("Chức vụ quản trị do người giữ chức vụ quản trị giao.");
    board.get(&format!("{PEOPLE}/12/edit")).await.is(409).says("do người giữ chức vụ quản trị thay đổi");
    board.get(&format!("{PEOPLE}/12/positions/12/end")).await.is(409);

    administrator.post(&format!("{PEOPLE}/11/positions"), &rise).await.is(303);
    let end = [("version", "1"), ("last", "24/11/2026")];
    administrator
        .post(&format!("{PEOPLE}/11/positions/14/end"), &end)
        .await
        .is(422)
        .says("bắt đầu từ ngày 25/11/2026");
    administrator.post(&format!("{PEOPLE}/7/positions/7/end"), &end).await.is(303);
    assert_eq!(world.verbs().await, ["position.given", "position.ended"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_ended_position_gives_nothing_on_the_next_request_and_stays_in_the_past(pool: PgPool) {
    let (world, board) = board(pool).await;
    let deputy = world.person("phobithu.thanhtra").await;
    deputy.get("/organizations/thanh-tra/records").await.is(200);
    let end = [("version", "1"), ("last", "24/11/2026")];
    for _ in 0..2 {
        board.post(&format!("{PEOPLE}/2/positions/2/end"), &end).await.is(303);
    }
    deputy.get("/organizations/thanh-tra/records").await.is(404);
    let page = board.get(&format!("{PEOPLE}/2")).await.is(200);
    assert_eq!(
        page.all("tbody tr"),
        ["Phó bí thư, Chi bộ Thanh tra tỉnh01/01/2020 – 24/11/2026đã kết thúc Bàn giao"]
    );
    let stale = [("version", "1"), ("last", "31/12/2026")];
    let page = board.post(&format!("{PEOPLE}/2/positions/2/end"), &stale).await.is(422);
    assert_eq!(page.attributes("#last", "value"), ["31/12/2026"]);
    page.says("Đã có người sửa chức vụ này").says("đến 24/11/2026");
    assert_eq!(world.verbs().await, ["position.ended"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_same_role_in_the_same_place_is_held_once_at_a_time(pool: PgPool) {
    let (world, board) = board(pool).await;
    let again = position("thanh-tra", "deputy");
    let page = board.post(&format!("{PEOPLE}/2/positions"), &again).await.is(422);
    page.says("giữ đúng chức vụ đó trong một phần thời gian này");
    let mut twice = account("Lê Thị Mơ", "mo.le");
    twice.extend([("organization[2]", "thanh-tra"), ("role[2]", "clerk"), ("from[2]", "01/12/2026")]);
    board.post(PEOPLE, &twice).await.is(422).says("giữ đúng chức vụ đó");
    assert_eq!(world.count("select count(*) from person").await, 13, "all or nothing");
    let wrong_kind = position("thanh-tra", "reviewer");
    board.post(&format!("{PEOPLE}/2/positions"), &wrong_kind).await.is(422).says("chức vụ này thuộc cấp ủy");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c4_two_people_edit_one_account_and_nothing_is_lost(pool: PgPool) {
    let (world, board) = board(pool).await;
    let administrator = world.person("quantri.dcq").await;
    let form = |name, username| {
        let seen = [("seen_name", "Trần Thị Bình"), ("seen_username", "phobithu.thanhtra")];
        [vec![("name", name), ("username", username)], seen.to_vec()].concat()
    };
    let here = format!("{PEOPLE}/2");
    administrator.post(&here, &form("Trần Thị Bình", "binh.tran")).await.is(303);
    board.post(&here, &form("Trần Thị Thanh Bình", "phobithu.thanhtra")).await.is(303);
    let kept = board.get(&here).await.says("binh.tran");
    assert_eq!(kept.all("h1"), ["Trần Thị Thanh Bình"], "different fields: both are kept");

    let page = administrator.post(&here, &form("Trần Thị Bính", "binh.tran")).await.is(422);
    assert_eq!(page.attributes("#name", "value"), ["Trần Thị Bính"]);
    assert_eq!(page.attributes("input[name=seen_name]", "value"), ["Trần Thị Thanh Bình"]);
    page.says("Đồng chí Đặng Văn Hải đã sửa lúc 25/11/2026 09:00 thành “Trần Thị Thanh Bình”");
    let knowing = [
        ("name", "Trần Thị Bính"),
        ("username", "binh.tran"),
        ("seen_name", "Trần Thị Thanh Bình"),
        ("seen_username", "binh.tran"),
    ];
    administrator.post(&here, &knowing).await.is(303);
    assert_eq!(world.verbs().await, ["person.edited"; 3]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_mail_address_is_kept_and_shown_only_to_its_owner_and_who_may_change_the_account(pool: PgPool) {
    let (world, board) = board(pool).await;
    let mut wrong = account("Lê Thị Mơ", "mo.le");
    wrong.push(("mail", "không phải thư"));
    let page = board.post(PEOPLE, &wrong).await.is(422).says("Đồng chí ghi như an.nguyen@donvi.gov.vn.");
    assert_eq!(page.attributes("#mail", "value"), ["không phải thư"], "what was typed stays");
    let mut fine = account("Lê Thị Mơ", "mo.le");
    fine.push(("mail", "mo.le@donvi.vn"));
    board.post(PEOPLE, &fine).await.is(303);
    board.get(&format!("{PEOPLE}/14")).await.is(200).says("mo.le@donvi.vn");

    let here = format!("{PEOPLE}/14");
    let form = board.get(&format!("{here}/edit")).await.is(200);
    assert_eq!(form.attributes("#mail, input[name=seen_mail]", "value"), ["mo.le@donvi.vn"; 2]);
    let seen = [("seen_name", "Lê Thị Mơ"), ("seen_username", "mo.le"), ("seen_mail", "mo.le@donvi.vn")];
    let typed = [vec![("name", "Lê Thị Mơ"), ("username", "mo.le"), ("mail", "mo@donvi.vn")], seen.to_vec()];
    board.post(&here, &typed.concat()).await.is(303);
    board.get(&here).await.says("mo@donvi.vn");
    // A form without the field leaves it; an emptied field takes it away.
    let without = [vec![("name", "Lê Thị Mơ"), ("username", "mo.le")], seen[..2].to_vec()];
    board.post(&here, &without.concat()).await.is(303);
    board.get(&here).await.says("mo@donvi.vn");
    assert_eq!(world.verbs().await, ["person.created", "person.edited"]);

    world.person("mo.le").await.get("/me").await.is(200).says("mo@donvi.vn");
    board.get(PEOPLE).await.is(200).does_not_say("mo@donvi.vn");
    sqlx::query("insert into position (person_id, organization_id, role, valid) values (14, 6, 'clerk', '[2026-01-01,)')")
        .execute(&world.pool)
        .await
        .unwrap();
    board.get(&here).await.is(200).does_not_say("mo@donvi.vn");
    let logged = "select count(*) from audit_event where data::text like '%donvi%'";
    assert_eq!(world.count(logged).await, 0, "the record says that it changed, not what it is");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn h3_who_is_deactivated_cannot_sign_in_and_their_name_stays_on_the_past(pool: PgPool) {
    let world = crate::scores::stage(pool).await;
    let board = world.person("tochuc.dcq").await;
    let secretary = world.person("bithu.thanhtra").await;
    let sheet = "/organizations/thanh-tra/months/2026-11/sheet";
    secretary.post(sheet, &[("points[3.1]", "7")]).await.is(303);
    board
        .post(&format!("{PEOPLE}/1/deactivation"), &[("reason", " ")])
        .await
        .is(422)
        .says("Đề nghị ghi lý do.");
    for _ in 0..2 {
        board.post(&format!("{PEOPLE}/1/deactivation"), &[("reason", "Chuyển công tác")]).await.is(303);
    }
    secretary.get(sheet).await.is(303);
    assert_eq!(world.count("select count(*) from session where person_id = 1").await, 0);
    let history = world.person("phobithu.thanhtra").await.get(&format!("{sheet}/history")).await;
    history.says("Lập phiếu · Nguyễn Văn An (Bí thư, Chi bộ Thanh tra tỉnh)");
    let page = board.get(&format!("{PEOPLE}/1")).await.says("Đặng Văn Hải ngừng tài khoản: Chuyển công tác");
    page.says("Tình trạngngừng hoạt động");
    assert_eq!(names(&board, "?state=inactive").await, ["Nguyễn Văn An"]);

    board.post(&format!("{PEOPLE}/1/activation"), &[("reason", "Trở lại cơ quan")]).await.is(303);
    world.person("bithu.thanhtra").await.get(sheet).await.is(200);
    let verbs = world.verbs().await;
    assert_eq!(verbs[verbs.len() - 2..], ["person.deactivated", "person.reactivated"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_administrator_looks_after_accounts_and_sees_no_minutes(pool: PgPool) {
    let world = World::new(pool).await;
    let administrator = world.person("quantri.dcq").await;
    let page = administrator.get("/").await.is(200);
    assert!(page.all(".nav a").contains(&"Tài khoản".to_owned()));
    administrator.get(PEOPLE).await.is(200).says("Bùi Thị Hoa");
    administrator.get("/organizations/thanh-tra/meetings").await.is(403);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn people_of_an_organization_that_ended_stay_with_the_branch_it_ended_in(pool: PgPool) {
    let (world, board) = board(pool).await;
    sqlx::raw_sql(
        "update organization_period set valid = '[2020-01-01,2026-07-01)' where organization_id = 4;
         update position set valid = '[2020-01-01,2026-07-01)' where organization_id = 4",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    assert_eq!(names(&board, "?state=past").await, ["Phạm Thị Dung"]);
    let late = position("noi-vu", "clerk");
    board
        .post(&format!("{PEOPLE}/4/positions"), &late)
        .await
        .is(422)
        .says("kết thúc hoạt động ngày 30/06/2026");
}
