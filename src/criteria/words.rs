//! A rule as people read it.

use super::{
    model::{
        CriteriaSet, Grade, Item, Kind, MissingMonth, MonthsRequired, Recognition, Scale, UnitLevel,
        YearGrade,
    },
    rules::{Band, Choice, Comparison, Condition, Ground, NotApplicable, Test, Veto, Wanted},
    sources::Source,
};
use crate::{organizations::Sector, points::Points};

/// What an item's points follow, one sentence a line.
pub(super) fn of_item(set: &CriteriaSet, item: &Item) -> Vec<String> {
    let hint = item.rule.hint.map(|hint| format!("Gợi ý: {}.", hint.label()));
    let bands = (!item.rule.bands.is_empty()).then(|| bands(item, &item.rule.bands));
    let how = std::iter::once(kind(set, item)).chain(bands);
    how.chain(exceptions(item)).chain(hint).chain(evidence(item)).collect()
}

/// Where the points of an item come from, in a few words.
pub fn of_points(set: &CriteriaSet, item: &Item) -> String {
    match item.rule.source.filter(|_| item.kind == Kind::Computed) {
        Some(source) => format!("Tự tính từ {}.", source.label()),
        None => kind(set, item),
    }
}

/// What somebody who scores on paper has to know of an item.
pub(super) fn on_paper(set: &CriteriaSet, item: &Item) -> Vec<String> {
    let how = match item.kind {
        Kind::Graded | Kind::PassFail => None,
        Kind::Choice if item.rule.choices.is_empty() => None,
        Kind::Computed => item.rule.source.map(|source| {
            let bands = bands(item, &item.rule.bands);
            let colon = if bands.is_empty() { "" } else { ": " };
            format!("Theo {}{colon}{bands}.", source.label())
        }),
        Kind::YesNo | Kind::Choice | Kind::Bonus | Kind::Penalty => Some(kind(set, item)),
    };
    how.into_iter().chain(exceptions(item)).chain(evidence(item)).collect()
}

/// Where the points follow something else, or nothing.
fn exceptions(item: &Item) -> Vec<String> {
    let mut said = Vec::new();
    for by in &item.rule.by_sector {
        said.push(format!("Riêng {}: {}", Sector::list(&by.sectors), bands(item, &by.bands)));
    }
    if let Some(rule) = &item.rule.overriding {
        said.push(format!("Khi {}: {} điểm.", condition(&rule.when), rule.points));
    }
    if let Some(rule) = &item.rule.not_applicable {
        let ground = match &rule.ground {
            Ground::When(when) => format!("Khi {}", condition(when)),
            Ground::SecretaryWithReason => "Khi bí thư nêu lý do".to_owned(),
        };
        said.push(format!("{ground}: {}.", rule.then.label()));
    }
    if let Some(veto) = &item.rule.veto {
        said.push(format!("Loại trừ khi {}: {}.", condition(&veto.when), veto.reason));
    }
    said
}

fn evidence(item: &Item) -> Option<String> {
    (item.rule.evidence == Some(Wanted::Required)).then(|| "Cần đính kèm minh chứng.".to_owned())
}

/// What a kind of item is called.
pub(super) fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Graded => "Chấm điểm từ 0 đến điểm tối đa",
        Kind::Choice => "Chọn một trong các mức",
        Kind::YesNo => "Có (đủ điểm) hoặc không (0 điểm)",
        Kind::PassFail => "Đạt hoặc Không đạt",
        Kind::Computed => "Tự tính từ số liệu đã nhập",
        Kind::Bonus => "Điểm cộng",
        Kind::Penalty => "Điểm trừ",
    }
}

