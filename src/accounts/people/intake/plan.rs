//! What a list of accounts would do. Pure.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::columns::{self, Said, Wrong, label};
use crate::{
    access::Role,
    accounts::people::{
        forms::refusals,
        model::{Account, By, Grant, Held},
        queries::Place,
    },
    ids::{OrganizationId, PersonId},
    import::{self, Outcome, Row},
    text::{dates, fold, spelling},
};

/// What the rows are held against.
pub(super) struct Against<'a> {
    pub(super) by: By,
    /// Whose branch it is, as people call it.
    pub(super) committee: &'a str,
    pub(super) today: NaiveDate,
    /// From when a position holds whose row names no day.
    pub(super) on: NaiveDate,
    /// The organizations of the branch.
    pub(super) places: &'a [Place],
    /// Who has the user names of the file, wherever they are.
    pub(super) holders: &'a HashMap<String, PersonId>,
    /// Those of them who have a position in the branch, now or before.
    pub(super) accounts: &'a HashMap<PersonId, Account>,
}

/// An account to make.
#[derive(Debug, Clone, Serialize)]
pub(super) struct New {
    pub(super) name: String,
    pub(super) username: String,
    pub(super) mail: String,
}

/// A position to give.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Given {
    username: String,
    organization: OrganizationId,
    role: Role,
    from: NaiveDate,
    last: Option<NaiveDate>,
}

/// Where the letters of a known person go from now on.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Mailed {
    pub(super) person: PersonId,
    pub(super) mail: String,
}

/// What is done when the plan is carried out.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Work {
    pub(super) created: Vec<New>,
    pub(super) given: Vec<Given>,
    pub(super) mailed: Vec<Mailed>,
}

/// Everything a file of accounts would do.
pub(super) type Plan = import::Plan<Work>;

/// The user name of each row, in small letters; those that are none find nobody.
pub(super) fn usernames(rows: &[Row]) -> Vec<String> {
    let mut names: Vec<_> =
        rows.iter().filter_map(|row| Some(row.text("username").ok()?.to_lowercase())).collect();
    names.sort();
    names.dedup();
    names
}

/// Plans the rows, top to bottom.
pub(super) fn plan(against: &Against, rows: &[Row]) -> Plan {
    let mut plan = Plan::default();
    let mut desk = Desk::of(against);
    for row in rows {
        let done = match columns::read(row) {
            Ok(said) => desk.take(&said, &mut plan),
            Err(wrong) => Err(wrong.into_iter().chain(desk.misplaced(row)).collect()),
        };
        for (column, sentence) in done.err().into_iter().flatten() {
            plan.problem(row.number, column, sentence);
        }
    }
    plan.remarks.extend(desk.letters_elsewhere());
    plan
}

/// Somebody the file names, as far as it was read.
struct Person {
    /// The first row that names them.
    row: u32,
    name: String,
    mail: String,
    /// The positions the file gives them, with their rows.
    grants: Vec<(u32, Grant)>,
    /// Which of the new accounts is theirs.
    new: Option<usize>,
}

impl Person {
    fn of(said: &Said) -> Self {
        let (name, mail) = (said.name.clone(), said.mail.clone());
        Self { row: said.row, name, mail, grants: Vec::new(), new: None }
    }
}

/// The branch as it is and as the file adds to it.
struct Desk<'a> {
    against: &'a Against<'a>,
    by_code: HashMap<&'a str, &'a Place>,
    by_name: HashMap<String, Vec<&'a Place>>,
    people: HashMap<String, Person>,
    /// Rows whose mail address is left alone: the account is not the board's to change.
    unwritten: Vec<u32>,
}

impl<'a> Desk<'a> {
    fn of(against: &'a Against<'a>) -> Self {
        let by_code = against.places.iter().map(|place| (place.code.as_str(), place)).collect();
        let mut by_name: HashMap<String, Vec<&Place>> = HashMap::new();
        for place in against.places {
            by_name.entry(fold(&place.name)).or_default().push(place);
        }
        Self { against, by_code, by_name, people: HashMap::new(), unwritten: Vec::new() }
    }

    /// What a row would do, or everything that is wrong with it.
    fn take(&mut self, said: &Said, plan: &mut Plan) -> Result<(), Vec<Wrong>> {
        let mut wrong = Vec::new();
        let who = self.who(said).map_err(|one| wrong.push(one)).ok();
        let granted = self.grant(said).map_err(|some| wrong.extend(some)).ok();
        let (Some(account), Some(granted)) = (who, granted) else { return Err(wrong) };
        match account {
            Some(account) => self.add_to(account, said, granted, plan),
            None => self.create(said, granted, plan),
        }
        .map_err(|wrong| vec![wrong])
    }

