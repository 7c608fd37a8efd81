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
        let done = columns::read(row).and_then(|said| desk.take(&said, &mut plan));
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
        let place = self.place(said).map_err(|wrong| vec![wrong])?;
        let from = said.from.unwrap_or(self.against.on);
        let grant = Grant { organization: place.id, role: said.role, from, last: said.last };
        let wrong: Vec<_> = refusals(self.against.by, &grant, place)
            .into_iter()
            .map(|(field, sentence)| (label(field), sentence))
            .collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        match self.against.holders.get(&said.username) {
            Some(person) => self.add_to(*person, said, (place, grant), plan),
            None => self.create(said, (place, grant), plan),
        }
        .map_err(|wrong| vec![wrong])
    }

    /// The organization a row means.
    fn place(&self, said: &Said) -> Result<&'a Place, Wrong> {
        if let Some(place) = self.by_code.get(said.place.to_lowercase().as_str()) {
            return Ok(place);
        }
        let sentence = match self.by_name.get(&fold(&said.place)).map_or(&[][..], Vec::as_slice) {
            [place] => return Ok(place),
            [] => self.unknown(said),
            several => {
                let codes: Vec<_> = several.iter().map(|place| place.code.as_str()).collect();
                format!("Nhiều tổ chức cùng tên; đề nghị ghi mã: {}.", codes.join(", "))
            }
        };
        Err((label("organization"), sentence))
    }

    /// What is said of a text that means no organization of the branch. Of others nothing is told.
    fn unknown(&self, said: &Said) -> String {
        let zeros = |code: &str| code.starts_with('0') && code.trim_start_matches('0') == said.place;
        match self.against.places.iter().find(|place| said.is_number && zeros(place.code.as_str())) {
            Some(like) => format!(
                "Không tìm thấy mã {}; có mã {} ({}). Ô này được bảng tính giữ như số nên mất số 0 ở đầu; đề nghị ghi \
                 lại dạng chữ.",
                said.place, like.code, like.name
            ),
            None => {
                format!("“{}” không thuộc {} và các tổ chức trực thuộc.", said.place, self.against.committee)
            }
        }
    }

    /// A position of somebody who has an account.
    fn add_to(
        &mut self,
        person: PersonId,
        said: &Said,
        (place, grant): (&Place, Grant),
        plan: &mut Plan,
    ) -> Result<(), Wrong> {
        let Some(account) = self.against.accounts.get(&person) else {
            return Err((
                label("username"),
                format!("Tên đăng nhập {} đã có người dùng, chữ hoa hay chữ thường cũng vậy.", said.username),
            ));
        };
        self.against.by.may_place(account).map_err(|barrier| ("", barrier.sentence().to_owned()))?;
        let name = &account.written.name;
        same_name(said, name, "đã có")?;
        let has = account.held.iter().any(|held| self.stands(held, said, &grant));
        if !has {
            if let Some(held) = account.held.iter().find(|held| grant.overlaps(held)) {
                return Err((label("from"), format!("Đồng chí này giữ đúng chức vụ đó {}.", held.period())));
            }
            self.once(said, &account.written.mail, name, grant)?;
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
    fn once(&mut self, said: &Said, mail: &str, name: &str, grant: Grant) -> Result<&mut Person, Wrong> {
        let person = self.people.entry(said.username.clone()).or_insert_with(|| Person {
            row: said.row,
            name: name.to_owned(),
            mail: mail.to_owned(),
            grants: Vec::new(),
            new: None,
        });
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
        let known = self.people.get(&said.username);
        match known {
            None if said.name.is_empty() => {
                return Err((label("name"), "Chưa có họ và tên.".to_owned()));
            }
            Some(known) => {
                same_name(said, &known.name, &format!("ở dòng {}", known.row))?;
                if !said.mail.is_empty() && !known.mail.is_empty() && said.mail != known.mail {
                    let sentence = format!("Dòng {} ghi địa chỉ khác cho đồng chí này.", known.row);
                    return Err((label("mail"), sentence));
                }
            }
            None => {}
        }
        let (name, is_first) = (known.map_or(&said.name, |known| &known.name).clone(), known.is_none());
        let person = self.once(said, &said.mail, &name, grant)?;
        let created = &mut plan.work.created;
        let at = *person.new.get_or_insert(created.len());
        if is_first {
            let username = said.username.clone();
            created.push(New { name: name.clone(), username, mail: said.mail.clone() });
        } else if let Some(new) = created.get_mut(at).filter(|new| new.mail.is_empty()) {
            new.mail.clone_from(&said.mail);
            person.mail.clone_from(&said.mail);
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
