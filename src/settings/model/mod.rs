//! Which settings there are, as data: each with its numbers, their bounds, and what holds where nobody set it.

mod level_cap;

use serde_json::{Value, json};

use crate::{
    criteria::Instrument,
    months::{DeadlineDays, ReopeningDays},
    text::capital,
};

/// Something a committee sets.
#[derive(Debug)]
pub(super) struct Setting {
    /// As stored.
    pub(super) name: &'static str,
    /// As it stands in addresses.
    pub(super) segment: &'static str,
    /// The heading it stands under.
    pub(super) group: &'static str,
    /// What people call it.
    pub(super) label: &'static str,
    /// What it does.
    pub(super) explains: &'static str,
    /// What is typed.
    pub(super) numbers: &'static [Number],
    /// The instrument whose deadlines it moves.
    pub(super) moves: Option<Instrument>,
}

/// A number of a setting.
#[derive(Debug)]
pub(super) struct Number {
    /// Its key in the stored object; empty where the value is the number itself.
    key: &'static str,
    /// What people call it.
    pub(super) label: &'static str,
    /// What it is counted in.
    pub(super) unit: &'static str,
    /// The words before and after it in a sentence.
    said: (&'static str, &'static str),
    /// The least and the most.
    pub(super) bounds: (i32, i32),
    /// What holds where nobody set it; none: it may be left blank.
    pub(super) usual: Option<i32>,
    /// A question in the place of a number: its answers, counted from 0; of a setting that is nothing but a question,
    /// they mean no and yes and are stored as false and true.
    pub(super) answers: Option<&'static [&'static str]>,
}

const DEADLINES: &str = "Hạn của tháng";

const ACCOUNTS: &str = "Tài khoản";

const DAYS: &[Number] = &[
    Number {
        key: "on_time",
        label: "Ngày hạn đúng kỳ",
        unit: "của tháng sau",
        said: ("hạn đúng kỳ ngày ", ""),
        bounds: (1, 28),
        usual: Some(5),
        answers: None,
    },
    Number {
        key: "closing",
        label: "Ngày khóa nhập",
        unit: "của tháng sau",
        said: ("khóa nhập ngày ", " tháng sau"),
        bounds: (1, 28),
        usual: Some(10),
        answers: None,
    },
];

