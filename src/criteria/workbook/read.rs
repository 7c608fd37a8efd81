//! Rows into a set. Each row is read through the same grammar as a file, so that a mistake is said at its row.

use toml::{Table, Value as Toml};

use super::{
    ALL_SECTORS, BASIS, BONUS, BY_GRADES, CAP, CHOSEN, CODE, COLUMNS, CRITERION, FOUR_GOOD, FROM, GRADE,
    HEAD, ITEM, KINDS, NAME, NO, OFFICIAL, PARTS, PASS_FAIL, PENALTY, QUALITY, SCALE, SCORES, SECTORS,
    WANTED, YEAR, YES, bands, kind_label,
};
use crate::{
    criteria::{
        check,
        model::{CriteriaSet, Instrument, Kind},
        preset,
        sources::Source,
    },
    import::{self, Cell, Row},
    organizations::Sector,
    points::Points,
    text::{dates, fold},
};

/// The set in a workbook, or every mistake with its row.
pub(in crate::criteria) async fn read(bytes: Vec<u8>) -> anyhow::Result<Result<CriteriaSet, Vec<String>>> {
    Ok(match import::read(bytes, &COLUMNS).await? {
        Ok(table) => set(&table.rows),
        Err(refusal) => Err(vec![refusal.to_string()]),
    })
}

fn set(rows: &[Row]) -> Result<CriteriaSet, Vec<String>> {
    let mut found = Found::default();
    for row in rows {
        let line = Line { row };
        if let Err(mistake) = found.take(&line) {
            found.mistakes.push(format!("Dòng {}: {mistake}.", row.number));
        }
    }
    found.set()
}

/// What the rows gave so far, in the shape of a file.
#[derive(Default)]
struct Found {
    file: Table,
    grades: Vec<Toml>,
    criteria: Vec<Table>,
    items: Vec<Vec<Toml>>,
    bonus: Vec<Toml>,
    penalty: Vec<Toml>,
    mistakes: Vec<String>,
}

impl Found {
    fn take(&mut self, line: &Line) -> Result<(), String> {
        let part = line.text("part")?;
        let known = PARTS.into_iter().find(|known| fold(known) == fold(&part));
        match known
            .ok_or_else(|| format!("cột Phần ghi “{part}”; đề nghị ghi một trong: {}", PARTS.join(", ")))?
        {
            HEAD => self.head(line),
            GRADE => self.grade(line),
            CRITERION => {
                self.criteria.push(line.named("name")?);
                self.items.push(Vec::new());
                Ok(())
            }
            ITEM => {
                let item = line.item(None)?;
                let under = self
                    .items
                    .last_mut()
                    .ok_or("mục này chưa thuộc tiêu chí nào; đề nghị ghi dòng Tiêu chí ở trên")?;
                under.push(item);
                Ok(())
            }
            BONUS => line.item(Some(Kind::Bonus)).map(|item| self.bonus.push(item)),
            PENALTY => line.item(Some(Kind::Penalty)).map(|item| self.penalty.push(item)),
            YEAR => self.section("year", line),
            _ => self.section("recognition", line),
        }
    }

    fn section(&mut self, key: &str, line: &Line) -> Result<(), String> {
        let table = Toml::Table(line.other()?);
        preset::check_section(key, table.clone()).map_err(|refused| refused.to_string())?;
        self.file.insert(key.to_owned(), table);
        Ok(())
    }

    fn grade(&mut self, line: &Line) -> Result<(), String> {
        let mut grade = line.named("name")?;
        grade.extend(line.points("max", "số điểm của mức")?.map(|bar| number("at_least", bar)));
        let gates = line.text("other")?;
        let gates: Vec<_> = gates.split([',', ';']).map(str::trim).filter(|code| !code.is_empty()).collect();
        if !gates.is_empty() {
            grade.insert("gates".to_owned(), gates.into());
        }
        self.grades.push(Toml::Table(grade));
        Ok(())
    }

    fn head(&mut self, line: &Line) -> Result<(), String> {
        let (name, text) = (line.text("code")?, line.text("text")?);
        let known = [CODE, NAME, BASIS, SCORES, FROM, OFFICIAL, SECTORS, SCALE, CHOSEN, CAP];
        let known = known.into_iter().find(|known| fold(known) == fold(&name));
        let (key, value) = match known.ok_or_else(|| format!("không có thông tin nào tên “{name}”"))?
        {
            CODE => ("code", text.into()),
            NAME => ("name", text.into()),
            BASIS => ("basis", text.into()),
            SCORES => ("instrument", one_of(&text, &instruments())?.into()),
            FROM => ("valid_from", dates::parse_month(&text).map_err(lower)?.to_string().into()),
            OFFICIAL => ("official", yes(&text)?.into()),
            SECTORS => ("sectors", sectors(&text)?.into()),
            SCALE => ("scale", scale(line, &text)?),
            CHOSEN => ("result", if yes(&text)? { "chosen" } else { "total" }.into()),
            _ => match line.points("max", "điểm cộng tối đa")? {
                Some(cap) => ("bonus_cap", number("bonus_cap", cap).1),
                None => return Ok(()),
            },
        };
        self.file.insert(key.to_owned(), value);
        Ok(())
    }

    fn set(mut self) -> Result<CriteriaSet, Vec<String>> {
        if !self.mistakes.is_empty() {
            return Err(self.mistakes);
        }
        let of = |mut criterion: Table, items: Vec<Toml>| {
            criterion.insert("item".to_owned(), Toml::Array(items));
            Toml::Table(criterion)
        };
        let criteria =
            self.criteria.into_iter().zip(self.items).map(|(criterion, items)| of(criterion, items));
        let lists = [
            ("criterion", criteria.collect()),
            ("bonus", self.bonus),
            ("penalty", self.penalty),
            ("grades", self.grades),
        ];
        self.file.extend(lists.map(|(key, list): (&str, Vec<Toml>)| (key.to_owned(), Toml::Array(list))));
        preset::from_table(self.file).map_err(|refused| vec![refused.to_string()])
    }
}

