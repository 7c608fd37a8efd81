//! What stands between a draft and its submission: each thing named, with the item it belongs to.

use super::model::{Line, View, is_allowed};
use crate::{
    criteria::{CriteriaSet, Item, Kind, Then, Wanted},
    points::Points,
};

/// One thing to do before sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The item's code; empty for the sheet as a whole.
    pub code: String,
    /// The sentence.
    pub says: String,
}

/// Everything that stops the sheet from being sent; none when it can be. `grade` is the one the cell proposes.
pub fn blocks(set: &CriteriaSet, lines: &[Line], grade: Option<&str>) -> Vec<Block> {
    let mut found = Vec::new();
    for item in set.all_items() {
        let blank = Line::blank(&item.code);
        let line = lines.iter().find(|line| line.code == item.code).unwrap_or(&blank);
        let mut add = |says: Option<String>| {
            found.extend(says.map(|says| Block { code: item.code.clone(), says }));
        };
        add(unscored(item, line));
        add(out_of_range(set, item, line));
        add(unexplained(item, line));
    }
    if set.grade_is_chosen && grade.is_none_or(|code| set.grade(code).is_none()) {
        found.push(Block {
            code: String::new(),
            says: "Chưa chọn mức xếp loại của cả kỳ sinh hoạt.".to_owned(),
        });
    }
    found
}

fn unscored(item: &Item, line: &Line) -> Option<String> {
    if item.kind.is_outside() || line.is_scored(item, View::Own) {
        return None;
    }
    let what = if matches!(item.kind, Kind::Choice | Kind::PassFail) {
        "Chưa chọn mức"
    } else {
        "Chưa có điểm"
    };
    Some(format!("{what} mục {} “{}”.", item.code, item.text))
}

/// Why a mark cannot stand: out of range or off the step.
pub fn out_of_range(set: &CriteriaSet, item: &Item, line: &Line) -> Option<String> {
    let own = line.own.as_ref().filter(|mark| !is_allowed(set, item, mark))?;
    let super::model::Mark::Points(points) = own else {
        return Some("Mức đã chọn không có trong bộ tiêu chí.".into());
    };
    let max = item.max_points();
    Some(if *points > max {
        format!("Điểm lớn hơn mức tối đa {max}. Nhập từ 0 đến {max}.")
    } else if *points < Points::ZERO {
        format!("Điểm không được nhỏ hơn 0. Nhập từ 0 đến {max}.")
    } else if item.kind == Kind::YesNo {
        format!("Mục này chỉ có hai mức: 0 hoặc {max} điểm.")
    } else {
        format!("Điểm lẻ tính theo bước {}.", item.step)
    })
}

fn unexplained(item: &Item, line: &Line) -> Option<String> {
    let is_blank = |text: &str| text.trim().is_empty();
    let code = &item.code;
    if line.differs(item) && is_blank(&line.differs_reason) {
        return Some(match line.suggested {
            Some(_) => format!("Mục {code} chấm khác số liệu: cần một câu nêu lý do."),
            None => format!("Mục {code} chưa có số liệu để tính: cần một câu nêu căn cứ chấm."),
        });
    }
    if line.not_applicable.is_some_and(|then| then != Then::Full) && is_blank(&line.not_applicable_reason) {
        return Some(format!("Mục {code} không áp dụng: cần một câu nêu lý do."));
    }
    let has_points = line.points(item, View::Own).is_some_and(|points| points != Points::ZERO);
    if has_points && item.must_be_explained() && is_blank(&line.note) {
        let what = if item.kind == Kind::Penalty { "Điểm trừ" } else { "Điểm cộng" };
        let what = if item.kind.is_outside() { what } else { "Điểm" };
        return Some(format!("{what} mục {code}: cần giải trình."));
    }
    let evidence = item.rule.evidence == Some(Wanted::Required) && line.not_applicable.is_none();
    (evidence && line.evidence == 0).then(|| format!("Mục {code} “{}”: cần đính kèm minh chứng.", item.text))
}