/// An item taken apart, each side with its name: two versions are compared side by side.
pub(super) fn sides(set: &CriteriaSet, item: &Item) -> Vec<(String, String)> {
    let rule = &item.rule;
    let wanted = |wanted: Wanted| match wanted {
        Wanted::Suggested => "nên có".to_owned(),
        Wanted::Required => "bắt buộc".to_owned(),
    };
    let applies = |rule: &NotApplicable| format!("{}: {}", ground(&rule.ground), rule.then.label());
    let own_levels = |choice: &Choice| match choice.points {
        Some(points) => format!("{} ({points})", choice.name),
        None => choice.name.clone(),
    };
    let levels: Vec<_> = rule.choices.iter().map(own_levels).collect();
    let sides = [
        ("nội dung", Some(item.text.clone())),
        ("loại", Some(of_kind(item.kind).to_owned())),
        ("điểm tối đa", item.max.map(|max| max.to_string())),
        ("bước điểm", item.max.map(|_| item.step.to_string())),
        ("các mức", Some(levels.join(", ")).filter(|text| !text.is_empty())),
        ("số liệu", rule.source.map(|source| source.label().to_owned())),
        ("bậc điểm", Some(bands(item, &rule.bands)).filter(|text| !text.is_empty())),
        (
            "ngoại lệ",
            rule.overriding.as_ref().map(|o| format!("khi {}: {} điểm", condition(&o.when), o.points)),
        ),
        ("không áp dụng", rule.not_applicable.as_ref().map(applies)),
        ("loại trừ", rule.veto.as_ref().map(|veto| of_veto(set, veto))),
        ("gợi ý", rule.hint.map(|source| source.label().to_owned())),
        ("minh chứng", rule.evidence.map(wanted)),
        ("giải trình", rule.explanation.map(wanted)),
    ];
    let own = sides.into_iter().filter_map(|(name, said)| Some((name.to_owned(), said?)));
    let by_sector = rule
        .by_sector
        .iter()
        .map(|by| (format!("bậc điểm riêng {}", Sector::list(&by.sectors)), bands(item, &by.bands)));
    own.chain(by_sector).collect()
}

fn of_veto(set: &CriteriaSet, veto: &Veto) -> String {
    let named = veto.rules_out.iter().map(|code| set.grade(code).map_or(code.as_str(), |grade| &grade.name));
    let grades = named.collect::<Vec<_>>().join(", ");
    let grades = if grades.is_empty() { "mức cao nhất" } else { &grades };
    format!("khi {} ({}), không được {grades}", condition(&veto.when), veto.reason)
}

/// How a sheet is summed up.
pub(super) fn of_scale(set: &CriteriaSet) -> String {
    let scale = match set.scale {
        Scale::Points(frame) => format!("thang {frame} điểm"),
        Scale::PassFail => "Đạt hoặc Không đạt".to_owned(),
        Scale::Grades => "xếp mức, không có điểm".to_owned(),
    };
    if set.grade_is_chosen { format!("{scale}; chi bộ tự xếp loại cả kỳ") } else { scale }
}

/// What a grade of the year asks for.
pub(super) fn of_year_grade(set: &CriteriaSet, grade: &YearGrade) -> String {
    let name = |code: &str| set.grade(code).map_or_else(|| code.to_owned(), |grade| grade.name.clone());
    let parts = [
        grade.every_month_at_least.as_ref().map(|code| format!("mọi tháng từ mức {} trở lên", name(code))),
        grade.months.as_ref().map(|m| format!("ít nhất {} tháng từ mức {} trở lên", m.count, name(&m.grade))),
        grade.average_at_least.map(|bar| format!("điểm bình quân từ {bar}")),
    ];
    let said: Vec<_> = parts.into_iter().flatten().collect();
    if said.is_empty() { "không có điều kiện".to_owned() } else { said.join(", ") }
}

/// What becomes of a month without a sheet.
pub fn of_missing(missing: MissingMonth) -> &'static str {
    match missing {
        MissingMonth::Excluded => "Tháng không có phiếu không tính vào bình quân.",
        MissingMonth::ExcludedAndBlocks => {
            "Tháng không có phiếu không tính vào bình quân và phải bổ sung trước khi xét."
        }
        MissingMonth::CountsAsZero => "Tháng không có phiếu tính 0 điểm.",
    }
}

fn ground(ground: &Ground) -> String {
    match ground {
        Ground::When(when) => format!("khi {}", condition(when)),
        Ground::SecretaryWithReason => "khi bí thư nêu lý do".to_owned(),
    }
}

fn kind(set: &CriteriaSet, item: &Item) -> String {
    let max = item.max_points();
    match item.kind {
        Kind::Graded => format!("Chấm từ 0 đến {max}, bước {}.", item.step),
        Kind::YesNo => format!("Có: {max} điểm; không: 0 điểm."),
        Kind::PassFail => "Đạt hoặc Không đạt.".to_owned(),
        Kind::Choice => {
            let levels = set.choices(item).into_iter().map(|choice| match choice.points {
                Some(points) => format!("{} ({points})", choice.name),
                None => choice.name,
            });
            format!("Chọn một mức: {}.", levels.collect::<Vec<_>>().join(", "))
        }
        Kind::Computed => {
            let source = item.rule.source.map_or("", Source::label);
            format!("Tự tính từ {source}; bí thư chấm khác được với một câu nêu lý do.")
        }
        Kind::Bonus => format!("Cộng tối đa {max} điểm, cần giải trình."),
        Kind::Penalty => format!("Trừ tối đa {max} điểm, cần giải trình."),
    }
}

