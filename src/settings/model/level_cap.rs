//! How many may be at the best level of a year.

use super::{Number, Setting};

/// The cap on "xuất sắc".
pub(super) const CAP: Setting = Setting {
    name: "level_cap",
    segment: "level-cap",
    group: "Đánh giá, xếp loại",
    label: "Tỷ lệ xuất sắc hằng năm",
    explains: "Nhiều nhất bao nhiêu phần trăm tổ chức đảng trực thuộc, và đảng viên của một chi bộ, được xếp loại xuất sắc. Vượt tỷ lệ thì phải nêu lý do; lý do được lưu và hiện cùng kết quả. Năm đã qua tính theo thiết lập của tháng 12 năm đó.",
    numbers: &[
        Number {
            key: "percent",
            label: "Nhiều nhất",
            unit: "%",
            said: ("nhiều nhất ", "%"),
            bounds: (1, 100),
            usual: Some(20),
            answers: None,
        },
        Number {
            key: "outstanding",
            label: "Nơi chính tổ chức đảng đó được xếp loại xuất sắc",
            unit: "%",
            said: ("nơi xếp loại xuất sắc ", "%"),
            bounds: (1, 100),
            usual: Some(25),
            answers: None,
        },
        Number {
            key: "base",
            label: "Tính trên số",
            unit: "",
            said: ("", ""),
            bounds: (0, 1),
            usual: Some(0),
            answers: Some(&["từ hoàn thành tốt trở lên", "chỉ hoàn thành tốt"]),
        },
        Number {
            key: "rounding",
            label: "Làm tròn",
            unit: "",
            said: ("", ""),
            bounds: (0, 2),
            usual: Some(0),
            answers: Some(&["làm tròn xuống", "làm tròn đến số gần nhất", "làm tròn lên"]),
        },
        Number {
            key: "groups",
            label: "Tính chi bộ và đảng bộ trực thuộc",
            unit: "",
            said: ("", ""),
            bounds: (0, 1),
            usual: Some(0),
            answers: Some(&["chi bộ riêng, đảng bộ riêng", "chung mọi tổ chức đảng trực thuộc"]),
        },
    ],
    moves: None,
};
