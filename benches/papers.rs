//! How long papers take to set: `cargo bench --bench papers`.
//!
//! A round of 300 cells: the certificates in one file, the decision with its list as PDF and as DOCX, a hundred decisions bound
//! into one file to print.

use std::{fs, time::Instant};

use bontot::{
    clock::Clock,
    export::{Column, Document, Layout, Letterhead, Part, Press, Row, Signature, Table, Width, docx},
};

const CELLS: usize = 300;
const BOUND: usize = 100;

fn head() -> anyhow::Result<Letterhead> {
    let day = "2027-01-20".parse()?;
    Ok(Letterhead::of("Tỉnh ủy Thái Nguyên", "Đảng ủy Các cơ quan tỉnh")
        .numbered(Some(7), "QĐ/ĐU")
        .dated("Thái Nguyên", day))
}

fn certificate(n: usize) -> anyhow::Result<Document> {
    let holder = format!("Chi bộ Trường Trung học phổ thông số {n}");
    let rests_on = ["Quyết định số 07-QĐ/ĐU, ngày 20/01/2027"];
    let says = "đạt danh hiệu “Chi bộ bốn tốt” năm 2026";
    Ok(Document::certificate(head()?, "Giấy chứng nhận", holder, says, rests_on).signed([signature()]))
}

fn signature() -> Signature {
    Signature::new("T/M Ban Thường vụ", "Bí thư", "Hoàng Quang Minh")
}

fn decision(rows: usize) -> anyhow::Result<Document> {
    let columns = [("TT", Width::Code), ("Chi bộ", Width::Rest), ("Tổng điểm", Width::Figure)];
    let columns = columns.map(|(label, width)| Column { label, width }).to_vec();
    let row =
        |n: usize| Row::new(vec![n.to_string().into(), format!("Chi bộ Trường {n}").into(), "92,50".into()]);
    let annex = Document::annex("Danh sách", "Chi bộ được công nhận", "kèm theo Quyết định số 07-QĐ/ĐU");
    let list = Table { columns, rows: (1..=rows).map(row).collect() };
    Ok(Document::decision(
        head()?,
        "công nhận “Chi bộ bốn tốt” năm 2026",
        ["Căn cứ Điều lệ Đảng Cộng sản Việt Nam"],
        "Ban Thường vụ Đảng ủy Các cơ quan tỉnh",
        ["Công nhận các chi bộ có tên trong danh sách", "Quyết định này có hiệu lực từ ngày ký"],
    )
    .signed([Signature::default(), signature()])
    .sent_to(["Như Điều 2", "Lưu Văn phòng"])
    .with_annex(annex.with([Part::Table(list)])))
}

fn say(what: &str, began: Instant, bytes: usize) {
    println!("{what}: {} ms, {} kB", began.elapsed().as_millis(), bytes / 1024);
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let face = |name: &str| fs::read(format!("static/fonts/LiberationSerif-{name}.ttf"));
    let fonts =
        ["Regular", "Bold", "Italic", "BoldItalic"].map(face).into_iter().collect::<Result<Vec<_>, _>>()?;
    let (press, layout, now) = (Press::new(fonts, 2), Layout::default(), Clock::system().now());

    let certificates: Vec<Document> = (1..=CELLS).map(certificate).collect::<Result<_, _>>()?;
    let began = Instant::now();
    let pdf = press.set_series(&certificates, &layout, now, |_| ()).await?;
    say("300 giấy chứng nhận, một tệp PDF", began, pdf.len());

    let long = decision(CELLS)?;
    let began = Instant::now();
    let pdf = press.set_all(std::slice::from_ref(&long), &layout, now).await?;
    say("quyết định có danh sách 300 chi bộ, PDF", began, pdf.len());
    let began = Instant::now();
    say("quyết định có danh sách 300 chi bộ, DOCX", began, docx(&long, &layout)?.len());

    let short = press.set_all(&[decision(3)?], &layout, now).await?;
    let began = Instant::now();
    let bound = press.bind(vec![short; BOUND]).await?;
    say("100 quyết định gộp một tệp PDF để in", began, bound.len());
    Ok(())
}
