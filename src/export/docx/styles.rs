use super::{Twips, half_points, of_points, twips};
use crate::export::Layout;

/// The colour of a certificate.
const RED: &str = "8F1D14";

/// What its letters look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
    Italic,
    Underlined,
}

/// A named style of paragraphs.
#[derive(Debug, Clone)]
pub(super) struct Style {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) size: Twips,
    pub(super) align: &'static str,
    pub(super) face: Face,
    pub(super) color: Option<&'static str>,
    pub(super) keep_next: bool,
    pub(super) left: Twips,
    pub(super) first_line: Twips,
    pub(super) before: Twips,
    pub(super) after: Twips,
    /// From line to line; as the letters need it where none.
    pub(super) line: Option<Twips>,
}

impl Style {
    fn new(id: &'static str, name: &'static str, points: f64, layout: &Layout) -> Self {
        Self {
            id,
            name,
            size: half_points(points),
            align: "left",
            face: Face::Regular,
            color: None,
            keep_next: false,
            left: Twips(0.0),
            first_line: Twips(0.0),
            before: Twips(0.0),
            after: Twips(0.0),
            // Larger letters would be cut off.
            line: (points + 2.0 <= layout.line).then(|| of_points(layout.line)),
        }
    }

    fn bold(self) -> Self {
        Self { face: Face::Bold, ..self }
    }

    fn italic(self) -> Self {
        Self { face: Face::Italic, ..self }
    }

    fn centred(self) -> Self {
        Self { align: "center", ..self }
    }

    fn justified(self) -> Self {
        Self { align: "both", ..self }
    }

    fn kept(self) -> Self {
        Self { keep_next: true, ..self }
    }

    fn spaced(self, before: f64, after: f64) -> Self {
        Self { before: of_points(before), after: of_points(after), ..self }
    }

    /// Lines as close as the letters allow.
    fn close(self) -> Self {
        Self { line: None, ..self }
    }
}

/// Every style a paper uses.
pub(super) fn styles(layout: &Layout) -> Vec<Style> {
    [head(layout), body(layout), foot(layout), certificate(layout)].into_iter().flatten().collect()
}

fn head(layout: &Layout) -> Vec<Style> {
    let (sizes, between) = (&layout.sizes, layout.between);
    let style = |id, name, points| Style::new(id, name, points, layout).centred();
    vec![
        style("QuocHieu", "Quốc hiệu", sizes.motto).bold(),
        style("CoQuanCapTren", "Cơ quan cấp trên", sizes.issuer),
        style("CoQuanBanHanh", "Cơ quan ban hành", sizes.issuer).bold(),
        style("SoKyHieu", "Số và ký hiệu", sizes.number),
        style("DauDuThao", "Dấu dự thảo", sizes.page_number).bold().close(),
        style("DiaDanh", "Địa danh, ngày tháng", sizes.date).italic(),
        style("TenLoai", "Tên loại", sizes.title).bold().kept().spaced(14.0, 0.0),
        style("TrichYeu", "Trích yếu", sizes.about).bold().kept(),
        style("GachTrichYeu", "Gạch dưới trích yếu", sizes.about).kept(),
        style("DongDuoiTen", "Dòng dưới tên loại", sizes.body).kept(),
        style("KinhGui", "Kính gửi", sizes.address).spaced(between, between).kept(),
        Style {
            align: "left",
            left: Twips(2835.0),
            ..style("KinhGuiMuc", "Kính gửi (từng nơi)", sizes.address)
        },
        Style {
            left: twips(layout.margins.right - layout.margins.left),
            ..style("SoTrang", "Số trang", sizes.page_number).close()
        },
    ]
}

fn body(layout: &Layout) -> Vec<Style> {
    let (sizes, between) = (&layout.sizes, layout.between);
    let style = |id, name, points| Style::new(id, name, points, layout);
    vec![
        Style {
            first_line: twips(layout.first_line),
            ..style("ThanVanBan", "Thân văn bản", sizes.body).justified().spaced(0.0, between)
        },
        style("TieuMuc", "Tiểu mục", sizes.body).bold().kept().spaced(0.0, between),
        style("DongGiua", "Dòng giữa", sizes.body).bold().centred().kept().spaced(between, between),
        style("ThongTin", "Thông tin", sizes.body).justified().spaced(0.0, between),
        style("DauBang", "Đầu bảng", sizes.table_head).bold().centred().close(),
        style("Bang", "Bảng", sizes.table).close(),
        style("GhiChuBang", "Ghi chú trong bảng", sizes.notes).italic().close(),
    ]
}

fn foot(layout: &Layout) -> Vec<Style> {
    let sizes = &layout.sizes;
    let style = |id, name, points| Style::new(id, name, points, layout);
    vec![
        style("QuyenHan", "Quyền hạn ký", sizes.signature).bold().centred().kept(),
        style("ChucVu", "Chức vụ", sizes.signature).centred().kept(),
        style("NguoiKy", "Người ký", sizes.signature).bold().centred(),
        Style { face: Face::Underlined, ..style("NoiNhan", "Nơi nhận", sizes.recipients_label) },
        style("NoiNhanMuc", "Nơi nhận (từng nơi)", sizes.recipients).close().spaced(2.0, 0.0),
    ]
}

fn certificate(layout: &Layout) -> Vec<Style> {
    let sizes = &layout.sizes;
    let style = |id, name, points| Style::new(id, name, points, layout).centred();
    vec![
        style("CoQuanChungNhan", "Cơ quan chứng nhận", sizes.certificate_issuer).bold().spaced(30.0, 0.0),
        Style {
            color: Some(RED),
            ..style("TenChungNhan", "Tên giấy chứng nhận", sizes.certificate).bold().spaced(24.0, 18.0)
        },
        style("NguoiNhan", "Người nhận", sizes.holder).bold(),
        style("NoiDungChungNhan", "Nội dung chứng nhận", sizes.certificate_says).italic().spaced(8.0, 0.0),
    ]
}
