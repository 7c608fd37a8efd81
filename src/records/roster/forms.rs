//! What is typed into the forms of the roll.

use chrono::NaiveDate;

use super::model::{Stand, Step, Stretch, change};
use crate::{
    records::{
        forms::Reader,
        model::{NewMember, Standing, Status},
    },
    text::{dates, spelling},
    web::{FieldErrors, Fields},
};

/// What a person wants to do to a member, named as in its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Change,
    Correct,
    Leave,
    Strike,
}

impl Act {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Change, "change", "Thay đổi từ một ngày"),
        (Self::Correct, "correction", "Sửa nội dung ghi nhầm"),
        (Self::Leave, "departure", "Đưa ra khỏi danh sách"),
        (Self::Strike, "strike", "Gạch bỏ đồng chí ghi nhầm"),
    ];

    pub(super) fn from_path(path: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name, _)| *name == path).map(|(act, ..)| *act)
    }

    pub(super) fn path(self) -> &'static str {
        Self::ALL.iter().find(|(act, ..)| *act == self).map_or("", |(_, path, _)| path)
    }

    /// When to choose it.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Self::Change => {
                "được chuyển chính thức, miễn sinh hoạt, tạm chuyển, nhận hoặc thôi chức vụ, trở lại chi bộ"
            }
            Self::Correct => "tên, ngày hoặc nội dung của lần ghi gần nhất bị ghi sai",
            Self::Leave => "chuyển sinh hoạt đến nơi khác, từ trần, ra khỏi Đảng",
            Self::Strike => "đồng chí này chưa từng thuộc chi bộ",
        }
    }

    pub(super) fn title(self) -> &'static str {
        Self::ALL.iter().find(|(act, ..)| *act == self).map_or("", |(.., title)| title)
    }
}

/// Posts with one spelling, since they are counted by it.
const POSTS: [&str; 3] = ["Bí thư", "Phó bí thư", "Chi ủy viên"];

/// A post, in the house's spelling where it has one.
pub(in crate::records) fn post(text: &str) -> String {
    let known = POSTS.iter().find(|known| spelling(known) == spelling(text));
    known.map_or_else(|| text.trim().to_owned(), |known| (*known).to_owned())
}

/// Reads who comes onto the roll.
pub(super) fn joining(typed: &Fields, today: NaiveDate) -> Result<NewMember, FieldErrors> {
    let mut reader = Reader::new(typed, today);
    let name = reader.text("name", "Đề nghị nhập họ và tên.");
    let stand = stand(&mut reader);
    let from = reader.day("from", "Đề nghị nhập ngày vào danh sách.");
    let member = stand.zip(from).map(|(Stand { standing, status, post }, from)| {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        NewMember { name, standing, status, post: (!post.is_empty()).then_some(post), from }
    });
    reader.finish(member)
}

fn stand(reader: &mut Reader) -> Option<Stand> {
    let standing = reader.choice("standing", Standing::from_code, "Đề nghị chọn chính thức hoặc dự bị.");
    let status = reader.choice("status", Status::from_code, "Đề nghị chọn tình trạng sinh hoạt.");
    let post = post(reader.typed.text("post"));
    Some(Stand { standing: standing?, status: status?, post })
}

/// The version of the last stretch that was seen; none where the last one was another.
pub(super) fn seen(typed: &Fields, last: &Stretch) -> i32 {
    let seen = typed.text("version").split_once('.').filter(|(id, _)| id.parse() == Ok(last.id));
    seen.and_then(|(_, version)| version.parse().ok()).unwrap_or_default()
}

/// Reads a step a member takes, from the last stretch as it was shown.
pub(super) fn step(act: Act, last: &Stretch, typed: &Fields, today: NaiveDate) -> Result<Step, FieldErrors> {
    let mut reader = Reader::new(typed, today);
    let last = Stretch { version: seen(typed, last), ..last.clone() };
    let step = match act {
        Act::Leave => leave(&mut reader, &last),
        Act::Correct => correct(&mut reader, &last),
        Act::Change | Act::Strike => {
            let stand = stand(&mut reader);
            let from = reader.day("from", "Đề nghị nhập ngày thay đổi.");
            let step = stand.zip(from).map(|(stand, from)| change(&last, from, stand));
            step.and_then(|step| reader.errors.keep("from", step))
        }
    };
    reader.finish(step)
}

fn leave(reader: &mut Reader, last: &Stretch) -> Option<Step> {
    let day = reader.day("last", "Đề nghị nhập ngày cuối cùng trong danh sách.")?;
    if day < last.from {
        let since = dates::day(last.from);
        reader.errors.push("last", format!("Ngày này trước lần ghi gần nhất (từ {since})."));
    }
    Some(Step::Leave { seen: last.seen(), last: day })
}

fn correct(reader: &mut Reader, last: &Stretch) -> Option<Step> {
    let name = reader.text("name", "Đề nghị nhập họ và tên.");
    let stand = stand(reader);
    let from = reader.day("from", "Đề nghị nhập ngày bắt đầu.");
    if let Some((until, from)) = last.until.zip(from)
        && until < from
    {
        reader.errors.push("from", format!("Đồng chí này ra khỏi danh sách ngày {}.", dates::day(until)));
    }
    Some(Step::Correct { seen: last.seen(), name, from: from?, stand: stand? })
}

/// The fields of a member as they stand, to be changed.
pub(super) fn shown(last: &Stretch, act: Act, today: NaiveDate) -> Fields {
    let from = if act == Act::Correct { last.from } else { today };
    let pairs = [
        ("version", last.token()),
        ("name", last.name.clone()),
        ("standing", last.standing.code().to_owned()),
        ("status", last.status.code().to_owned()),
        ("post", last.post.clone()),
        ("from", dates::day(from)),
        ("last", dates::day(last.until.unwrap_or(today))),
    ];
    Fields::new(pairs.into_iter().map(|(name, text)| (name.to_owned(), text)))
}
