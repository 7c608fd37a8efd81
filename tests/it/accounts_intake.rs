//! Accounts from a file: looked at row by row, written whole or not at all, and their slips printed together.

use std::{fmt::Write, fs};

use bontot::export::{
    self, Sheet,
    sheet::{Column, Kind, Value},
};
use sqlx::PgPool;

use crate::{
    support::{Answer, Client, World},
    tree_intake::carried,
};

const HERE: &str = "/organizations/dcq/people";
const ON: [(&str, &str); 1] = [("on", "25/11/2026")];

async fn look(board: &Client, file: impl AsRef<[u8]>) -> Answer {
    board.hand_in(&format!("{HERE}/preview"), &ON, file.as_ref()).await
}

/// Presses the button under what was looked at.
async fn press(board: &Client, looked: &Answer, typed: &[(&str, &str)]) -> Answer {
    let fields = carried(looked, typed);
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    board.fill_in(&format!("{HERE}/intake"), &fields).await
}

/// What was said about rows, one line each.
fn rows(page: &Answer) -> Vec<String> {
    page.all("section[aria-labelledby=looked] tbody tr")
}

/// Who holds what, of those the cast does not have.
async fn held(world: &World) -> Vec<String> {
    let rows: Vec<(String, String, String, String, String)> = sqlx::query_as(
        "select p.username, p.name, coalesce(p.mail, ''), o.code || ' ' || po.role, po.valid::text
         from person p join position po using (person_id) join organization o using (organization_id)
         where p.person_id > 13 or po.position_id > 13 order by po.position_id",
    )
    .fetch_all(&world.pool)
    .await
    .unwrap();
    let line = |(username, name, mail, place, valid): &(String, String, String, String, String)| {
        format!("{username}|{name}|{mail}|{place}|{valid}")
    };
    rows.iter().map(line).collect()
}

