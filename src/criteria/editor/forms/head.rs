//! Name, basis, first month, scale.

use super::reader::{Reader, exact, maybe_exact};
use crate::{
    criteria::model::{CriteriaSet, Scale},
    points::Points,
};

pub(super) fn fields(set: &CriteriaSet) -> Vec<(String, String)> {
    let mut pairs = vec![
        ("name", set.name.clone()),
        ("basis", set.basis.clone()),
        ("instrument", set.instrument.text().to_owned()),
        ("valid_from", set.valid_from.typed()),
        ("official", String::new()),
        ("sectors", String::new()),
        ("scale", set.scale.text().to_owned()),
        ("frame", set.scale.frame().map(exact).unwrap_or_default()),
        ("chosen", String::new()),
        ("bonus_cap", maybe_exact(set.bonus_cap)),
    ];
    pairs.extend(set.official.then(|| ("official", "on".to_owned())));
    pairs.extend(set.grade_is_chosen.then(|| ("chosen", "on".to_owned())));
    pairs.extend(set.sectors.iter().map(|sector| ("sectors", sector.clone())));
    pairs.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

pub(super) fn apply(set: &mut CriteriaSet, reader: &mut Reader) {
    reader.text("name", &mut set.name, "Đề nghị nhập tên bộ tiêu chí.");
    reader.maybe_text("basis", &mut set.basis);
    if let Some(instrument) = reader.given("instrument") {
        let parsed = instrument.parse().map_err(|_| "Đề nghị chọn bộ tiêu chí dùng để chấm việc gì.");
        set.instrument = reader.errors.keep("instrument", parsed).unwrap_or(set.instrument);
    }
    reader.month("valid_from", &mut set.valid_from);
    reader.ticked("official", &mut set.official);
    reader.ticked("chosen", &mut set.grade_is_chosen);
    reader.several("sectors", &mut set.sectors);
    scale(set, reader);
    reader.maybe_points("bonus_cap", &mut set.bonus_cap);
    if set.bonus_cap.is_some_and(|cap| cap <= Points::ZERO) {
        reader.errors.push("bonus_cap", "Mức trần phải lớn hơn 0; không có điểm cộng thì để trống.");
    }
}

fn scale(set: &mut CriteriaSet, reader: &mut Reader) {
    match reader.given("scale") {
        Some("points") => {
            let frame = reader.points("frame", "Đề nghị nhập tổng điểm của thang, ví dụ 100.");
            match frame {
                Some(frame) if frame > Points::ZERO => set.scale = Scale::Points(frame),
                _ => reader.errors.push("frame", "Tổng điểm của thang phải lớn hơn 0."),
            }
        }
        Some("pass_fail") => set.scale = Scale::PassFail,
        Some("grades") => set.scale = Scale::Grades,
        Some(_) => reader.errors.push("scale", "Đề nghị chọn thang đánh giá."),
        None => {}
    }
}
