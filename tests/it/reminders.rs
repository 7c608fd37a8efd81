//! Reminding those who have not sent: whom, how often, and what the letter says.

use std::{fs, io::Cursor, path::PathBuf};

use base64::{Engine, engine::general_purpose::STANDARD};
use bontot::{
    config::Cli,
    db::Db,
    mail::{self, Post},
    reminders::{self, Reached},
};
use calamine::Reader;
use clap::Parser;
use sqlx::PgPool;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

use crate::support::World;

const ORIGIN: &str = "https://bontot.example";
const UNSENT: &str = "/organizations/dcq/months/2026-11/unsent";
const REMINDER: &str = "/organizations/dcq/months/2026-11/unsent/reminder";

async fn run(world: &World, sql: &'static str) {
    sqlx::raw_sql(sql).execute(&world.pool).await.expect(sql);
}

/// The cast on 4/12/2026, three days before November is due (5/12 is a Saturday); everybody has an address.
async fn stage(pool: PgPool) -> World {
    let world = World::at(pool, "2026-12-04T02:00:00Z").await;
    run(&world, "update person set mail = username || '@thu.example'").await;
    world
}

/// A sheet of November of a cell.
const SENT: &str = "
    insert into criteria_set (code, instrument, name, basis, valid_from, official, scale, frame, state, grades)
    values ('khung', 'four_good', 'Khung', '', '2020-01-01', false, 'points', 100, 'published', '[]');
    insert into score_sheet (organization_id, month, instrument, criteria_set_id, state, submitted_at, submitted_by,
         first_submitted_at, created_at, updated_at, updated_by)
    values (4, '2026-11-01', 'four_good', (select max(criteria_set_id) from criteria_set), 'submitted', '2026-12-01', 4,
         '2026-12-01', '2026-12-01', '2026-12-01', 4)";

async fn remind(world: &World) -> Reached {
    reminders::remind_by_rule(&Db::from(world.pool.clone()), &world.clock, ORIGIN).await.expect("reminding")
}

/// A folder of letters that is gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("bontot-letters-{:016x}", rand::random::<u64>());
        Self(std::env::temp_dir().join(name))
    }

    fn post(&self) -> Post {
        Post::to_folder("Bốn Tốt <bontot@bontot.example>", &self.0).expect("a folder")
    }

    /// The letters, as they travel.
    fn letters(&self) -> Vec<String> {
        let files = fs::read_dir(&self.0).expect("the folder").map(|file| file.unwrap().path());
        let files = files.filter(|file| file.extension().is_some_and(|end| end == "eml"));
        files.map(|file| fs::read_to_string(file).expect("a letter")).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

async fn deliver(world: &World, post: &Post) -> usize {
    mail::deliver(&Db::from(world.pool.clone()), &world.clock, post).await.expect("delivering")
}

/// What stands in the first column of a workbook, under its heading.
fn first_column(bytes: &[u8], heading: &str) -> Vec<String> {
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let page = book.worksheet_range_at(0).expect("a page").expect("cells");
    let cells = page.rows().map(|row| row[0].to_string()).skip_while(|cell| cell != heading).skip(1);
    cells.filter(|cell| !cell.is_empty()).collect()
}

/// A header's text, its encoded words read.
fn header(letter: &str, name: &str) -> String {
    let unfolded = letter.replace("\r\n ", " ");
    let line = unfolded.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).expect(name);
    let (mut bytes, mut after_encoded) = (Vec::new(), true);
    for word in line.split(' ') {
        let encoded = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
        // The space between two encoded words is not a part of the text.
        if !(after_encoded && (encoded.is_some() || bytes.is_empty())) {
            bytes.push(b' ');
        }
        after_encoded = encoded.is_some();
        match encoded {
            Some(word) => bytes.extend(STANDARD.decode(word).expect("base64")),
            None => bytes.extend(word.as_bytes()),
        }
    }
    String::from_utf8(bytes).expect("UTF-8").trim().to_owned()
}

/// The text of a letter, its encoding undone.
fn body(letter: &str) -> String {
    let (head, text) = letter.split_once("\r\n\r\n").expect("a body");
    assert!(head.contains("Content-Type: text/plain; charset=utf-8"), "{head}");
    let bytes = if head.contains("Content-Transfer-Encoding: base64") {
        STANDARD.decode(text.replace("\r\n", "")).expect("base64")
    } else {
        assert!(head.contains("Content-Transfer-Encoding: quoted-printable"), "{head}");
        unquoted(&text.replace("=\r\n", ""))
    };
    String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n")
}