fn bands(item: &Item, bands: &[Band]) -> String {
    let said = |band: &Band| format!("{}: {} điểm", of_test(&band.test, item.rule.source), band.points);
    bands.iter().map(said).collect::<Vec<_>>().join(" · ")
}

/// Which values of a fact fall into a band: "không quá 15 phút". Everywhere a band is read, it is read so.
pub(super) fn of_test(test: &Test, source: Option<Source>) -> String {
    let amount = |bar: &Points| amount(*bar, source);
    match test {
        Test::AtLeast(bar) => format!("từ {}", amount(bar)),
        Test::Above(bar) => format!("trên {}", amount(bar)),
        Test::UpTo(bar) if *bar == Points::ZERO => amount(bar),
        Test::UpTo(bar) => format!("không quá {}", amount(bar)),
        Test::UpToShare(share) => format!("không quá {}% yêu cầu", percent(*share)),
        Test::Flag(true) => "có".to_owned(),
        Test::Flag(false) => "không".to_owned(),
        Test::Grade(code) => grade_word(code).to_owned(),
        Test::Otherwise => "còn lại".to_owned(),
    }
}

/// A number of what a fact counts: "90%", "15 phút".
fn amount(number: Points, source: Option<Source>) -> String {
    match source.map_or("", Source::unit) {
        "%" => format!("{number}%"),
        unit => format!("{number} {unit}").trim_end().to_owned(),
    }
}

/// The usual names of the usual grades; a rule names those of another set, so they are not looked up.
pub(super) fn grade_word(code: &str) -> &str {
    match code {
        "tot" => "Tốt",
        "kha" => "Khá",
        "trung_binh" => "Trung bình",
        "kem" => "Kém",
        other => other,
    }
}

fn percent(share: Points) -> Points {
    share.scaled(Points::whole(1), Points::whole(100)).unwrap_or(share)
}

fn condition(condition: &Condition) -> String {
    let label = condition.source.label();
    let Some((comparison, bar)) = &condition.compared else { return label.to_owned() };
    let sign = match comparison {
        Comparison::Above => "lớn hơn",
        Comparison::AtLeast => "từ",
        Comparison::Below => "nhỏ hơn",
        Comparison::UpTo => "không quá",
        Comparison::Equal => "bằng",
    };
    // The label says what is counted; only a share needs its sign.
    let percent = if condition.source.unit() == "%" { "%" } else { "" };
    format!("{label} {sign} {bar}{percent}")
}

/// What a grade asks for.
pub(super) fn of_grade(grade: &Grade) -> String {
    let bar = grade.at_least.map(|bar| format!("từ {bar} điểm"));
    let gates = (!grade.gates.is_empty()).then(|| format!("đủ điểm các mục {}", grade.gates.join(", ")));
    let parts: Vec<_> = [bar, gates].into_iter().flatten().collect();
    if parts.is_empty() {
        "do chi bộ đề nghị, cấp ủy cấp trên quyết định".to_owned()
    } else {
        parts.join(", ")
    }
}

/// The level of a unit.
pub fn of_unit_level(level: UnitLevel) -> &'static str {
    match level {
        UnitLevel::KhongHoanThanh => "không hoàn thành nhiệm vụ",
        UnitLevel::HoanThanh => "hoàn thành nhiệm vụ",
        UnitLevel::HoanThanhTot => "hoàn thành tốt nhiệm vụ",
        UnitLevel::HoanThanhXuatSac => "hoàn thành xuất sắc nhiệm vụ",
    }
}

/// The conditions of recognition.
pub(super) fn of_recognition(rule: &Recognition) -> Vec<String> {
    let missing = of_missing(rule.missing_month);
    let said = [
        rule.year_average_at_least.map(|bar| format!("Điểm bình quân năm từ {bar}.")),
        rule.each_criterion_at_least.map(|bar| format!("Mỗi tiêu chí từ {}% điểm tối đa.", percent(bar))),
        Some(missing.to_owned()),
        (rule.months_required == MonthsRequired::None)
            .then(|| "Không đòi đủ phiếu của mọi tháng.".to_owned()),
        rule.regular_meetings_at_least.map(|n| format!("Ít nhất {n} kỳ sinh hoạt thường kỳ trong năm.")),
        rule.thematic_meetings_at_least.map(|n| format!("Ít nhất {n} kỳ sinh hoạt chuyên đề trong năm.")),
        rule.must_be_registered.then(|| "Đã đăng ký hoặc được chọn làm điểm.".to_owned()),
        rule.unit_level_at_least.map(|l| format!("Cơ quan, đơn vị xếp loại từ mức {}.", of_unit_level(l))),
        rule.no_discipline.then(|| "Không có đảng viên bị kỷ luật trong năm.".to_owned()),
    ];
    said.into_iter().flatten().collect()
}
