//! The kinds of files that are taken, and why one is not.

use std::str::FromStr;

/// What a file is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A PDF document.
    Pdf,
    /// A Word document without macros.
    Docx,
    /// An Excel workbook without macros.
    Xlsx,
    /// A photo.
    Jpeg,
    /// A picture.
    Png,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Docx, Self::Xlsx, Self::Jpeg, Self::Png];

    /// As stored.
    pub fn text(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx => "Word",
            Self::Xlsx => "Excel",
            Self::Jpeg | Self::Png => "Ảnh",
        }
    }

    /// The ending its name gets.
    pub(super) fn ending(self) -> &'static str {
        if self == Self::Jpeg { "jpg" } else { self.text() }
    }

    /// What the browser is told it is.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

impl FromStr for Kind {
    type Err = anyhow::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let kind = Self::ALL.into_iter().find(|kind| kind.text() == text);
        kind.ok_or_else(|| anyhow::anyhow!("no kind of file is called {text}"))
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing in it.
    Empty,
    /// More than a file may hold.
    TooLarge,
    /// A photo as iPhones make them, which many PCs cannot open.
    Heic,
    /// Word or Excel as before 2007, or behind a password.
    OldOffice,
    /// Code that runs when it is opened.
    Macros,
    /// It says what it is, but cannot be read as that.
    Broken,
    /// None of the kinds that are taken, whatever it is called.
    Unknown,
}

impl Refusal {
    /// What happened and what helps.
    pub fn says(self) -> &'static str {
        match self {
            Self::Empty => "tệp rỗng, không có nội dung. Đồng chí kiểm tra lại tệp trên máy rồi chọn lại.",
            Self::TooLarge => {
                "tệp lớn hơn 20 MB. Đồng chí chụp ở cỡ nhỏ hơn, hoặc quét ở mức 150–200 dpi, rồi chọn lại."
            }
            Self::Heic => {
                "ảnh iPhone dạng HEIC, nhiều máy tính không mở được. Trên iPhone, vào Cài đặt, Camera, Định dạng, chọn “Tương thích nhất” rồi chụp lại; hoặc chụp màn hình tấm ảnh và gửi ảnh chụp màn hình."
            }
            Self::OldOffice => {
                "tệp Word, Excel kiểu cũ (.doc, .xls) hoặc có đặt mật khẩu. Đồng chí mở tệp, lưu thành .docx, .xlsx hoặc PDF không có mật khẩu rồi chọn lại."
            }
            Self::Macros => {
                "tệp có chứa macro, là đoạn lệnh tự chạy trong Word, Excel. Đồng chí lưu thành PDF, hoặc .docx, .xlsx không có macro, rồi chọn lại."
            }
            Self::Broken => {
                "không đọc được nội dung, có thể tệp đã hỏng. Đồng chí mở thử tệp trên máy, lưu lại rồi chọn lại."
            }
            Self::Unknown => {
                "nội dung không phải PDF, DOCX, XLSX, JPEG hay PNG. Đồng chí chuyển tệp sang PDF rồi chọn lại."
            }
        }
    }
}