fn unquoted(text: &str) -> Vec<u8> {
    let mut parts = text.split('=');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two digits"));
        bytes.extend(&part.as_bytes()[2..]);
    }
    bytes
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b16_only_active_cells_without_a_submission_are_reminded(pool: PgPool) {
    let world = stage(pool).await;
    run(&world, SENT).await;
    run(&world, "update organization_period set valid = '[2020-01-01,2026-12-02)' where organization_id = 6")
        .await;
    run(&world, "update person set deactivated_at = '2026-12-01' where username = 'nhaplieu.thanhtra'").await;
    run(&world, "update person set mail = null where username = 'phobithu.thanhtra'").await;
    assert_eq!(remind(&world).await, Reached { cells: 1, people: 2, letters: 1 });
    assert_eq!(
        world.count("select count(*) from reminder where organization_id <> 3 or rule <> 'sheet'").await,
        0
    );
    assert_eq!(world.verbs().await, ["reminder.sent"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b16_the_job_run_twice_and_by_two_servers_sends_one(pool: PgPool) {
    let world = stage(pool).await;
    let (one, two) = tokio::join!(remind(&world), remind(&world));
    assert_eq!((one.people + two.people, one.letters + two.letters), (5, 5));
    assert_eq!(remind(&world).await, Reached::default());
    let (here, there) = (Folder::new(), Folder::new());
    let (post_here, post_there) = (here.post(), there.post());
    let (a, b) = tokio::join!(deliver(&world, &post_here), deliver(&world, &post_there));
    assert_eq!((a + b, here.letters().len() + there.letters().len()), (5, 5));
    assert_eq!(deliver(&world, &post_here).await, 0);
    // The next rule is another reminder.
    assert_eq!(remind(&world.later("2026-12-08T02:00:00Z")).await.people, 5);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b16_a_letter_is_dropped_when_the_sheet_comes_before_it_goes(pool: PgPool) {
    let world = stage(pool).await;
    assert_eq!(remind(&world).await.letters, 5);
    run(&world, SENT).await;
    let folder = Folder::new();
    let post = folder.post();
    assert_eq!(deliver(&world, &post).await, 4);
    assert!(folder.letters().iter().all(|letter| !letter.contains("bithu.noivu")));
    assert_eq!(world.count("select count(*) from letter where problem like 'Phiếu đã gửi%'").await, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn f7_a_vietnamese_letter_arrives_intact(pool: PgPool) {
    let world = stage(pool).await;
    run(&world, "delete from position where person_id not in (1)").await;
    remind(&world).await;
    let folder = Folder::new();
    assert_eq!(deliver(&world, &folder.post()).await, 1);
    let letter = folder.letters().remove(0);
    assert!(letter.is_ascii(), "{letter}");
    assert_eq!(header(&letter, "Subject"), "Nhắc gửi phiếu tháng 11/2026 – Chi bộ Thanh tra tỉnh");
    assert!(header(&letter, "To").starts_with("Nguyễn Văn An"));
    assert!(header(&letter, "To").ends_with("<bithu.thanhtra@thu.example>"));
    assert_eq!(header(&letter, "Auto-Submitted"), "auto-generated");
    let text = body(&letter);
    assert!(text.contains("Chi bộ Thanh tra tỉnh chưa gửi phiếu chấm điểm tháng 11/2026, cuộc họp tháng 11/2026 cũng chưa nhập."), "{text}");
    assert!(text.contains("Hạn gửi phiếu: hết thứ Hai, 07/12/2026."), "{text}");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b17_the_link_opens_the_form_after_signing_in(pool: PgPool) {
    let world = stage(pool).await;
    remind(&world).await;
    remind(&world.later("2026-12-26T02:00:00Z")).await;
    let folder = Folder::new();
    deliver(&world.later("2026-12-27T02:00:00Z"), &folder.post()).await;
    let mut forms = Vec::new();
    for letter in folder.letters().iter().filter(|letter| letter.contains("<bithu.thanhtra@")) {
        let text = body(letter);
        let path = text.lines().find_map(|line| line.strip_prefix(ORIGIN)).expect("a link").to_owned();
        let away = world.nobody().get(&path).await.is(303);
        let page = world.nobody().get(away.location()).await.is(200);
        assert_eq!(page.attributes("input[name=return_to]", "value").last(), Some(&path));
        forms.push(path);
    }
    forms.sort();
    assert_eq!(
        forms,
        [
            "/organizations/thanh-tra/meetings/new?month=2026-12",
            "/organizations/thanh-tra/months/2026-11/sheet"
        ]
    );
    world.person("bithu.thanhtra").await.get(&forms[0]).await.is(200).says("tháng 12/2026");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn h5_markup_in_a_name_is_shown_literally_in_a_letter(pool: PgPool) {
    let world = stage(pool).await;
    run(&world, "update organization_period set name = 'Chi bộ <b>1</b> & 2' where organization_id = 3")
        .await;
    remind(&world).await;
    let folder = Folder::new();
    deliver(&world, &folder.post()).await;
    let letters = folder.letters();
    let letter = letters.iter().find(|letter| letter.contains("bithu.thanhtra@")).expect("a letter");
    assert!(header(letter, "Subject").ends_with("– Chi bộ <b>1</b> & 2"));
    assert!(body(letter).contains("Chi bộ <b>1</b> & 2 chưa gửi phiếu"));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_committee_reminds_those_it_chose_once_a_day_and_sees_when(pool: PgPool) {
    let world = stage(pool).await;
    let (reviewer, board) = (world.person("thamdinh.dcq").await, world.person("tochuc.dcq").await);
    let page = reviewer.get(UNSENT).await.is(200);
    assert_eq!(page.all("tbody th a"), ["Chi bộ Sở Nội vụ", "Chi bộ Thanh tra tỉnh"]);
    let page = page
        .says("Hạn gửi phiếu: thứ Hai, 07/12/2026 (còn 3 ngày).")
        .says("chưa nhắc; 3 người, có thư điện tử");
    assert_eq!(page.all("h1"), ["Chưa gửi phiếu, tháng 11/2026"]);
    let chosen = [("which", "chosen"), ("cells", "thanh-tra"), ("cells", "cong-nghe")];
    let done = reviewer.post(REMINDER, &chosen).await.is(303);
    assert_eq!(done.location(), format!("{UNSENT}?part=all"));
    assert_eq!(world.count("select count(*) from reminder where organization_id = 3").await, 3);
    assert_eq!(world.count("select count(*) from reminder").await, 3, "Công nghệ stands in another branch");
    reviewer
        .get(UNSENT)
        .await
        .says("04/12/2026 09:00 Vũ Thị Giang, Người thẩm định, Đảng ủy Các cơ quan tỉnh");
    let (one, two) =
        tokio::join!(reviewer.post(REMINDER, &[("which", "all")]), board.post(REMINDER, &[("which", "all")]));
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (303, 303));
    assert_eq!(world.count("select count(*) from reminder").await, 4);
    assert_eq!(world.count("select count(*) from letter").await, 4);
    assert_eq!(world.verbs().await, ["reminder.asked", "reminder.asked"]);
    let home = world.person("bithu.thanhtra").await.get("/?month=2026-11").await.is(200);
    home.says("Vũ Thị Giang, Người thẩm định, Đảng ủy Các cơ quan tỉnh nhắc lúc 04/12/2026 09:00: phiếu tháng 11/2026 chưa gửi.");
    let tomorrow = world.later("2026-12-05T02:00:00Z");
    reviewer.in_world(&tomorrow).post(REMINDER, &[("which", "all")]).await;
    // Their session has ended overnight: nobody was reminded.
    assert_eq!(world.count("select count(*) from reminder").await, 4);
    let reviewer = tomorrow.person("thamdinh.dcq").await;
    reviewer.post(REMINDER, &[("which", "all")]).await.is(303);
    assert_eq!(world.count("select count(*) from reminder").await, 8);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn nobody_is_reminded_by_mistake(pool: PgPool) {
    let world = stage(pool).await;
    let reviewer = world.person("thamdinh.dcq").await;
    let none = reviewer.post(REMINDER, &[("which", "chosen")]).await.is(422);
    none.says("Đồng chí chưa chọn chi bộ nào để nhắc.");
    let future = "/organizations/dcq/months/2027-03/unsent";
    reviewer.post(&format!("{future}/reminder"), &[("which", "all")]).await.is(409).says("chưa đến");
    assert_eq!(reviewer.get(future).await.is(200).all("button[name=which]").len(), 0);
    assert_eq!(
        world.person("theodoi.dcq").await.get(UNSENT).await.is(200).all("button[name=which]").len(),
        0
    );
    assert_eq!(world.count("select count(*) from reminder").await, 0);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_list_is_parted_by_what_is_missing_and_g10_leaves_as_it_stands(pool: PgPool) {
    let world = stage(pool).await;
    run(&world, SENT).await;
    run(
        &world,
        "update score_sheet set state = 'returned' where organization_id = 4;
         insert into meeting (organization_id, kind, month, held_on, on_roll, present, created_at, created_by, updated_at, updated_by)
         values (3, 'regular', '2026-11-01', '2026-11-05', 29, 29, '2026-11-05', 1, '2026-11-05', 1)",
    )
    .await;
    let reviewer = world.person("thamdinh.dcq").await;
    for (part, cells) in [
        ("all", vec!["Chi bộ Sở Nội vụ", "Chi bộ Thanh tra tỉnh"]),
        ("no-meeting", vec!["Chi bộ Sở Nội vụ"]),
        ("no-sheet", vec!["Chi bộ Thanh tra tỉnh"]),
        ("returned", vec!["Chi bộ Sở Nội vụ"]),
    ] {
        let page = reviewer.get(&format!("{UNSENT}?part={part}")).await.is(200);
        assert_eq!(page.all("tbody th a"), cells, "{part}");
        let file = reviewer.get(&format!("{UNSENT}.xlsx?part={part}")).await.is(200);
        assert_eq!(first_column(&file.bytes, "Chi bộ"), cells, "{part}");
        assert!(file.spoken().contains("tính theo tổ chức hiện nay"), "{part}");
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_committee_sets_its_own_days(pool: PgPool) {
    let world = stage(pool).await;
    let rules = "/organizations/dcq/reminder-rules";
    let board = world.person("tochuc.dcq").await;
    let page = board.get(rules).await.is(200).says("Cấp ủy chưa đặt lịch riêng");
    assert_eq!(page.attributes(".form .input-points", "value"), ["10", "3", "1"]);
    let wrong = board.post(rules, &[("meeting", "nhiều"), ("sheet", "2"), ("late", "")]).await.is(422);
    assert_eq!(wrong.attributes(".form .input-points", "value"), ["nhiều", "2", ""]);
    board.post(rules, &[("meeting", "5"), ("sheet", ""), ("late", "2")]).await.is(303);
    board
        .post(rules, &[("meeting", "9"), ("sheet", "9"), ("late", "9")])
        .await
        .is(422)
        .says("Đồng chí khác vừa đổi lịch nhắc này.");
    // Three days before: the sheet's rule is off, the meeting's holds; Công nghệ goes by the usual days.
    assert_eq!(remind(&world).await.people, 5);
    let by_rule = "select count(*) from reminder where rule = 'meeting' and organization_id in (3, 4)";
    assert_eq!(world.count(by_rule).await, 4);
    assert_eq!(
        world.count("select count(*) from reminder where rule = 'sheet' and organization_id = 6").await,
        1
    );
    let seen = board.get(rules).await.attributes("input[name=seen]", "value").remove(0);
    board.post(rules, &[("seen", &seen), ("meeting", ""), ("sheet", ""), ("late", "")]).await.is(303);
    assert_eq!(remind(&world.later("2026-12-08T02:00:00Z")).await.people, 1);
}

/// A mail server that answers each recipient's address with a line, and takes what it accepts.
async fn mail_server(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read).lines();
                write.write_all(b"220 thu.example\r\n").await.ok();
                while let Ok(Some(line)) = lines.next_line().await {
                    let said = if line.starts_with("RCPT") { answer } else { "250 duoc" };
                    write.write_all(format!("{said}\r\n").as_bytes()).await.ok();
                }
            });
        }
    });
    format!("smtp://{address}")
}

fn post_to(url: &str) -> Post {
    let cli =
        Cli::try_parse_from(["bontot", "check", "--smtp-url", url, "--mail-from", "bontot@bontot.example"]);
    Post::open(&cli.expect("settings").settings).expect("a mail server")
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_letter_that_is_refused_is_tried_again_with_growing_pauses_and_given_up_with_the_reason(
    pool: PgPool,
) {
    let world = stage(pool).await;
    run(&world, "delete from position where person_id not in (1, 12)").await;
    remind(&world).await;
    let busy = post_to(&mail_server("451 hop thu dang ban").await);
    assert_eq!(deliver(&world, &busy).await, 0);
    assert_eq!(deliver(&world, &busy).await, 0);
    assert_eq!(world.count("select attempts::bigint from letter").await, 1, "not before a minute has passed");
    for (n, later) in [
        "2026-12-04T02:02:00Z",
        "2026-12-04T02:08:00Z",
        "2026-12-04T02:40:00Z",
        "2026-12-04T05:00:00Z",
        "2026-12-04T14:00:00Z",
        "2026-12-05T15:00:00Z",
    ]
    .into_iter()
    .enumerate()
    {
        deliver(&world.later(later), &busy).await;
        assert_eq!(
            world.count("select attempts::bigint from letter").await,
            i64::try_from(n).unwrap() + 2,
            "{later}"
        );
    }
    assert_eq!(world.count("select count(*) from letter where given_up_at is not null and problem like '%hop thu dang ban%'").await, 1);
    let page = world.person("quantri.dcq").await.get("/organizations/dcq/letters").await.is(200);
    page.says("Đã thôi gửi sau 7 lần").says("hop thu dang ban").says("bithu.thanhtra@thu.example");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_address_nobody_has_is_given_up_at_once(pool: PgPool) {
    let world = stage(pool).await;
    run(&world, "delete from position where person_id not in (1)").await;
    remind(&world).await;
    assert_eq!(deliver(&world, &post_to(&mail_server("550 khong co hop thu nay").await)).await, 0);
    assert_eq!(world.count("select count(*) from letter where given_up_at is not null").await, 1);
}
