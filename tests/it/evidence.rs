//! What stands behind the items of a sheet, seen by the secretary, the reviewer, and those who may not see it.

use std::{
    fs,
    io::{Cursor, Write},
};

use bontot::{
    clock::Clock,
    config::Cli,
    criteria,
    db::Db,
    files::{GRACE, Store, sweep, use_ring},
};
use clap::Parser;
use sqlx::PgPool;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    criteria::in_force,
    scores::{GRADED, NOVEMBER},
    support::{Answer, Client, World},
};

const SHEET: &str = "/organizations/thanh-tra/months/2026-11/sheet";
const ITEM: &str = "/organizations/thanh-tra/months/2026-11/sheet/items/1.1/evidence";
const FILES: &str = "/organizations/thanh-tra/months/2026-11/sheet/items/1.1/evidence/files";
const MINUTES: &str = "/organizations/thanh-tra/months/2026-11/sheet/items/1.1/evidence/minutes";
const VOTE: [(&str, &str); 2] = [("vote_for", "26"), ("vote_total", "26")];
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n";

async fn stage(pool: PgPool) -> World {
    let world = World::new(pool).await;
    in_force(&world).await;
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    world
}

async fn secretary(world: &World) -> Client {
    world.person("bithu.thanhtra").await
}

fn file(number: i64) -> String {
    format!("/organizations/thanh-tra/evidence/{number}")
}

/// A ZIP with these parts.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: &[u8] = b"<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

fn docx() -> Vec<u8> {
    zipped(&[("[Content_Types].xml", TYPES), ("word/document.xml", b"<w:document/>")])
}

fn xlsx() -> Vec<u8> {
    let types = b"<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
    zipped(&[("[Content_Types].xml", types), ("xl/workbook.xml", b"<workbook/>")])
}

/// A small photo that says where it was taken.
fn photo() -> Vec<u8> {
    let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS 22.14N 105.83E";
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let scan = b"\xff\xdb\0\x04\x01\x02\xff\xda\0\x03\x01\x11\x22\xff\0\x33\xff\xd9";
    [b"\xff\xd8\xff\xe1", &length[..], exif, scan].concat()
}

fn picture() -> Vec<u8> {
    let chunk = |kind: &[u8], content: &[u8]| {
        [&u32::try_from(content.len()).unwrap().to_be_bytes()[..], kind, content, b"crc4"].concat()
    };
    let (head, end) = (chunk(b"IHDR", b"0000000000000"), chunk(b"IEND", b""));
    [b"\x89PNG\r\n\x1a\n", &head[..], &chunk(b"IDAT", b"points"), &end].concat()
}

