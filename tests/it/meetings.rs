//! Meetings: entered, refused, corrected, read, and what carries over.

use bontot::{
    access::{Organization, Person, Position, Proof, Record, Role},
    db::Db,
    ids::{MemberId, OrganizationId, PersonId},
    meetings::{self, AttendanceState, Exception, MeetingKind, Minutes, Presence, TaskEntry},
};
use sqlx::PgPool;

use crate::support::{Answer, Client, World};

const MEETINGS: &str = "/organizations/thanh-tra/meetings";

/// A regular meeting of November as it is usually typed, some fields typed differently.
fn typed<'a>(differently: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("month", "2026-11"),
        ("kind", "regular"),
        ("held_on", "05/11/2026"),
        ("starts_at", "7h30"),
        ("ends_at", "09:15"),
        ("place", "Phòng họp tầng 2"),
        ("form", "in_person"),
        ("chair", "Nguyễn Văn An"),
        ("clerk", "Lê Văn Cường"),
        ("agenda", "Thông tin thời sự\nKiểm điểm tháng 10"),
        ("discussion", "Đ/c Bình: nhất trí."),
        ("conclusion", "Thống nhất nhiệm vụ tháng 11."),
        ("minutes_approved", "yes"),
    ];
    for (name, text) in differently {
        fields.retain(|(n, _)| n != name);
        fields.push((name, text));
    }
    fields
}

async fn entered(client: &Client, fields: &[(&str, &str)]) -> String {
    client.post(MEETINGS, fields).await.is(303).location().to_owned()
}