/// Every setting, in the order of the page.
pub(super) static ALL: &[Setting] = &[
    Setting {
        name: DeadlineDays::setting(Instrument::FourGood),
        segment: "sheet-deadlines",
        group: DEADLINES,
        label: "Hạn phiếu chấm điểm",
        explains: "Gửi sau hạn đúng kỳ thì phiếu ghi “nộp muộn”; sau khóa nhập thì chi bộ không nhập, sửa được nữa. Ngày trùng ngày nghỉ thì lùi đến ngày làm việc kế tiếp.",
        numbers: DAYS,
        moves: Some(Instrument::FourGood),
    },
    Setting {
        name: DeadlineDays::setting(Instrument::MeetingQuality),
        segment: "quality-deadlines",
        group: DEADLINES,
        label: "Hạn phiếu chất lượng sinh hoạt",
        explains: "Cuộc họp của tháng nhập được đến khi cả hai phiếu khóa. Ngày trùng ngày nghỉ thì lùi đến ngày làm việc kế tiếp.",
        numbers: DAYS,
        moves: Some(Instrument::MeetingQuality),
    },
    Setting {
        name: "registration_window",
        segment: "registration-window",
        group: "Đăng ký",
        label: "Thời gian đăng ký hằng năm",
        explains: "Chi bộ gửi đăng ký của năm trong thời gian này, và năm nào cũng đăng ký lại. Để trống cả hai thì chi bộ đăng ký lúc nào cũng được, và đã tham gia thì không phải đăng ký lại.",
        numbers: &[
            Number {
                key: "first",
                label: "Từ đầu tháng",
                unit: "của năm đăng ký",
                said: ("từ tháng ", ""),
                bounds: (1, 12),
                answers: None,
                usual: None,
            },
            Number {
                key: "last",
                label: "Đến hết tháng",
                unit: "của năm đăng ký",
                said: ("đến hết tháng ", ""),
                bounds: (1, 12),
                answers: None,
                usual: None,
            },
        ],
        moves: None,
    },
    level_cap::CAP,
    Setting {
        name: "meeting_duration",
        segment: "meeting-duration",
        group: "Sinh hoạt chi bộ",
        label: "Thời gian một buổi sinh hoạt",
        explains: "Số phút yêu cầu. Buổi ngắn hơn vẫn ghi được; danh sách cuộc họp và điểm tính theo thời gian nêu rõ thiếu bao nhiêu phút.",
        numbers: &[
            Number {
                key: "minutes",
                label: "Sinh hoạt thường kỳ, chuyên đề",
                unit: "phút",
                said: ("", " phút"),
                bounds: (15, 480),
                usual: Some(90),
                answers: None,
            },
            Number {
                key: "combined",
                label: "Thường kỳ kết hợp chuyên đề",
                unit: "phút",
                said: ("kết hợp chuyên đề ", " phút"),
                bounds: (15, 480),
                usual: Some(120),
                answers: None,
            },
            Number {
                key: "long_from_members",
                label: "Chi bộ có từ bao nhiêu đảng viên thì cũng theo thời gian dài",
                unit: "đảng viên",
                said: ("chi bộ từ ", " đảng viên cũng theo thời gian dài"),
                bounds: (2, 999),
                usual: None,
                answers: None,
            },
        ],
        moves: None,
    },
    Setting {
        name: "evidence.per_item",
        segment: "evidence-per-item",
        group: "Minh chứng",
        label: "Số minh chứng của một mục",
        explains: "Nhiều nhất bao nhiêu tệp và biên bản ở một mục của phiếu.",
        numbers: &[Number {
            key: "",
            label: "Nhiều nhất",
            unit: "minh chứng",
            said: ("nhiều nhất ", ""),
            bounds: (1, 50),
            usual: Some(10),
            answers: None,
        }],
        moves: None,
    },
    Setting {
        name: "evidence.per_sheet",
        segment: "evidence-per-sheet",
        group: "Minh chứng",
        label: "Số minh chứng của cả phiếu",
        explains: "Nhiều nhất bao nhiêu tệp và biên bản ở tất cả các mục của một phiếu.",
        numbers: &[Number {
            key: "",
            label: "Nhiều nhất",
            unit: "minh chứng",
            said: ("nhiều nhất ", ""),
            bounds: (1, 500),
            usual: Some(100),
            answers: None,
        }],
        moves: None,
    },
    Setting {
        name: ReopeningDays::SETTING,
        segment: "reopening-days",
        group: DEADLINES,
        label: "Thời gian mở lại tháng đã khóa",
        explains: "Số ngày chi bộ được nhập, sửa khi cấp ủy mở lại một tháng, tính từ ngày mở; hết ngày cuối tháng tự khóa lại.",
        numbers: &[
            Number {
                key: "proposed",
                label: "Đề xuất sẵn trong biểu mẫu",
                unit: "ngày",
                said: ("đề xuất ", " ngày"),
                bounds: (1, 92),
                usual: Some(5),
                answers: None,
            },
            Number {
                key: "longest",
                label: "Nhiều nhất",
                unit: "ngày",
                said: ("nhiều nhất ", " ngày"),
                bounds: (1, 92),
                usual: Some(31),
                answers: None,
            },
        ],
        moves: None,
    },
    Setting {
        name: "password_link.days",
        segment: "password-link-days",
        group: ACCOUNTS,
        label: "Thời hạn liên kết đặt mật khẩu",
        explains: "Liên kết cấp cho người dùng đặt mật khẩu dùng được một lần, trong số ngày này. Liên kết đã cấp giữ thời hạn của nó.",
        numbers: &[Number {
            key: "",
            label: "Dùng được trong",
            unit: "ngày",
            said: ("", " ngày"),
            bounds: (1, 30),
            usual: Some(7),
            answers: None,
        }],
        moves: None,
    },
    Setting {
        name: "second_factor.required",
        segment: "second-factor",
        group: ACCOUNTS,
        label: "Xác thực hai lớp",
        explains: "Mã trên điện thoại ngoài mật khẩu, cho người giữ chức vụ ở cấp ủy: xem, duyệt, quyết định, quản trị. Bí thư, phó bí thư, người nhập số liệu của chi bộ tự chọn. Người chưa bật được đưa đến trang bật ở lần đăng nhập sau.",
        numbers: &[Number {
            key: "",
            label: "Người giữ chức vụ ở cấp ủy",
            unit: "",
            said: ("", ""),
            bounds: (0, 1),
            usual: Some(0),
            answers: Some(&["tự chọn bật hay không", "bắt buộc bật"]),
        }],
        moves: None,
    },
    Setting {
        name: "recognition.signed_copies_required",
        segment: "signed-copies",
        group: "Công nhận",
        label: "Bản ký của hồ sơ đề nghị công nhận",
        explains: "Bản quét tờ trình, báo cáo, biên bản, bảng điểm đã ký, chi bộ đính kèm hồ sơ năm. Khi bắt buộc, chi bộ gửi được đề nghị sau khi đủ bốn bản; hồ sơ đã gửi giữ nguyên.",
        numbers: &[Number {
            key: "",
            label: "Trước khi chi bộ gửi đề nghị",
            unit: "",
            said: ("", ""),
            bounds: (0, 1),
            usual: Some(0),
            answers: Some(&["không bắt buộc có bản ký", "bắt buộc đủ bản ký"]),
        }],
        moves: None,
    },
];

/// The numbers of a setting, in its order.
pub(super) type Numbers = Vec<Option<i32>>;