/// A row, read cell by cell.
struct Line<'a> {
    row: &'a Row,
}

impl Line<'_> {
    fn text(&self, key: &str) -> Result<String, String> {
        self.row.text(key).map_err(lower)
    }

    /// A code typed as a number is one with a dot.
    fn code(&self) -> Result<String, String> {
        let code = self.text("code")?;
        match self.row.get("code") {
            Some(Cell::Day(_)) => Err(format!("bảng tính đã đổi mã thành ngày “{code}”; đề nghị gõ lại mã")),
            Some(Cell::Number(_)) => Ok(code.replace(',', ".")),
            _ => Ok(code),
        }
    }

    fn points(&self, key: &str, what: &str) -> Result<Option<Points>, String> {
        self.row.points(key).map_err(|_| {
            let typed = self.row.text(key).unwrap_or_default();
            format!("{what} “{typed}” không phải là số")
        })
    }

    /// Code and name.
    fn named(&self, name: &str) -> Result<Table, String> {
        let (code, text) = (self.code()?, self.text("text")?);
        if code.is_empty() || text.is_empty() {
            return Err("chưa ghi mã hoặc nội dung".to_owned());
        }
        Ok(Table::from_iter([("code".to_owned(), code.into()), (name.to_owned(), text.into())]))
    }

    /// The rest of the rules, as it was written.
    fn other(&self) -> Result<Table, String> {
        let text = match self.row.get("other") {
            Some(Cell::Text(text)) => text.clone(),
            _ => self.text("other")?,
        };
        text.parse()
            .map_err(|_| "cột “Quy tắc khác” chưa đúng; đề nghị chép lại như trong tệp đã tải về".to_owned())
    }

    fn source(&self, key: &str) -> Result<Option<(String, Toml)>, String> {
        let text = self.text(key)?;
        let known = Source::ALL.iter().map(|source| (source.label(), source.name()));
        let known: Vec<_> = known.collect();
        Ok(if text.is_empty() { None } else { Some((key.to_owned(), one_of(&text, &known)?.into())) })
    }

    fn wanted(&self, key: &str) -> Result<Option<(String, Toml)>, String> {
        let text = self.text(key)?;
        let known = [(WANTED[0].1, "suggested"), (WANTED[1].1, "required")];
        Ok(if text.is_empty() { None } else { Some((key.to_owned(), one_of(&text, &known)?.into())) })
    }

    /// An item in the shape of a file, known to be one.
    fn item(&self, outside: Option<Kind>) -> Result<Toml, String> {
        let mut item = self.named("text")?;
        let kind = self.text("kind")?;
        if outside.is_none() {
            let known = KINDS.map(|kind| (kind_label(kind), kind.text()));
            item.insert("kind".to_owned(), one_of(&kind, &known)?.into());
        }
        item.extend(self.points("max", "điểm tối đa")?.map(|max| number("max", max)));
        item.extend(self.points("step", "bước điểm")?.map(|step| number("step", step)));
        item.extend(self.source("source")?);
        item.extend(self.source("hint")?);
        item.extend(self.wanted("evidence")?);
        item.extend(self.wanted("explanation")?);
        let bands = bands::read(&self.text("bands")?)?;
        if !bands.is_empty() {
            let bands = Toml::try_from(bands).map_err(|error| error.to_string())?;
            item.insert("bands".to_owned(), bands);
        }
        item.extend(self.other()?);
        preset::check_item(item.clone(), outside).map_err(|refused| refused.to_string())?;
        Ok(Toml::Table(item))
    }
}

fn number(key: &str, points: Points) -> (String, Toml) {
    (key.to_owned(), points.0.normalize().to_string().into())
}

fn lower(sentence: &'static str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// What a word stands for, whatever its marks and case.
fn one_of<'a>(text: &str, known: &[(&str, &'a str)]) -> Result<&'a str, String> {
    let found = known.iter().find(|(label, _)| fold(label) == fold(text)).map(|(_, code)| *code);
    found.ok_or_else(|| {
        let labels: Vec<_> = known.iter().map(|(label, _)| format!("“{label}”")).collect();
        format!("không hiểu “{text}”; đề nghị ghi một trong: {}", labels.join(", "))
    })
}

fn yes(text: &str) -> Result<bool, String> {
    one_of(text, &[(YES, YES), (NO, NO)]).map(|answer| answer == YES)
}

fn instruments() -> [(&'static str, &'static str); 2] {
    [(FOUR_GOOD, Instrument::FourGood.text()), (QUALITY, Instrument::MeetingQuality.text())]
}

fn sectors(text: &str) -> Result<Vec<String>, String> {
    if fold(text) == fold(ALL_SECTORS) {
        return Ok(Vec::new());
    }
    let known: Vec<_> =
        check::SECTORS.iter().filter_map(|code| Some((Sector::label_of(code)?, *code))).collect();
    let named = text.split(';').map(str::trim).filter(|name| !name.is_empty());
    named.map(|name| one_of(name, &known).map(str::to_owned)).collect()
}

fn scale(line: &Line, text: &str) -> Result<Toml, String> {
    match line.points("max", "tổng điểm của thang")? {
        Some(frame) => frame
            .0
            .normalize()
            .to_string()
            .parse()
            .map(Toml::Integer)
            .map_err(|_| "tổng điểm của thang là số nguyên".to_owned()),
        None => Ok(one_of(text, &[(PASS_FAIL, "pass_fail"), (BY_GRADES, "grades")])?.into()),
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
