use serde::{Serialize, Serializer, ser::SerializeStruct};

/// A table; its head repeats on each page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// Millimetres of one letter in a table, with what stands around it.
const LETTER: u16 = 2;
/// Millimetres left and right of what a cell says.
const INSET: u16 = 4;
/// A column of words no wider than this is as wide as its words; others share what is left.
const NARROW: u16 = 30;

impl Table {
    /// How much room each column takes on paper.
    pub(super) fn rooms(&self) -> Vec<Room> {
        let room = |(at, column): (usize, &Column)| match column.width {
            Width::Code => Room::Mm(11),
            Width::Figure => Room::Mm(19),
            Width::Words => {
                let wide = self.longest(at, column);
                if wide <= NARROW { Room::Mm(wide) } else { Room::Share(wide.min(90)) }
            }
            Width::Rest => Room::Share(self.longest(at, column).clamp(60, 150)),
        };
        let mut rooms: Vec<Room> = self.columns.iter().enumerate().map(room).collect();
        // Somebody has to take what is left.
        if !rooms.iter().any(|room| matches!(room, Room::Share(_))) {
            for (room, column) in rooms.iter_mut().zip(&self.columns) {
                *room = match *room {
                    Room::Mm(wide) if column.width == Width::Words => Room::Share(wide),
                    other => other,
                };
            }
        }
        rooms
    }

    /// Millimetres of the longest cell of a column on one line, its head broken between words.
    fn longest(&self, at: usize, column: &Column) -> u16 {
        let head = column.label.split(' ').map(|word| word.chars().count());
        let cells =
            self.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.text.chars().count());
        let letters = head.chain(cells).max().unwrap_or_default();
        u16::try_from(letters).unwrap_or(u16::MAX).saturating_mul(LETTER).saturating_add(INSET)
    }
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_struct("Table", 3)?;
        table.serialize_field("columns", &self.columns)?;
        table.serialize_field("rows", &self.rows)?;
        table.serialize_field("widths", &self.rooms())?;
        table.end()
    }
}

/// How much room a column takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Room {
    /// So many millimetres.
    Mm(u16),
    /// Its share of what is left.
    Share(u16),
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// What it holds.
    pub label: &'static str,
    /// How wide it is, and where its text stands.
    pub width: Width,
}

impl Column {
    /// A column.
    pub fn new(label: &'static str, width: Width) -> Self {
        Self { label, width }
    }

    /// The class of its cells on a page.
    pub fn class(&self) -> &'static str {
        match self.width {
            Width::Code => "code",
            Width::Figure => "num",
            Width::Words | Width::Rest => "",
        }
    }

    /// Whether a cell that stands alone, on a narrow screen, needs the name of its column.
    pub fn is_named(&self) -> bool {
        matches!(self.width, Width::Figure | Width::Words)
    }
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Width {
    /// A number of a line, a code.
    Code,
    /// Points: narrow and to the right.
    Figure,
    /// A few words.
    Words,
    /// What is left.
    Rest,
}

impl Width {
    /// Where the text of its cells stands, in the words of Word.
    pub(super) fn side(self) -> &'static str {
        match self {
            Self::Code => "center",
            Self::Figure => "right",
            Self::Words | Self::Rest => "left",
        }
    }
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Heads the rows under it, or sums them up.
    pub is_strong: bool,
    /// One for each column.
    pub cells: Vec<Cell>,
}

impl Row {
    /// An ordinary row.
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { is_strong: false, cells }
    }

    /// A row that heads others or sums them up.
    pub fn strong(cells: Vec<Cell>) -> Self {
        Self { is_strong: true, cells }
    }
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Smaller, under it.
    pub notes: Vec<String>,
    /// Where a page leads on; paper leads nowhere.
    #[serde(skip)]
    pub link: Option<Link>,
}

/// A way on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub to: String,
    /// What it says; nothing where the text of the cell itself leads on.
    pub says: Option<&'static str>,
}

impl Cell {
    /// A cell with notes under its text.
    pub fn with_notes(text: impl Into<String>, notes: Vec<String>) -> Self {
        Self { text: text.into(), notes, link: None }
    }

    /// The same, leading on to a page.
    #[must_use]
    pub fn at(self, link: Option<Link>) -> Self {
        Self { link, ..self }
    }

    /// Where the text itself leads on.
    pub fn leads_to(&self) -> Option<&str> {
        self.link.as_ref().filter(|link| link.says.is_none()).map(|link| link.to.as_str())
    }

    /// Where a link under the text leads on, and what it says.
    pub fn leads_on(&self) -> Option<(&str, &str)> {
        self.link.as_ref().and_then(|link| Some((link.to.as_str(), link.says?)))
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::with_notes(text, Vec::new())
    }
}