impl Setting {
    /// The setting of an address.
    pub(super) fn of_segment(segment: &str) -> Option<&'static Self> {
        ALL.iter().find(|setting| setting.segment == segment)
    }

    /// What holds where nobody set it.
    pub(super) fn usual(&self) -> Numbers {
        self.numbers.iter().map(|number| number.usual).collect()
    }

    /// The numbers of a stored value; what it does not say is as usual.
    pub(super) fn read(&self, value: &Value) -> Numbers {
        let number = |number: &Number| {
            let stored = if number.key.is_empty() { Some(value) } else { value.get(number.key) };
            stored.map_or(number.usual, |stored| match stored.as_bool() {
                Some(is_yes) => Some(i32::from(is_yes)),
                None => stored.as_i64().and_then(|n| i32::try_from(n).ok()),
            })
        };
        self.numbers.iter().map(number).collect()
    }

    /// The value as stored.
    pub(super) fn write(&self, numbers: &[Option<i32>]) -> Value {
        let keyed = self.numbers.iter().zip(numbers);
        match self.numbers {
            [only] if only.answers.is_some() => json!(numbers == [Some(1)]),
            [only] if only.key.is_empty() => json!(numbers.first().copied().flatten()),
            _ => keyed.map(|(number, value)| (number.key.to_owned(), json!(value))).collect(),
        }
    }

    /// The numbers in words.
    pub(super) fn said(&self, numbers: &[Option<i32>]) -> String {
        let said = |(number, value): (&Number, &Option<i32>)| {
            value.as_ref().map(|value| match number.answers {
                Some(answers) => answer(answers, *value).to_owned(),
                None => format!("{}{value}{}", number.said.0, number.said.1),
            })
        };
        self.numbers.iter().zip(numbers).filter_map(said).collect::<Vec<_>>().join(", ")
    }
}

/// The answer of a number.
fn answer(answers: &'static [&'static str], number: i32) -> &'static str {
    usize::try_from(number).ok().and_then(|place| answers.get(place)).copied().unwrap_or_default()
}

impl Number {
    /// The name of its field in the form.
    pub(super) fn field(&self) -> &'static str {
        if self.key.is_empty() { "value" } else { self.key }
    }

    /// The answers to choose from, with what stands for each.
    pub(super) fn choices(answers: &'static [&'static str]) -> impl Iterator<Item = (String, String)> {
        answers.iter().zip(0..).map(|(answer, n): (_, i32)| (n.to_string(), capital(answer)))
    }

    /// What is allowed: "Từ 1 đến 28; thường là 5".
    pub(super) fn hint(&self) -> String {
        let (least, most) = self.bounds;
        let usual = self
            .usual
            .map_or_else(|| "để trống khi không áp dụng".to_owned(), |usual| format!("mặc định {usual}"));
        format!("Từ {least} đến {most}; {usual}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{evidence::Limits, meetings::DurationAsked};

    fn usual(segment: &str) -> Value {
        let setting = Setting::of_segment(segment).unwrap();
        setting.write(&setting.usual())
    }

    #[test]
    fn what_is_usual_is_what_the_program_reckons_with() {
        for segment in ["sheet-deadlines", "quality-deadlines"] {
            assert_eq!(DeadlineDays::from_setting(Some(usual(segment))), DeadlineDays::default());
        }
        let asked = DurationAsked::from_setting(Some(usual("meeting-duration")));
        assert_eq!(asked, DurationAsked::default());
        let days = ReopeningDays::from_setting(Some(usual("reopening-days")));
        assert_eq!(days, ReopeningDays::default());
        let (item, sheet) = (usual("evidence-per-item"), usual("evidence-per-sheet"));
        assert_eq!(Limits::of(Some(&item), Some(&sheet)), Limits::of(None, None));
    }

    #[test]
    fn numbers_are_read_back_as_they_were_written() {
        for setting in ALL {
            let numbers: Numbers = setting.numbers.iter().map(|number| Some(number.bounds.1)).collect();
            assert_eq!(setting.read(&setting.write(&numbers)), numbers, "{}", setting.name);
            assert_eq!(setting.read(&setting.write(&setting.usual())), setting.usual(), "{}", setting.name);
        }
    }

    #[test]
    fn a_value_is_said_in_a_sentence() {
        let said =
            |segment: &str, numbers: &[Option<i32>]| Setting::of_segment(segment).unwrap().said(numbers);
        assert_eq!(
            said("sheet-deadlines", &[Some(5), Some(10)]),
            "hạn đúng kỳ ngày 5, khóa nhập ngày 10 tháng sau"
        );
        assert_eq!(
            said("meeting-duration", &[Some(90), Some(120), None]),
            "90 phút, kết hợp chuyên đề 120 phút"
        );
        assert_eq!(said("evidence-per-item", &[Some(10)]), "nhiều nhất 10");
        assert_eq!(said("second-factor", &[Some(1)]), "bắt buộc bật");
    }
}