    /// Whose position it is: somebody with an account, or none yet.
    fn who(&mut self, said: &Said) -> Result<Option<&'a Account>, Wrong> {
        let Some(person) = self.against.holders.get(&said.username) else {
            return self.newcomer(said).map(|()| None);
        };
        let Some(account) = self.against.accounts.get(person) else {
            return Err((
                label("username"),
                format!("Tên đăng nhập {} đã có người dùng, chữ hoa hay chữ thường cũng vậy.", said.username),
            ));
        };
        self.against.by.may_place(account).map_err(|barrier| ("", barrier.sentence().to_owned()))?;
        same_name(said, &account.written.name, "đã có")?;
        Ok(Some(account))
    }

    /// Somebody the file makes an account for: all rows say the same of them.
    fn newcomer(&mut self, said: &Said) -> Result<(), Wrong> {
        if said.name.is_empty() && !self.people.contains_key(&said.username) {
            return Err((label("name"), "Chưa có họ và tên.".to_owned()));
        }
        let person = self.people.entry(said.username.clone()).or_insert_with(|| Person::of(said));
        same_name(said, &person.name, &format!("ở dòng {}", person.row))?;
        if person.mail.is_empty() {
            person.mail.clone_from(&said.mail);
        }
        if said.mail.is_empty() || said.mail == person.mail {
            return Ok(());
        }
        Err((label("mail"), format!("Dòng {} ghi địa chỉ khác cho đồng chí này.", person.row)))
    }

    /// The position a row gives, or why it cannot be given.
    fn grant(&self, said: &Said) -> Result<(&'a Place, Grant), Vec<Wrong>> {
        let place = self.place(&said.place, said.is_number).map_err(|wrong| vec![wrong])?;
        let from = said.from.unwrap_or(self.against.on);
        let grant = Grant { organization: place.id, role: said.role, from, last: said.last };
        let wrong = refusals(self.against.by, &grant, place);
        let wrong: Vec<_> = wrong.into_iter().map(|(field, sentence)| (label(field), sentence)).collect();
        if wrong.is_empty() { Ok((place, grant)) } else { Err(wrong) }
    }

    /// What is wrong with the organization of a row that cannot be read.
    fn misplaced(&self, row: &Row) -> Option<Wrong> {
        let text = row.text("organization").ok().filter(|text| !text.is_empty())?;
        self.place(&text, columns::is_number(row)).err()
    }

    /// The organization of a code or a name.
    fn place(&self, text: &str, is_number: bool) -> Result<&'a Place, Wrong> {
        if let Some(place) = self.by_code.get(text.to_lowercase().as_str()) {
            return Ok(place);
        }
        let sentence = match self.by_name.get(&fold(text)).map_or(&[][..], Vec::as_slice) {
            [place] => return Ok(place),
            [] => self.unknown(text, is_number),
            several => {
                let codes: Vec<_> = several.iter().map(|place| place.code.as_str()).collect();
                format!("Nhiều tổ chức cùng tên; đề nghị ghi mã: {}.", codes.join(", "))
            }
        };
        Err((label("organization"), sentence))
    }

    /// What is said of a text that means no organization of the branch. Of others nothing is told.
    fn unknown(&self, text: &str, is_number: bool) -> String {
        let zeros = |code: &str| code.starts_with('0') && code.trim_start_matches('0') == text;
        match self.against.places.iter().find(|place| is_number && zeros(place.code.as_str())) {
            Some(like) => format!(
                "Không tìm thấy mã {text}; có mã {} ({}). Ô này được bảng tính giữ như số nên mất số 0 ở đầu; đề nghị ghi \
                 lại dạng chữ.",
                like.code, like.name
            ),
            None => format!("“{text}” không thuộc {} và các tổ chức trực thuộc.", self.against.committee),
        }
    }

    /// A position of somebody who has an account.
    fn add_to(
        &mut self,
        account: &Account,
        said: &Said,
        (place, grant): (&Place, Grant),
        plan: &mut Plan,
    ) -> Result<(), Wrong> {
        let name = &account.written.name;
        let has = account.held.iter().any(|held| self.stands(held, said, &grant));
        if !has {
            if let Some(held) = account.held.iter().find(|held| grant.overlaps(held)) {
                return Err((label("from"), format!("Đồng chí này giữ đúng chức vụ đó {}.", held.period())));
            }
            self.once(said, grant)?;
            plan.work.given.push(given(said, grant));
        }
        let mail = self.mail(account, said, plan)?;
        let words = (!has).then(|| format!("thêm chức vụ {}", words(place, &grant)));
        let words: Vec<_> = words.into_iter().chain(mail).collect();
        let outcome = if words.is_empty() { Outcome::Same } else { Outcome::Changed(words.join("; ")) };
        plan.line(said.row, title(name, said), outcome);
        Ok(())
    }

    /// Whether a position is the one a row speaks of. Where the row names no day, any that is not over.
    fn stands(&self, held: &Held, said: &Said, grant: &Grant) -> bool {
        (held.organization, held.role) == (grant.organization, grant.role)
            && said.from.map_or_else(|| held.is_present(self.against.today), |from| from == held.from)
            && said.last.is_none_or(|last| Some(last) == held.last)
    }

    /// Notes a position of the file. Nobody gets the same one twice.
    fn once(&mut self, said: &Said, grant: Grant) -> Result<&mut Person, Wrong> {
        let person = self.people.entry(said.username.clone()).or_insert_with(|| Person::of(said));
        if let Some((row, _)) = person.grants.iter().find(|(_, other)| grant.meets(other)) {
            return Err(("", format!("Trùng với dòng {row} của tệp: cùng đồng chí, tổ chức và chức vụ.")));
        }
        person.grants.push((said.row, grant));
        Ok(person)
    }

    /// What a row does to the mail address of a known person.
    fn mail(&mut self, account: &Account, said: &Said, plan: &mut Plan) -> Result<Option<String>, Wrong> {
        if said.mail.is_empty() {
            return Ok(None);
        }
        if self.against.by.may_change(account).is_err() {
            self.unwritten.push(said.row);
            return Ok(None);
        }
        if said.mail == account.written.mail {
            return Ok(None);
        }
        match plan.work.mailed.iter().find(|mailed| mailed.person == account.person) {
            Some(mailed) if mailed.mail == said.mail => Ok(None),
            Some(_) => Err((label("mail"), "Tệp ghi hai địa chỉ khác nhau cho đồng chí này.".to_owned())),
            None => {
                plan.work.mailed.push(Mailed { person: account.person, mail: said.mail.clone() });
                Ok(Some(format!("thư điện tử {}", said.mail)))
            }
        }
    }

    /// A position of somebody the file makes an account for.
    fn create(&mut self, said: &Said, (place, grant): (&Place, Grant), plan: &mut Plan) -> Result<(), Wrong> {
        let created = &mut plan.work.created;
        let person = self.once(said, grant)?;
        let (name, mail, is_first) = (person.name.clone(), person.mail.clone(), person.new.is_none());
        if let Some(new) = person.new.and_then(|at| created.get_mut(at)) {
            new.mail = mail;
        } else {
            person.new = Some(created.len());
            created.push(New { name: name.clone(), username: said.username.clone(), mail });
        }
        plan.work.given.push(given(said, grant));
        let what = if is_first { "tài khoản mới" } else { "thêm chức vụ" };
        plan.line(said.row, title(&name, said), Outcome::New(format!("{what}, {}", words(place, &grant))));
        Ok(())
    }

    /// Says whose mail addresses are left alone.
    fn letters_elsewhere(&self) -> Option<String> {
        let rows: Vec<_> = self.unwritten.iter().map(u32::to_string).collect();
        (!rows.is_empty()).then(|| {
            format!(
                "Không ghi thư điện tử ở dòng {}: những tài khoản đó do cấp ủy quản lý tất cả các chức vụ của đồng chí \
                 đó thay đổi.",
                rows.join(", ")
            )
        })
    }
}

/// A user name is one person's: a row with another name means somebody else.
fn same_name(said: &Said, name: &str, whence: &str) -> Result<(), Wrong> {
    if said.name.is_empty() || spelling(&said.name) == spelling(name) {
        return Ok(());
    }
    let username = &said.username;
    let sentence = format!(
        "Tên đăng nhập {username} {whence} là của đồng chí {name}. Mỗi đồng chí một tên đăng nhập, chữ hoa hay chữ thường \
         cũng vậy."
    );
    Err((label("username"), sentence))
}

fn given(said: &Said, grant: Grant) -> Given {
    let Grant { organization, role, from, last } = grant;
    Given { username: said.username.clone(), organization, role, from, last }
}

fn title(name: &str, said: &Said) -> String {
    format!("{name} ({})", said.username)
}

/// "Bí thư, Chi bộ Thanh tra tỉnh, từ 01/01/2023".
fn words(place: &Place, grant: &Grant) -> String {
    let from = dates::day(grant.from);
    let last = grant.last.map(|last| format!(" đến {}", dates::day(last))).unwrap_or_default();
    format!("{}, {}, từ {from}{last}", grant.role, place.name)
}