fn heic() -> Vec<u8> {
    [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", &[0; 200][..]].concat()
}

async fn verbs(world: &World, verb: &str) -> usize {
    world.verbs().await.iter().filter(|v| *v == verb).count()
}

async fn send(secretary: &Client) -> Answer {
    secretary.post(SHEET, &GRADED).await.is(303);
    secretary.post(&format!("{SHEET}/submission"), &VOTE).await
}

async fn give_back(reviewer: &Client) {
    let page = reviewer.get(&format!("{SHEET}/review")).await.is(200);
    let version = page.attributes("input[name=version]", "value").remove(0);
    let fields = [
        ("version", version.as_str()),
        ("return_reason", "Đề nghị bổ sung minh chứng"),
        ("pointed[1.1]", "on"),
    ];
    reviewer.post(&format!("{SHEET}/return"), &fields).await.is(303);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_secretary_attaches_files_and_the_reviewer_opens_them(pool: PgPool) {
    let world = stage(pool).await;
    let (secretary, reviewer) = (secretary(&world).await, world.person("thamdinh.dcq").await);
    secretary.get(ITEM).await.is(200).says("Chưa có minh chứng nào").says("mật, tối mật, tuyệt mật");
    let done =
        secretary.upload(FILES, "Kế hoạch năm", &[("Kế hoạch 12.pdf", PDF), ("Báo cáo.docx", &docx())]).await;
    assert_eq!(done.is(303).location(), ITEM);
    secretary.get(ITEM).await.says("2 trên tối đa 10").says("Kế hoạch 12.pdf").says("Kế hoạch năm");
    secretary.get(SHEET).await.is(200).says("Minh chứng (2)");
    let first = secretary.get(&file(1)).await.is(200);
    assert_eq!(first.bytes, PDF);
    assert_eq!(first.header("content-type"), "application/pdf");
    assert_eq!(
        first.header("content-disposition"),
        "attachment; filename=\"ke hoach 12.pdf\"; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch%2012.pdf"
    );
    assert_eq!(first.header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(first.header("x-content-type-options"), "nosniff");
    assert_eq!(first.header("cache-control"), "private, no-store");
    assert_eq!(verbs(&world, "evidence.read").await, 0, "the cell opens its own file");
    send(&secretary).await.is(303);
    let review = reviewer.get(&format!("{SHEET}/review")).await.is(200).says("Kế hoạch 12.pdf");
    assert!(review.attributes("#item-1\\.1 a", "href").contains(&file(1)));
    assert_eq!(reviewer.get(&file(2)).await.is(200).bytes, docx());
    assert_eq!(verbs(&world, "evidence.read").await, 1, "the committee above opens it");
    assert_eq!(verbs(&world, "evidence.attached").await, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c16_an_iphone_photo_is_refused_with_what_helps_and_takes_nothing_with_it(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = secretary(&world).await;
    secretary.post(SHEET, &[("points[1.1]", "4,5"), ("note[1.1]", "Theo kế hoạch")]).await.is(303);
    let page =
        secretary.upload(FILES, "Ảnh buổi họp", &[("IMG_1.HEIC", &heic()), ("sơ đồ.png", &picture())]).await;
    let page = page.is(422).says("“IMG_1.HEIC”: ảnh iPhone dạng HEIC").says("Tương thích nhất");
    let page = page.says("Đã đính kèm 1 tệp còn lại").says("sơ đồ.png");
    assert_eq!(page.attributes("#caption", "value"), ["Ảnh buổi họp"]);
    let sheet = secretary.get(SHEET).await.says("Theo kế hoạch").says("Minh chứng (1)");
    assert_eq!(sheet.attributes("[name='points[1.1]']", "value"), ["4,5"]);
    // The script on the page is told the same in a sentence.
    let quiet = secretary.upload_quietly(FILES, &[("IMG_1.HEIC", &heic())]).await.is(422);
    assert!(quiet.body.contains("Tương thích nhất"), "{}", quiet.body);
    secretary.upload_quietly(FILES, &[("a.pdf", PDF)]).await.is(200);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn what_a_file_is_called_does_not_make_it_one(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = secretary(&world).await;
    let word = |more: &[(&str, &[u8])]| {
        zipped(&[&[("[Content_Types].xml", TYPES), ("word/document.xml", b"<w:document/>")], more].concat())
    };
    let types = b"<Types><Override PartName=\"/word/a.bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/></Types>";
    let hidden =
        zipped(&[("[Content_Types].xml", types), ("word/document.xml", b"x"), ("word/a.bin", b"code")]);
    let many: Vec<String> = (0..1100).map(|n| format!("word/{n}.xml")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let large = [PDF, &vec![b' '; 21 * 1024 * 1024]].concat();
    let refused: [(&str, Vec<u8>, &str); 18] = [
        ("kế hoạch.pdf", b"MZ\x90\0\x03 program".to_vec(), "không phải PDF"),
        ("ảnh.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>".to_vec(), "không phải PDF"),
        ("trang.jpg", b"<!doctype html><script>x()</script>".to_vec(), "không phải PDF"),
        ("ảnh.gif", b"GIF89a\x01\0\x01\0".to_vec(), "không phải PDF"),
        ("script.pdf", b"#!/bin/sh\nrm".to_vec(), "không phải PDF"),
        ("chữ.docx", b"chi la chu".to_vec(), "không phải PDF"),
        ("nén.docx", zipped(&[("a.txt", b"x")]), "không phải PDF"),
        ("jar.xlsx", zipped(&[("META-INF/MANIFEST.MF", b"x"), ("A.class", b"x")]), "không phải PDF"),
        ("rỗng.pdf", Vec::new(), "tệp rỗng"),
        ("cũ.doc", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &[0; 600][..]].concat(), "kiểu cũ"),
        ("macro.docx", word(&[("word/vbaProject.bin", b"code")]), "macro"),
        ("macro khác tên.docx", hidden, "macro"),
        ("xlm.xlsx", word(&[("xl/macrosheets/sheet1.xml", b"x")]), "macro"),
        ("leo.docx", word(&[("../../etc/passwd", b"x")]), "không đọc được"),
        ("phình.docx", word(&[("word/media/a.bin", &vec![0; 30 * 1024 * 1024])]), "không đọc được"),
        ("nhiều.docx", word(&many), "không đọc được"),
        ("cụt.docx", docx()[..60].to_vec(), "không đọc được"),
        ("lớn.pdf", large, "lớn hơn 20 MB"),
    ];
    for (name, content, why) in &refused {
        let page = secretary.upload(FILES, "", &[(name, content)]).await.is(422);
        page.says(&format!("“{name}”: ")).says(why).says("vẫn còn nguyên");
    }
    secretary
        .upload(FILES, "", &[("hỏng.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF")])
        .await
        .is(422)
        .says("không đọc được");
    assert_eq!(world.count("select count(*) from stored_file").await, 0);
    assert_eq!(world.count("select count(*) from evidence").await, 0);
    secretary.upload(FILES, "", &[("", b"")]).await.is(422).says("chưa chọn tệp nào");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn each_kind_is_taken_and_named_after_its_content(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = secretary(&world).await;
    let book = xlsx();
    let sent: [(&str, &[u8]); 4] =
        [("a.pdf", PDF), ("bảng.xlsx", &book), ("ảnh.png", &photo()), ("../hình.JPG", &picture())];
    secretary.upload(FILES, "", &sent).await.is(303);
    let names: Vec<String> = sqlx::query_scalar("select name from stored_file order by stored_file_id")
        .fetch_all(&world.pool)
        .await
        .unwrap();
    assert_eq!(names, ["a.pdf", "bảng.xlsx", "ảnh.jpg", "hình.png"]);
    let kept = secretary.get(&file(3)).await.is(200);
    let has = |part: &[u8]| kept.bytes.windows(part.len()).any(|window| window == part);
    assert!(!has(b"GPS"), "where the photo was taken is not kept");
    assert!(has(b"\x01\x12\0\x03\0\0\0\x01\0\x06"), "which way up it is held is kept");
    assert_eq!(kept.header("content-length"), kept.bytes.len().to_string());
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_same_file_or_meeting_twice_is_one(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = secretary(&world).await;
    secretary.upload(FILES, "", &[("a.pdf", PDF), ("bản sao.pdf", PDF)]).await.is(303);
    secretary.upload(FILES, "", &[("a.pdf", PDF)]).await.is(303);
    for _ in 0..2 {
        secretary.post(MINUTES, &[("meeting", "3"), ("minutes_caption", "Mục 2")]).await.is(303);
    }
    assert_eq!(world.count("select count(*) from evidence").await, 2);
    assert_eq!(world.count("select count(*) from stored_file").await, 1);
    assert_eq!(verbs(&world, "evidence.attached").await, 2);
    secretary.get(ITEM).await.says("2 trên tối đa 10").says("Sinh hoạt thường kỳ 05/11/2026").says("Mục 2");
    // At another item it is another piece of evidence.
    secretary.upload(&FILES.replace("1.1", "1.3"), "", &[("a.pdf", PDF)]).await.is(303);
    assert_eq!(world.count("select count(*) from evidence").await, 3);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn minutes_are_opened_only_by_whoever_may_read_minutes(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = secretary(&world).await;
    sqlx::raw_sql(
        "insert into meeting (organization_id, kind, month, held_on, created_at, created_by, updated_at, updated_by)
         values (4, 'regular', '2026-11-01', '2026-11-06', now(), 4, now(), 4)",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    secretary.post(MINUTES, &[("meeting", "5")]).await.is(422).says("chọn một cuộc họp trong danh sách");
    secretary.post(MINUTES, &[("meeting", "3")]).await.is(303);
    let link = ["/organizations/thanh-tra/meetings/3".to_owned()];
    assert_eq!(secretary.get(ITEM).await.attributes(".behinds a", "href"), link);
    let standing = world.person("thuongvu.dcq").await;
    let page = standing.get(ITEM).await.is(200).says("Sinh hoạt thường kỳ 05/11/2026");
    assert!(page.attributes(".behinds a", "href").is_empty());
    standing.get(&link[0]).await.is(403);
    // Minutes are no file.
    secretary.get(&file(1)).await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn what_is_taken_off_is_remembered_and_only_while_the_sheet_is_open(pool: PgPool) {
    let world = stage(pool).await;
    let (secretary, reviewer) = (secretary(&world).await, world.person("thamdinh.dcq").await);
    secretary.upload(FILES, "", &[("một.pdf", PDF), ("hai.png", &picture())]).await.is(303);
    let removal = format!("{}/removal", file(1));
    for _ in 0..2 {
        assert_eq!(secretary.post(&removal, &[]).await.is(303).location(), ITEM);
    }
    assert_eq!(verbs(&world, "evidence.removed").await, 1, "a double click is one act");
    secretary
        .get(ITEM)
        .await
        .says("1 trên tối đa 10")
        .says("Đã gỡ (1)")
        .says("một.pdf – Nguyễn Văn An, 25/11/2026");
    assert_eq!(secretary.get(&file(1)).await.is(200).bytes, PDF, "nothing is lost");
    // Taken off by mistake, it may be put there again.
    secretary.upload(FILES, "", &[("một.pdf", PDF)]).await.is(303);
    send(&secretary).await.is(303);
    let closed = secretary.get(ITEM).await.is(200).says("Phiếu đã gửi").does_not_say("Tải lên");
    assert!(closed.attributes("form[action$='/removal']", "action").is_empty());
    secretary.post(&format!("{}/removal", file(2)), &[]).await.is(409).says("Phiếu đã gửi");
    secretary.upload(FILES, "", &[("ba.pdf", b"%PDF-1.4 ba")]).await.is(409).says("Phiếu đã gửi");
    secretary.post(MINUTES, &[("meeting", "3")]).await.is(409);
    give_back(&reviewer).await;
    secretary.get(ITEM).await.says("2 trên tối đa 10");
    secretary.upload(FILES, "", &[("ba.pdf", b"%PDF-1.4 ba")]).await.is(303);
    secretary.post(&format!("{}/removal", file(2)), &[]).await.is(303);
    secretary.get(SHEET).await.says("Minh chứng (2)");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_database_keeps_evidence_as_it_stands(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = secretary(&world).await;
    secretary.upload(FILES, "", &[("a.pdf", PDF)]).await.is(303);
    let refused = async |sql: &'static str| {
        let error = sqlx::raw_sql(sql).execute(&world.pool).await.unwrap_err();
        let database = error.as_database_error().unwrap();
        database.constraint().unwrap_or_else(|| database.message()).to_owned()
    };
    assert_eq!(refused("delete from evidence").await, "evidence_stands");
    assert_eq!(refused("update evidence set caption = 'khác'").await, "evidence_stands");
    assert_eq!(refused("update stored_file set name = 'b.pdf'").await, "stored_file is append-only");
    assert_eq!(
        refused("insert into evidence (score_sheet_id, criterion_item_id, stored_file_id, sha256, added_at, added_by)
                 select score_sheet_id, criterion_item_id, stored_file_id, sha256, now(), 1 from evidence").await,
        "evidence_file_once"
    );
    send(&secretary).await.is(303);
    assert_eq!(refused("update evidence set removed_at = now(), removed_by = 1").await, "evidence_open");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_item_that_asks_for_evidence_holds_the_sheet_back(pool: PgPool) {
    let world = World::new(pool).await;
    criteria::load_presets(&Db::from(world.pool.clone()), &world.clock).await.unwrap();
    sqlx::raw_sql(
        "update criteria_set set state = 'draft' where code = 'bon-tot-minh-hoa';
         update criterion_item set rule = rule || '{\"evidence\": \"required\"}'
         where code = '1.1' and criteria_set_id = (select criteria_set_id from criteria_set where state = 'draft');
         update criterion_item set rule = rule || '{\"evidence\": \"suggested\"}'
         where code = '1.3' and criteria_set_id = (select criteria_set_id from criteria_set where state = 'draft');
         update criteria_set set state = 'published' where state = 'draft'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    in_force(&world).await;
    sqlx::raw_sql(NOVEMBER).execute(&world.pool).await.unwrap();
    let secretary = secretary(&world).await;
    let blocked = send(&secretary).await.is(422);
    blocked
        .says("Mục 1.1 “")
        .says("cần đính kèm minh chứng")
        .says("Nên có minh chứng mà chưa đính kèm")
        .says("mục 1.3");
    secretary.get(ITEM).await.says("cần có minh chứng");
    secretary.upload(FILES, "", &[("a.pdf", PDF)]).await.is(303);
    let check =
        secretary.get(&format!("{SHEET}/check")).await.is(200).does_not_say("cần đính kèm minh chứng");
    check.says("mục 1.3").says("Đồng chí vẫn gửi được phiếu").says("Minh chứng (1)");
    secretary.post(&format!("{SHEET}/submission"), &VOTE).await.is(303);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn e6_a_file_of_another_branch_is_not_there_also_by_its_number(pool: PgPool) {
    let world = stage(pool).await;
    let owner = secretary(&world).await;
    owner.upload(FILES, "", &[("Chi bộ Thanh tra.pdf", PDF)]).await.is(303);
    owner.get(&file(1)).await.is(200);
    for (who, own) in [("bithu.congnghe", "cong-nghe"), ("bithu.noivu", "noi-vu")] {
        let stranger = world.person(who).await;
        stranger.get(&file(1)).await.is(404).does_not_say("Thanh tra");
        stranger.get(ITEM).await.is(404).does_not_say("Thanh tra");
        stranger.post(&format!("{}/removal", file(1)), &[]).await.is(404);
        stranger.upload(FILES, "", &[("a.pdf", PDF)]).await.is(404);
        // Through one's own organization, another's number leads nowhere.
        stranger.get(&format!("/organizations/{own}/evidence/1")).await.is(404);
        stranger.post(&format!("/organizations/{own}/evidence/1/removal"), &[]).await.is(404);
    }
    // From a committee's own address neither.
    world.person("thamdinh.dcq").await.get("/organizations/dcq/evidence/1").await.is(404);
    world.person("quantri.dcq").await.get(&file(1)).await.is(403);
    assert_eq!(
        world.nobody().get(&file(1)).await.is(303).location(),
        format!("/sign-in?return_to={}", file(1))
    );
    assert_eq!(world.count("select count(*) from evidence where removed_at is null").await, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn h5_markup_in_a_name_is_shown_as_it_was_typed(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = secretary(&world).await;
    secretary.upload(FILES, "<i>trang</i> & 3", &[("Chi bộ <b>1</b> & 2.pdf", PDF)]).await.is(303);
    secretary.get(ITEM).await.says("b> & 2.pdf").says("<i>trang</i> & 3");
    let page = secretary
        .upload(FILES, "", &[("<img src=x>.svg", b"<svg/>")])
        .await
        .is(422)
        .says("“<img src=x>.svg”");
    assert!(page.attributes("main img", "src").is_empty());
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_item_has_no_more_than_the_committee_allows(pool: PgPool) {
    let world = stage(pool).await;
    sqlx::raw_sql("insert into setting (organization_id, name, value) values (2, 'evidence.per_item', '2')")
        .execute(&world.pool)
        .await
        .unwrap();
    let secretary = secretary(&world).await;
    let files: [(&str, &[u8]); 3] = [("1.pdf", b"%PDF-1"), ("2.pdf", b"%PDF-2"), ("3.pdf", b"%PDF-3")];
    let page = secretary.upload(FILES, "", &files).await.is(422);
    page.says("mỗi mục có tối đa 2 minh chứng").says("Đã đính kèm 2 tệp còn lại").says("2 trên tối đa 2");
    secretary.post(MINUTES, &[("meeting", "3")]).await.is(422).says("đã đủ 2 minh chứng");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_form_too_large_or_cut_off_is_answered_kindly(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = secretary(&world).await;
    let page = secretary.upload(FILES, &"a".repeat(9000), &[]).await.is(413);
    page.says("Đồng chí gửi từng tệp một").says("vẫn còn nguyên");
    let page = secretary.upload(FILES, &"ấ".repeat(201), &[("a.pdf", PDF)]).await.is(422);
    page.says("tối đa 200").says("“a.pdf”: chưa đính kèm, đồng chí chọn lại");
    let cut = axum::http::Request::post(FILES)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=x");
    let half =
        "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 half";
    secretary.send(cut, half.into()).await.is(422).says("số liệu đã lưu vẫn còn nguyên");
    secretary.post(FILES, &[("caption", "x")]).await.is(422);
    assert_eq!(world.count("select count(*) from evidence").await, 0);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn content_without_a_row_is_swept_after_a_day(pool: PgPool) {
    let world = stage(pool).await;
    let secretary = secretary(&world).await;
    secretary.upload(FILES, "", &[("a.pdf", PDF)]).await.is(303);
    // The second copy has its content in the store and gets no row.
    secretary.upload(FILES, "", &[("a.pdf", PDF)]).await.is(303);
    let now = Clock::system().now();
    let mut connection = world.pool.acquire().await.unwrap();
    assert_eq!(sweep(&world.files, &mut connection, now).await.unwrap(), 0, "an act may be under way");
    assert_eq!(sweep(&world.files, &mut connection, now + GRACE * 2).await.unwrap(), 1);
    assert_eq!(sweep(&world.files, &mut connection, now + GRACE * 2).await.unwrap(), 0);
    secretary.get(&file(1)).await.is(200);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn in_a_folder_files_lie_under_names_nobody_can_guess(pool: PgPool) {
    let world = stage(pool).await;
    let folder = std::env::temp_dir().join(format!("bontot-evidence-{:016x}", rand::random::<u64>()));
    let store = Store::folder(&folder).unwrap();
    let world = World::with_files(world.pool.clone(), "2026-11-25T02:00:00Z", store);
    let secretary = secretary(&world).await;
    secretary.upload(FILES, "", &[("Biên bản.pdf", PDF)]).await.is(303);
    assert_eq!(secretary.get(&file(1)).await.is(200).bytes, PDF);
    let object: String =
        sqlx::query_scalar("select object from stored_file").fetch_one(&world.pool).await.unwrap();
    assert_eq!((object.len(), fs::read(folder.join(&object)).unwrap()), (35, PDF.to_vec()));
    let later = Clock::system().now() + GRACE * 2;
    let mut connection = world.pool.acquire().await.unwrap();
    assert_eq!(sweep(&world.files, &mut connection, later).await.unwrap(), 0);
    // Gone from the disk it is a trouble of ours, said as one.
    fs::remove_file(folder.join(&object)).unwrap();
    secretary.get(&file(1)).await.is(500).says("Hệ thống gặp trục trặc");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_s3_store_is_made_from_the_settings() {
    use_ring();
    let settings =
        |args: &[&str]| Cli::try_parse_from(["bontot", "check"].iter().chain(args)).unwrap().settings;
    let own = settings(&[
        "--s3-bucket=minh-chung",
        "--s3-endpoint=http://10.0.0.5:9000",
        "--s3-access-key=bontot",
        "--s3-secret-key=bi-mat",
    ]);
    let store = format!("{:?}", Store::open(&own).unwrap());
    assert!(store.contains("minh-chung") && store.contains("10.0.0.5:9000"), "{store}");
    let amazon = settings(&["--s3-bucket=minh-chung", "--s3-region=ap-southeast-1"]);
    assert!(format!("{:?}", Store::open(&amazon).unwrap()).contains("ap-southeast-1"));
}