const LIST: &str = "\u{feff}Họ và tên;Tên đăng nhập;Thư điện tử;Tổ chức;Chức vụ;Từ ngày;Đến ngày\n\
                    Nguyễn Thị Ánh;Anh.Nguyen;anh@donvi.vn;noi-vu;Bí thư;01/12/2026;\n\
                    ;anh.nguyen;;Chi bộ Thanh tra tỉnh;Người nhập số liệu;2026-12-01;31/12/2027\n\
                    \n\
                    Lê Văn Bảy;bay.le;;dcq;Văn phòng;;\n\
                    Trần Thị Bình;PhoBiThu.ThanhTra;;thanh-tra;Phó bí thư;;\n\
                    Trần Thị Bình;phobithu.thanhtra;binh@donvi.vn;noi-vu;phó bí thư;1/12/2026;\n";

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_board_reads_a_list_once_and_twice_is_once(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let page = look(&board, LIST).await.is(200);
    assert_eq!(
        rows(&page),
        [
            "Dòng 2Nguyễn Thị Ánh (anh.nguyen)tài khoản mới, Bí thư, Chi bộ Sở Nội vụ, từ 01/12/2026",
            "Dòng 3Nguyễn Thị Ánh (anh.nguyen)thêm chức vụ, Người nhập số liệu, Chi bộ Thanh tra tỉnh, từ 01/12/2026 đến \
             31/12/2027",
            "Dòng 5Lê Văn Bảy (bay.le)tài khoản mới, Văn phòng, Đảng ủy Các cơ quan tỉnh, từ 25/11/2026",
            "Dòng 6Trần Thị Bình (phobithu.thanhtra)đã có",
            "Dòng 7Trần Thị Bình (phobithu.thanhtra)thêm chức vụ Phó bí thư, Chi bộ Sở Nội vụ, từ 01/12/2026; thư điện tử \
             binh@donvi.vn",
        ]
    );
    let page = page.says("Tệp có 5 dòng: 2 tài khoản mới, 4 chức vụ mới, 1 dòng đã có.");
    assert!(held(&world).await.is_empty(), "looking writes nothing");
    let (one, two) = tokio::join!(press(&board, &page, &ON), press(&board, &page, &ON));
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (303, 303), "a double click is one act");
    assert_eq!(
        held(&world).await,
        [
            "anh.nguyen|Nguyễn Thị Ánh|anh@donvi.vn|noi-vu secretary|[2026-12-01,)",
            "anh.nguyen|Nguyễn Thị Ánh|anh@donvi.vn|thanh-tra clerk|[2026-12-01,2028-01-01)",
            "bay.le|Lê Văn Bảy||dcq office|[2026-11-25,)",
            "phobithu.thanhtra|Trần Thị Bình|binh@donvi.vn|noi-vu deputy|[2026-12-01,)",
        ]
    );
    assert_eq!(world.verbs().await, ["person.imported"]);
    let page = look(&board, LIST).await.is(200).says("không có gì để ghi");
    page.says("Tệp có 5 dòng: 0 tài khoản mới, 0 chức vụ mới, 5 dòng đã có.");
    let later = world.later("2027-03-01T02:00:00Z");
    let board = later.person("tochuc.dcq").await;
    look(&board, LIST).await.is(200).says("5 dòng đã có");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_list_people_have_is_refused_by_row_and_nothing_of_it_is_written(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::query("update organization set code = '0013' where code = 'thanh-tra'")
        .execute(&world.pool)
        .await
        .unwrap();
    let board = world.person("tochuc.dcq").await;
    let sample = fs::read_to_string("tests/files/tai-khoan.csv").unwrap();
    let page = look(&board, &sample).await.is(422);
    assert_eq!(
        rows(&page),
        [
            "Dòng 3Tên đăng nhậpTên đăng nhập thanhtra.bt ở dòng 2 là của đồng chí Nguyễn Văn A. Mỗi đồng chí một tên đăng \
             nhập, chữ hoa hay chữ thường cũng vậy.",
            "Dòng 5Tên đăng nhậpTên đăng nhập gồm 2 đến 40 ký tự: chữ a–z không dấu, chữ số, dấu chấm, gạch nối, gạch dưới.",
            "Dòng 5Thư điện tửĐịa chỉ thư điện tử chưa đúng. Đồng chí ghi như an.nguyen@donvi.gov.vn.",
            "Dòng 5Chức vụ“Quản trị tối cao” chưa đúng. Chỉ nhận: Bí thư, Phó bí thư, Người nhập số liệu, Người thẩm định, \
             Ban Tổ chức, Ban Thường vụ, Văn phòng, Ủy ban Kiểm tra, Người theo dõi, Quản trị.",
            "Dòng 5Từ ngàyKhông có ngày này trong lịch.",
            "Dòng 5Tổ chức“9999” không thuộc Đảng ủy Các cơ quan tỉnh và các tổ chức trực thuộc.",
        ]
    );
    assert!(page.all("button[formaction]").is_empty(), "nothing to press while a row is wrong");
    press(&board, &page, &ON).await.is(422);
    assert!(held(&world).await.is_empty() && world.verbs().await.is_empty(), "all or nothing");

    let right: Vec<_> =
        sample.lines().enumerate().filter(|(n, _)| [0, 1, 3].contains(n)).map(|(_, l)| l).collect();
    let page = look(&board, right.join("\r\n")).await.is(200);
    press(&board, &page, &ON).await.is(303);
    assert_eq!(
        held(&world).await,
        [
            "thanhtra.bt|Nguyễn Văn A|a@example.vn|0013 secretary|[2023-01-01,)",
            "ccq.btc|Lê Thị E||dcq organization_board|[2023-01-01,2025-07-01)",
        ]
    );
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn other_branches_are_not_told_of_and_the_rules_of_accounts_hold(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let list = "Tên đăng nhập,Họ và tên,Tổ chức,Vai trò,Từ ngày\n\
                moi.mot,Đỗ Một,cong-nghe,Bí thư,01/01/2026\n\
                moi.hai,Đỗ Hai,Chi bộ Công nghệ,Bí thư,01/01/2026\n\
                BiThu.CongNghe,Đỗ Ba,thanh-tra,Bí thư,01/01/2026\n\
                tochuc.dcq,Đặng Văn Hải,dcq,Văn phòng,01/01/2026\n\
                moi.tu,Đỗ Tư,dcq,Bí thư,01/01/2026\n\
                moi.nam,Đỗ Năm,thanh-tra,Ban Thường vụ,01/01/2019\n\
                moi.sau,Đỗ Sáu,dcq,Quản trị,01/01/2026\n\
                moi.bay,,dcq,Văn phòng,01/01/2026\n\
                moi.tam,Đỗ Tám,dcq,Văn phòng,01/01/2026\n\
                moi.tam,Đỗ Tám,DCQ,văn phòng,01/02/2026\n\
                vanphong.dcq,Đỗ Văn Khánh,dcq,Văn phòng,01/06/2026\n\
                vanphong.dcq,Người khác,dcq,Người theo dõi,01/06/2026\n";
    let page = look(&board, list).await.is(422);
    assert_eq!(
        rows(&page),
        [
            "Dòng 2Tổ chức“cong-nghe” không thuộc Đảng ủy Các cơ quan tỉnh và các tổ chức trực thuộc.",
            "Dòng 3Tổ chức“Chi bộ Công nghệ” không thuộc Đảng ủy Các cơ quan tỉnh và các tổ chức trực thuộc.",
            "Dòng 4Tên đăng nhậpTên đăng nhập bithu.congnghe đã có người dùng, chữ hoa hay chữ thường cũng vậy.",
            "Dòng 5cả dòngĐây là tài khoản của đồng chí. Chức vụ và tài khoản của mình do người khác có quyền quản lý tài \
             khoản thay đổi.",
            "Dòng 6Chức vụChức vụ này thuộc chi bộ; tổ chức đã nhập là cấp ủy.",
            "Dòng 7Chức vụChi bộ có bí thư, phó bí thư, người nhập số liệu; chức vụ này thuộc cấp ủy.",
            "Dòng 7Từ ngàyTổ chức này hoạt động từ ngày 01/01/2020.",
            "Dòng 8Chức vụChức vụ quản trị do người giữ chức vụ quản trị giao.",
            "Dòng 9Họ và tênChưa có họ và tên.",
            "Dòng 11cả dòngTrùng với dòng 10 của tệp: cùng đồng chí, tổ chức và chức vụ.",
            "Dòng 12Từ ngàyĐồng chí này giữ đúng chức vụ đó từ 01/01/2020.",
            "Dòng 13Tên đăng nhậpTên đăng nhập vanphong.dcq đã có là của đồng chí Đỗ Văn Khánh. Mỗi đồng chí một tên đăng \
             nhập, chữ hoa hay chữ thường cũng vậy.",
        ]
    );
    page.does_not_say("Hoàng Văn Em").does_not_say("Đảng ủy Công sở");
    let administrator = look(&world.person("quantri.dcq").await, list).await.is(422);
    administrator.does_not_say("do người giữ chức vụ quản trị giao");
    for (username, status) in [("thamdinh.dcq", 403), ("bithu.thanhtra", 404), ("thamdinh.tinhuy", 403)] {
        let other = world.person(username).await;
        other.get(&format!("{HERE}/file")).await.is(status);
        look(&other, LIST).await.is(status);
    }
    board.get("/organizations/dcs/people/file").await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_known_person_with_a_post_elsewhere_gains_the_position_and_keeps_the_address(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::raw_sql(
        "insert into position (person_id, organization_id, role, valid) values (4, 6, 'clerk', '[2026-01-01,)');
         update person set mail = 'cu@donvi.vn' where person_id = 4;
         update position set valid = '[2020-01-01,2026-01-01)' where position_id = 3",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let board = world.person("tochuc.dcq").await;
    let list = "Tên đăng nhập;Thư điện tử;Tổ chức;Vai trò\nbithu.noivu;moi@donvi.vn;thanh-tra;Phó bí thư\n\
                nhaplieu.thanhtra;;thanh-tra;Người nhập số liệu\n";
    let page = look(&board, list).await.is(200).says("Không ghi thư điện tử ở dòng 2");
    let page = page.does_not_say("cu@donvi.vn");
    press(&board, &page, &[("on", "1/12/2026")]).await.is(422).says("Chưa ghi.").says("từ 01/12/2026");
    press(&board, &page, &ON).await.is(303);
    assert_eq!(
        held(&world).await[1..],
        [
            "bithu.noivu|Phạm Thị Dung|cu@donvi.vn|thanh-tra deputy|[2026-11-25,)",
            "nhaplieu.thanhtra|Lê Văn Cường||thanh-tra clerk|[2026-11-25,)",
        ],
        "who left the post takes it up again"
    );
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn titles_two_header_rows_serial_days_and_lost_zeros_are_understood(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::query("update organization set code = '0013' where code = 'thanh-tra'")
        .execute(&world.pool)
        .await
        .unwrap();
    let board = world.person("tochuc.dcq").await;
    let blank = board.get(&format!("{HERE}/template.xlsx")).await.is(200);
    look(&board, &blank.bytes).await.is(422).says("không có dòng nào để đọc");
    let text = |name: &str| Column::new(name, Kind::Text);
    let columns = vec![
        text("STT"),
        text("Họ tên"),
        text("Tài khoản"),
        Column::new("Mã chi bộ", Kind::Count),
        text("Chức danh"),
        Column::new("Giữ chức vụ từ ngày", Kind::Count),
        text("Số căn cước"),
    ];
    let row = |code: Value, day: Value| {
        let name = Value::text("Tra\u{302}\u{300}n Thi\u{323} Be\u{301}");
        vec![
            Value::Count(1),
            name,
            Value::text("be.tran"),
            code,
            Value::text("BÍ THƯ"),
            day,
            Value::text("001"),
        ]
    };
    let file = |code, day| {
        let sheet = Sheet {
            title: "DANH SÁCH TÀI KHOẢN".to_owned(),
            notes: vec!["Kèm theo Công văn số 12".to_owned()],
            columns: columns.clone(),
            rows: vec![row(code, day)],
        };
        export::xlsx(&sheet).unwrap()
    };
    let page = look(&board, file(Value::Count(13), Value::Count(46_357))).await.is(422);
    page.says("Dòng 5").says("có mã 0013 (Chi bộ Thanh tra tỉnh)");
    let page = look(&board, file(Value::text("0013"), Value::Count(46_357))).await.is(200);
    let page = page.says("Không đọc và không lưu cột “Số căn cước”.");
    assert_eq!(
        rows(&page),
        ["Dòng 5Trần Thị Bé (be.tran)tài khoản mới, Bí thư, Chi bộ Thanh tra tỉnh, từ 01/12/2026"]
    );
    press(&board, &page, &ON).await.is(303);
    assert_eq!(held(&world).await, ["be.tran|Trần Thị Bé||0013 secretary|[2026-12-01,)"]);

    let two = "DANH SÁCH;;;;;\n;;;;;\nĐồng chí;;Nơi giữ;;Thời gian;\nHọ và tên;Tên đăng nhập;Tổ chức;Chức vụ;Từ ngày;Đến ngày\n\
               Lê Ba;ba.le;0013;PBT;1/12/2026;\n;;;;;\nNgười lập;;;;;\nLê Bốn;bon.le;0013;PBT;1/12/2026;\n";
    let page = look(&board, two).await.is(200).says("Chỉ đọc đến trước dòng 7");
    assert_eq!(
        rows(&page),
        ["Dòng 5Lê Ba (ba.le)tài khoản mới, Phó bí thư, Chi bộ Thanh tra tỉnh, từ 01/12/2026"]
    );
    // A person says which column is which where the guess fails.
    let odd = "Ký hiệu,Ai,Ở đâu,Làm gì\nlan.ngo,Ngô Lan,0013,Bí thư\n";
    let page = look(&board, odd).await.is(422).says("Đề nghị chọn cột nào là tên đăng nhập.");
    let chosen =
        [("column-username", "0"), ("column-name", "1"), ("column-organization", "2"), ("column-role", "3")];
    let fields = carried(&page, &[&chosen[..], &ON].concat());
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = board.fill_in(&format!("{HERE}/preview"), &fields).await.is(200).says("Ngô Lan (lan.ngo)");
    press(&board, &page, &ON).await.is(303);
}

/// A text in TCVN3, one byte a letter.
fn tcvn3(text: &str) -> Vec<u8> {
    let byte = |c| match c {
        'Đ' => 0xa7,
        'đ' => 0xae,
        'ă' => 0xa8,
        'ê' => 0xaa,
        'ư' => 0xad,
        'à' => 0xb5,
        'ậ' => 0xcb,
        'ễ' => 0xd4,
        'ị' => 0xde,
        'ọ' => 0xe4,
        'ổ' => 0xe6,
        'ộ' => 0xe9,
        'ừ' => 0xf5,
        'ứ' => 0xf8,
        'ụ' => 0xf4,
        'í' => 0xdd,
        c => u8::try_from(u32::from(c)).unwrap(),
    };
    text.chars().map(byte).collect()
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn names_in_an_old_font_are_shown_converted_and_never_kept_unseen(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let list = "Họ và tên;Tên đăng nhập;Tổ chức;Chức vụ;Từ ngày\n\
                Nguyễn Đứcậ Vị;vi.nguyen;noi-vu;Bí thư;01/12/2026\nĐậu Thị Lộc;loc.dau;noi-vu;Bí thư;01/12/2026\n";
    let page = look(&board, tcvn3(&list.replace("Đứcậ", "Đức"))).await.is(200);
    let page = page.says("phông chữ cũ TCVN3").says("Nguyễn Đức Vị (vi.nguyen)").says("Đậu Thị Lộc");
    let refused = press(&board, &page, &ON).await.is(422).says("Đề nghị đối chiếu chữ đã chuyển");
    assert!(held(&world).await.is_empty());
    press(&board, &refused, &[ON[0], ("compared", "on")]).await.is(303);
    assert_eq!(held(&world).await[0], "vi.nguyen|Nguyễn Đức Vị||noi-vu secretary|[2026-12-01,)");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn new_accounts_get_their_slips_together_and_each_link_sets_one_password(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let page = look(&board, LIST).await.is(200);
    let written = press(&board, &page, &ON).await.is(303);
    let made = written.location().to_owned();
    let page = board.get(&made).await.is(200).says("2 tài khoản chưa đặt mật khẩu").says("Tạo 2 phiếu để in");
    assert_eq!(page.all("tbody th"), ["Nguyễn Thị Ánh", "Lê Văn Bảy"]);
    board.get(&format!("{HERE}/file")).await.says("2 tài khoản, 2 chưa đặt mật khẩu");

    let slips = board.post(&format!("{made}/links"), &[]).await.is(200).says("2 phiếu giao tài khoản");
    assert_eq!(slips.all(".slip svg").len(), 2);
    let links = slips.all(".slip__address");
    let link = links[0].strip_prefix("https://bontot.example").unwrap();
    let nobody = world.nobody();
    nobody.get(link).await.is(200).says("Nguyễn Thị Ánh");
    let (token, password) = (link.split_once("link=").unwrap().1, "hoa ban nở trắng sườn đồi");
    let typed = [("link", token), ("password", password), ("again", password)];
    nobody.post("/password", &typed).await.is(303);

    // Once more: only who has no password yet, and the older slip is void.
    let again = board.post(&format!("{made}/links"), &[]).await.is(200).says("Lê Văn Bảy");
    assert_eq!(again.all(".slip").len(), 1);
    nobody.get(links[1].strip_prefix("https://bontot.example").unwrap()).await.is(410);
    // Who meanwhile has a post elsewhere is not the board's to open.
    sqlx::query(
        "insert into position (person_id, organization_id, role, valid)
         select person_id, 6, 'clerk', '[2026-01-01,)' from person where username = 'bay.le'",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let none = board.post(&format!("{made}/links"), &[]).await.is(303);
    assert_eq!(none.location(), made);
    let verbs = world.verbs().await;
    assert_eq!(verbs[..2], ["person.imported", "person.password_links_made"]);
    assert_eq!(verbs.iter().filter(|verb| *verb == "person.password_links_made").count(), 2);
    let number = made.rsplit('/').next().unwrap();
    board.get(&format!("/organizations/noi-vu/people/intakes/{number}")).await.is(404);
    world.person("thamdinh.dcq").await.post(&format!("{made}/links"), &[]).await.is(403);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_thousand_rows_are_looked_at_written_and_given_slips(pool: PgPool) {
    let world = World::new(pool).await;
    let board = world.person("tochuc.dcq").await;
    let mut list = "Tên đăng nhập;Họ và tên;Thư điện tử;Tổ chức;Vai trò;Từ ngày\n".to_owned();
    for n in 0..1000 {
        let (place, role) = if n % 2 == 0 {
            ("thanh-tra", "Người nhập số liệu")
        } else {
            ("noi-vu", "Phó bí thư")
        };
        writeln!(list, "nguoi.{n};Nguyễn Văn Số {n};so{n}@donvi.vn;{place};{role};01/01/2026").unwrap();
    }
    let begun = std::time::Instant::now();
    let page = look(&board, &list).await.is(200).says("1000 tài khoản mới").says("Và 800 dòng nữa.");
    let written = press(&board, &page, &ON).await.is(303);
    let taken = begun.elapsed();
    assert!(taken.as_secs() < 20, "{taken:?}");
    assert_eq!(held(&world).await.len(), 1000);
    board.get(written.location()).await.is(200).says("Tạo 1000 phiếu để in");
    look(&board, &list).await.is(200).says("1000 dòng đã có");
}