/// The value a form shows in a field.
fn value(page: &Answer, name: &str) -> String {
    page.attributes(&format!("input[name='{name}']"), "value").join("")
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_meeting_is_entered_and_its_minutes_read_back(pool: PgPool) {
    let world = World::new(pool).await;
    let clerk = world.person("nhaplieu.thanhtra").await;
    let form = clerk.get(&format!("{MEETINGS}/new?kind=regular&month=2026-11")).await.is(200);
    assert_eq!(form.all("h1"), ["Ghi sinh hoạt thường kỳ tháng 11/2026"]);
    assert_eq!(form.all(".roll li").len(), 29);
    let fields = typed(&[("vote_for", "25"), ("vote_total", "25"), ("speakers", "6")]);
    let page = clerk.get(&entered(&clerk, &fields).await).await.is(200);
    let page = page
        .says("Đảng Cộng sản Việt Nam")
        .says("Đảng ủy Các cơ quan tỉnh")
        .says("Ngày 05 tháng 11 năm 2026")
        .says("Từ 07:30 đến 09:15, thứ Năm, 05/11/2026 (105 phút)")
        .says("Phòng họp tầng 2. Hình thức: trực tiếp.")
        .says("Có mặt: 27/27, đạt 100%")
        .says("6 đồng chí phát biểu")
        .says("Biểu quyết: 25/25 đảng viên tán thành.");
    assert_eq!(page.all(".paper__sign strong"), ["Lê Văn Cường", "Nguyễn Văn An"]);
    assert_eq!(world.verbs().await, ["meeting.recorded"]);
    clerk.get(MEETINGS).await.is(200).says("Đã ghi 1 kỳ sinh hoạt thường kỳ").says("27/27 (100%)");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn only_the_exceptions_are_ticked_and_attendance_is_worked_out(pool: PgPool) {
    let world = World::new(pool).await;
    // One more on the roll: 28 are expected, the exempt and the one who is away are not.
    sqlx::raw_sql(
        "insert into member (name) values ('Nông Thị Thêm');
         insert into membership (member_id, organization_id, valid, standing) values (30, 3, '[2026-01-01,)', 'official')",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    let secretary = world.person("bithu.thanhtra").await;
    let fields = typed(&[
        ("state[4]", "absent_excused"),
        ("reason[4]", "đi công tác"),
        ("state[5]", "absent_unexcused"),
        ("state[6]", "present"),
    ]);
    let page = secretary.get(&entered(&secretary, &fields).await).await.is(200);
    page.says("Có mặt: 26/28, đạt 92,86%")
        .says("vắng có lý do (đi công tác)")
        .says("vắng không lý do")
        .says("miễn sinh hoạt")
        .says("Không tính vào tỷ lệ: 2");
    let rows = "select count(*) from attendance where state = 'guest_present' and member_id = 29";
    assert_eq!(world.count(rows).await, 1, "who is here for a time counts, but as a guest");
    // What was recorded is a snapshot: a later change of the roll leaves it alone.
    sqlx::query("update membership set status = 'exempt'").execute(&world.pool).await.unwrap();
    secretary.get(MEETINGS).await.says("26/28 (92,86%)");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_cell_without_a_roll_types_counts(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.noivu").await;
    let path = "/organizations/noi-vu/meetings";
    let counts = |present, excused| {
        let counts =
            [("on_roll", "30"), ("present", present), ("absent_excused", excused), ("not_counted", "2")];
        typed(&[("absent_unexcused", "1")]).into_iter().chain(counts).collect::<Vec<_>>()
    };
    let refused = secretary.post(path, &counts("29", "0")).await.is(422);
    assert_eq!(refused.all(".summary li"), ["Số có mặt lớn hơn số đảng viên phải dự."]);
    assert_eq!(value(&refused, "present"), "29");
    secretary.post(path, &counts("25", "1")).await.is(422).says("cộng lại chưa bằng tổng số");
    // A form that asked about a roll nobody is on that day is answered with the fields for counts.
    let page =
        secretary.post(path, &typed(&[])).await.is(422).says("Ngày này chi bộ chưa có danh sách đảng viên.");
    assert_eq!(page.attributes("input[name=on_roll]", "aria-invalid"), ["true"]);
    let there = secretary.post(path, &counts("26", "1")).await.is(303);
    secretary.get(there.location()).await.says("Có mặt: 26/28, đạt 92,86%");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn each_refusal_is_a_sentence_at_its_field_and_keeps_what_was_typed(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    for (name, text, sentence) in [
        ("held_on", "", "Đồng chí ghi ngày họp."),
        ("held_on", "31/11/2026", "Không có ngày này trong lịch."),
        ("held_on", "05/12/2026", "Ngày họp không nằm trong tháng của cuộc họp."),
        ("held_on", "26/11/2026", "Ngày họp chưa đến. Đồng chí ghi khi cuộc họp đã diễn ra."),
        ("ends_at", "7h", "Giờ kết thúc phải sau giờ bắt đầu."),
        ("starts_at", "sáng", "Đồng chí ghi giờ như 07:30."),
        ("speakers", "nhiều", "Đồng chí ghi số nguyên, ví dụ 28."),
        ("vote_total", "20", "Đồng chí ghi cả số tán thành và tổng số biểu quyết, hoặc để trống cả hai."),
        ("reported_on", "mai", "Đồng chí ghi ngày như 05/02/2026."),
        ("reported_on", "04/11/2026", "Ngày báo cáo không thể trước ngày họp."),
        ("task_due[n1]", "01/11/2026", "Hạn hoàn thành không thể trước ngày họp."),
        ("task_who[n1]", "Đ/c Bình", "Đồng chí ghi nội dung nhiệm vụ."),
    ] {
        let fields = [typed(&[(name, text)]), vec![("task_what[n1]", "")]].concat();
        let page = secretary.post(MEETINGS, &fields).await.is(422);
        assert!(page.all("title")[0].starts_with("Lỗi: "), "{:?}", page.all("title"));
        assert!(
            page.all(".summary li").contains(&sentence.to_owned()),
            "{name}: {:?}",
            page.all(".summary li")
        );
        assert_eq!(value(&page, name), text);
        assert_eq!(value(&page, "place"), "Phòng họp tầng 2");
        assert_eq!(page.all("#agenda"), ["Thông tin thời sự Kiểm điểm tháng 10"]);
    }
    assert_eq!(world.count("select count(*) from meeting").await, 0);
    assert!(world.verbs().await.is_empty());
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn votes_are_of_those_who_were_there(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let votes = |vote_for, total| typed(&[("vote_for", vote_for), ("vote_total", total)]);
    let page = secretary.post(MEETINGS, &votes("27", "26")).await.is(422);
    assert_eq!(page.all("#vote_for-error"), ["Lỗi: Số tán thành không thể lớn hơn tổng số biểu quyết."]);
    let page = secretary.post(MEETINGS, &votes("20", "28")).await.is(422);
    assert_eq!(page.all("#vote_total-error"), ["Lỗi: Số biểu quyết lớn hơn số đảng viên có mặt."]);
    assert_eq!((value(&page, "vote_for"), value(&page, "vote_total")), ("20".to_owned(), "28".to_owned()));
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn an_absence_with_reason_keeps_its_reason(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let fields =
        typed(&[("state[4]", "absent_excused"), ("reason[4]", " "), ("state[5]", "absent_unexcused")]);
    let page = secretary.post(MEETINGS, &fields).await.is(422);
    assert_eq!(page.attributes(".summary a", "href"), ["#reason[4]"]);
    let ticked = page.attributes("select[name='state[5]'] option[selected]", "value");
    assert_eq!(ticked, ["absent_unexcused"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_month_has_one_regular_meeting_combined_or_not(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    entered(&secretary, &typed(&[])).await;
    let second = typed(&[("kind", "combined"), ("held_on", "20/11/2026"), ("topic", "Học tập Bác")]);
    let page = secretary.post(MEETINGS, &second).await.is(422);
    assert_eq!(page.attributes(".summary a", "href"), ["#kind"]);
    let page = page.says("Tháng này đã có cuộc sinh hoạt thường kỳ.");
    assert_eq!(value(&page, "topic"), "Học tập Bác");
    let thematic = typed(&[("kind", "thematic"), ("held_on", "20/11/2026"), ("topic", "Học tập Bác")]);
    entered(&secretary, &thematic).await;
    assert_eq!(world.count("select count(*) from meeting").await, 2);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c11_a_double_click_is_one_meeting(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let fields = typed(&[("kind", "thematic"), ("topic", "Chuyên đề quý IV"), ("task_what[n1]", "Viết bài")]);
    let (one, two) = tokio::join!(secretary.post(MEETINGS, &fields), secretary.post(MEETINGS, &fields));
    assert_eq!(one.is(303).location(), two.is(303).location());
    assert_eq!(world.count("select count(*) from meeting").await, 1);
    assert_eq!(world.count("select count(*) from task").await, 1);
    assert_eq!(world.verbs().await, ["meeting.recorded"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn only_the_cell_committee_is_called_to_its_meeting(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let form = secretary.get(&format!("{MEETINGS}/new?kind=cell_committee&month=2026-11")).await.is(200);
    assert_eq!(form.all(".roll li").len(), 3);
    let there = entered(&secretary, &typed(&[("kind", "cell_committee"), ("held_on", "04/11/2026")])).await;
    secretary.get(&there).await.says("Có mặt: 3/3, đạt 100%");
    let other = typed(&[("kind", "regular"), ("version", "1")]);
    secretary.post(&there, &other).await.is(422).says("điểm danh theo thành phần khác");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn tasks_are_carried_to_the_next_month_and_settled_there(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let tasks = [
        ("month", "2026-10"),
        ("held_on", "05/10/2026"),
        ("task_what[n1]", "Tiếp công dân định kỳ"),
        ("task_who[n1]", "Tổ đảng 1"),
        ("task_due[n1]", "31/10/2026"),
        ("task_what[n2]", "Kiểm tra hồ sơ"),
        ("task_what[n3]", ""),
    ];
    let in_time = world.later("2026-11-09T02:00:00Z");
    let october = entered(&secretary.in_world(&in_time), &typed(&tasks)).await;
    secretary.get(&october).await.says("Tiếp công dân định kỳ").says("31/10/2026");
    let form = secretary.get(&format!("{MEETINGS}/new?kind=regular&month=2026-11")).await.is(200);
    assert_eq!(form.all(".carried legend"), ["Tiếp công dân định kỳ", "Kiểm tra hồ sơ"]);
    let form = form.says("Đề ra tháng 10/2026 · Tổ đảng 1 · hạn 31/10/2026");
    assert_eq!(value(&form, "place"), "Phòng họp tầng 2", "the next form begins where the last was held");
    let settled = typed(&[
        ("carried_done[1]", "yes"),
        ("carried_result[1]", "12 buổi"),
        ("carried_done[2]", ""),
        ("carried_result[2]", ""),
    ]);
    let november = entered(&secretary, &settled).await;
    secretary.get(&november).await.says("Đã hoàn thành: 12 buổi");
    let december = secretary.get(&format!("{MEETINGS}/new?kind=regular&month=2026-12")).await;
    assert_eq!(december.all(".carried legend"), ["Kiểm tra hồ sơ"]);
    // What a later meeting has looked at cannot be taken away, only what nobody has.
    let without = |key, version| {
        typed(&[("month", "2026-10"), ("held_on", "05/10/2026"), (key, ""), ("version", version)])
    };
    let secretary = secretary.in_world(&in_time);
    let refused = secretary.post(&october, &without("task_what[t1]", "1")).await.is(422);
    refused.says("Nhiệm vụ đã được đánh giá ở cuộc họp sau");
    secretary.post(&october, &without("task_what[t2]", "1")).await.is(303);
    assert_eq!(world.count("select count(*) from task").await, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_correction_changes_what_it_says_and_leaves_the_rest(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let there =
        entered(&secretary, &typed(&[("state[5]", "absent_unexcused"), ("task_what[n1]", "Viết bài")])).await;
    let form = secretary.get(&format!("{there}/edit")).await.is(200);
    assert_eq!(form.attributes("input[name=held_on]", "value"), ["05/11/2026"]);
    assert_eq!(form.attributes(".roll__marked select", "name").len(), 3);
    let part = [("version", "1"), ("place", "Hội trường"), ("state[5]", "present")];
    secretary.post(&there, &part).await.is(303);
    let page = secretary.get(&there).await.is(200);
    page.says("Hội trường").says("Thống nhất nhiệm vụ tháng 11.").says("Có mặt: 27/27").says("Viết bài");
    assert_eq!(world.verbs().await, ["meeting.recorded", "meeting.corrected"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn c4_the_second_to_save_an_old_version_sees_both(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let deputy = world.person("phobithu.thanhtra").await;
    let there = entered(&secretary, &typed(&[])).await;
    deputy.post(&there, &typed(&[("version", "1"), ("conclusion", "Bản của phó bí thư.")])).await.is(303);
    let mine = [("version", "1"), ("conclusion", "Bản của bí thư."), ("state[5]", "absent_unexcused")];
    let page = secretary.post(&there, &typed(&mine)).await.is(409);
    assert_eq!(page.all("#conclusion"), ["Bản của bí thư."]);
    let page = page.says("Trần Thị Bình đã lưu lúc 25/11/2026 09:00").says("Bản của phó bí thư.");
    assert_eq!(page.all("#conflict tbody th")[0], "Kết luận");
    assert_eq!(page.all("#conflict tbody tr").len(), 2);
    assert_eq!(value(&page, "version"), "2");
    secretary.get(&there).await.says("Bản của phó bí thư.");
    let chosen = [("version", "2"), ("conclusion", "Bản của bí thư.")];
    secretary.post(&there, &typed(&chosen)).await.is(303);
    secretary.get(&there).await.says("Bản của bí thư.");
    // The same correction sent again, as by a double click, is saved already.
    secretary.post(&there, &typed(&chosen)).await.is(303);
    assert_eq!(world.count("select version::bigint from meeting").await, 3);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_month_whose_sheet_is_confirmed_takes_no_more(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let there = entered(&secretary, &typed(&[])).await;
    sqlx::raw_sql(
        "insert into criteria_set (code, instrument, name, basis, valid_from, official, scale, frame, state)
             values ('khung', 'four_good', 'Khung', '', '2023-01-01', false, 'points', 100, 'published');
         insert into score_sheet (organization_id, month, instrument, criteria_set_id, state, submitted_at, submitted_by,
             confirmed_at, confirmed_by, created_at, updated_at, updated_by)
             values (3, '2026-11-01', 'four_good', 1, 'confirmed', now(), 1, now(), 6, now(), now(), 1)",
    )
    .execute(&world.pool)
    .await
    .unwrap();
    secretary.get(&there).await.is(200).says("đã được cấp trên duyệt nên không ghi hoặc sửa cuộc họp");
    let late = typed(&[("version", "1"), ("conclusion", "Bản sửa muộn.")]);
    let page = secretary.post(&there, &late).await.is(422).says("đề nghị cấp trên mở lại phiếu");
    assert_eq!(page.all("#conclusion"), ["Bản sửa muộn."]);
    let thematic = typed(&[("kind", "thematic")]);
    secretary
        .post(MEETINGS, &thematic)
        .await
        .is(422)
        .says("Phiếu chấm điểm tháng 11/2026 đã được cấp trên duyệt");
    sqlx::query("update score_sheet set state = 'submitted', confirmed_at = null, confirmed_by = null")
        .execute(&world.pool)
        .await
        .unwrap();
    secretary.get(&format!("{there}/edit")).await.says("Phiếu chấm điểm tháng 11/2026 đã gửi cấp trên.");
    secretary.post(&there, &late).await.is(303);
}

/// November closes at the end of 10/12: the last second counts, by the server's clock.
#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn b12_b13_a_closed_month_takes_no_meeting_and_keeps_what_was_typed(pool: PgPool) {
    let world = World::new(pool).await;
    let there = entered(&world.person("bithu.thanhtra").await, &typed(&[])).await;
    let last = world.later("2026-12-10T16:59:30Z").person("bithu.thanhtra").await;
    last.post(&there, &typed(&[("version", "1"), ("conclusion", "Sửa kịp.")])).await.is(303);
    let secretary = world.later("2026-12-10T17:00:01Z").person("bithu.thanhtra").await;
    let why = "Đã khóa nhập tháng 11/2026 từ hết ngày 10/12/2026. Người thẩm định hoặc Ban Tổ chức của Đảng ủy Các cơ quan tỉnh có thể mở lại.";
    secretary.get(&there).await.is(200).says(why);
    secretary.get(&format!("{MEETINGS}/new?kind=thematic&month=2026-11")).await.is(200).says(why);
    let late = typed(&[("version", "2"), ("conclusion", "Bản sửa muộn.")]);
    let page = secretary.post(&there, &late).await.is(422).says(why);
    assert_eq!(page.all("#conclusion"), ["Bản sửa muộn."]);
    let thematic = typed(&[("kind", "thematic"), ("topic", "Văn hóa công sở")]);
    assert_eq!(
        value(&secretary.post(MEETINGS, &thematic).await.is(422).says(why), "topic"),
        "Văn hóa công sở"
    );
    assert_eq!(world.count("select count(*) from meeting where conclusion = 'Sửa kịp.'").await, 1);
    assert_eq!(world.count("select count(*) from meeting").await, 1);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn minutes_are_for_the_cell_and_the_checking_committee(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let there = entered(&secretary, &typed(&[])).await;
    let edit = format!("{there}/edit");
    let new = format!("{MEETINGS}/new");
    for (person, list, read, write) in [
        ("nhaplieu.thanhtra", 200, 200, 200),
        ("thamdinh.dcq", 200, 200, 403),
        ("tochuc.dcq", 200, 200, 403),
        ("thuongvu.dcq", 200, 403, 403),
        ("vanphong.dcq", 200, 403, 403),
        ("kiemtra.dcq", 200, 403, 403),
        ("theodoi.dcq", 200, 403, 403),
        ("quantri.dcq", 403, 403, 403),
        ("bithu.noivu", 404, 404, 404),
        ("bithu.congnghe", 404, 404, 404),
    ] {
        let client = world.person(person).await;
        client.get(MEETINGS).await.is(list);
        client.get(&there).await.is(read);
        client.get(&edit).await.is(write);
        client.get(&new).await.is(write);
        if write != 200 {
            client.post(&there, &typed(&[("version", "1")])).await.is(write);
            client.post(MEETINGS, &typed(&[])).await.is(write);
        }
    }
    for path in [MEETINGS, &there, &edit, &new] {
        assert!(world.nobody().get(path).await.is(303).location().starts_with("/sign-in"));
    }
    // Each look by the committee is on record, none by the cell itself.
    assert_eq!(world.verbs().await, ["meeting.recorded", "meeting.minutes_read", "meeting.minutes_read"]);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn a_meeting_is_found_only_in_its_own_cell(pool: PgPool) {
    let world = World::new(pool).await;
    let secretary = world.person("bithu.thanhtra").await;
    let there = entered(&secretary, &typed(&[])).await;
    let elsewhere = there.replace("thanh-tra", "noi-vu");
    let neighbour = world.person("bithu.noivu").await;
    neighbour.get(&elsewhere).await.is(404);
    neighbour.get(&format!("{elsewhere}/edit")).await.is(404);
    neighbour.post(&elsewhere, &typed(&[("version", "1")])).await.is(404);
    secretary.get(&format!("{MEETINGS}/không-phải-số")).await.is(404);
    world.person("thamdinh.dcq").await.get("/organizations/dcq/meetings").await.is(404);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_year_says_what_is_missing_and_what_was_too_short(pool: PgPool) {
    let world = World::at(pool, "2026-11-09T02:00:00Z").await;
    let secretary = world.person("bithu.thanhtra").await;
    entered(&secretary, &typed(&[("ends_at", "8h45")])).await;
    let list = secretary.get(MEETINGS).await.is(200).says("75 phút").says("15 phút");
    assert_eq!(list.all("h2").first().unwrap(), "Tháng 11/2026");
    assert_eq!(list.all("main .button"), ["Ghi sinh hoạt thường kỳ tháng 10/2026"]);
    list.does_not_say("Chưa ghi sinh hoạt thường kỳ của các tháng").does_not_say("Tháng 12/2026");
    let august = secretary.in_world(&world.later("2026-08-05T02:00:00Z"));
    entered(&august, &typed(&[("month", "2026-07"), ("held_on", "05/07/2026")])).await;
    secretary.get(MEETINGS).await.says("Chưa ghi sinh hoạt thường kỳ của các tháng 8, 9, 10.");
    // October has closed: no button leads to what would be refused.
    let closed = world.person("bithu.thanhtra").await.in_world(&world.later("2026-11-11T02:00:00Z"));
    assert!(closed.get(MEETINGS).await.all("main .button").is_empty());
    secretary.get(&format!("{MEETINGS}?year=2025")).await.is(200).says("Đã ghi 0 kỳ");
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn demonstration_data_come_through_the_same_door(pool: PgPool) {
    let world = World::new(pool).await;
    let db = Db::from(world.pool.clone());
    let by = proof();
    let date = |month: u32| chrono::NaiveDate::from_ymd_opt(2026, month, 5).unwrap();
    for month in 7..=10 {
        let minutes = Minutes {
            presence: Presence::Exceptions(vec![Exception {
                member: MemberId(4),
                state: AttendanceState::AbsentExcused,
                reason: "nghỉ ốm".to_owned(),
            }]),
            tasks: vec![TaskEntry {
                task: None, what: "Việc".to_owned(), who: String::new(), due_on: None
            }],
            ..Minutes::new(MeetingKind::Regular, bontot::clock::Month::of(date(month)), date(month))
        };
        let that_day = world.later(&format!("2026-{month:02}-06T02:00:00Z"));
        meetings::record(&db, &that_day.clock, &by, &minutes).await.unwrap();
    }
    let list = world.person("bithu.thanhtra").await.get(MEETINGS).await.is(200);
    list.says("26/27 (96,3%)").says("vắng có lý do 4 kỳ sinh hoạt thường kỳ liên tiếp");
}

fn proof() -> Proof<Record> {
    let code: bontot::ids::OrganizationCode = "thanh-tra".parse().unwrap();
    let name = "Chi bộ Thanh tra tỉnh".to_owned();
    let organization = OrganizationId(3);
    let person = Person { id: PersonId(1), name: "Nguyễn Văn An".to_owned() };
    let position = Position { role: Role::Secretary, organization, code: code.clone(), name: name.clone() };
    let cell = Organization {
        id: organization,
        code,
        short_name: name.clone(),
        name,
        is_cell: true,
        has_cell_committee: true,
    };
    Proof::for_position(person, &position, cell).unwrap()
}
