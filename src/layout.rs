//! The frame of a page: title, navigation for this person, the sentence the last act left.

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;

use crate::{
    access::{Authorised, Position, Role, Surroundings, Visitor},
    clock::Month,
    ids::PersonId,
    web::{Flash, asset_url},
};

/// An entry of the navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// What it is called.
    pub label: &'static str,
    /// Where it leads.
    pub href: String,
    /// Whether this page is under it.
    pub current: bool,
}

/// A step of the way down to this page.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// What it is called.
    pub label: String,
    /// Where it leads; none where the person may not go.
    pub href: Option<String>,
}

/// Who is signed in, as the masthead says it.
#[derive(Debug, Clone)]
pub struct FramePerson {
    /// Which one.
    pub id: PersonId,
    /// The person's name.
    pub name: String,
    /// The position the page is seen in.
    pub position: String,
    /// Where the position is held.
    pub organization: String,
}

/// Everything around the content of a page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// What the page is.
    pub title: String,
    /// Whether the page comes back with something wrong.
    pub has_errors: bool,
    /// Who is signed in.
    pub person: Option<FramePerson>,
    /// The navigation.
    pub nav: Vec<NavItem>,
    /// Whether there is more than one organization to look for.
    pub searches: bool,
    /// The way down to this page.
    pub crumbs: Vec<Crumb>,
    /// What the last act left to say.
    pub flash: Option<Flash>,
    /// Size of letters in per cent.
    pub text_size: u16,
    /// This page, to come back to.
    pub path: String,
    /// Whether the data are a demonstration.
    pub demo: bool,
}

impl Frame {
    /// The frame for a signed-in person.
    pub fn new(visitor: &Visitor, title: impl Into<String>) -> Self {
        let mut frame = Self::bare(&visitor.surroundings, title);
        frame.person = Some(FramePerson {
            id: visitor.person.id,
            name: visitor.person.name.clone(),
            position: visitor.acting.as_ref().map(|p| p.role.to_string()).unwrap_or_default(),
            organization: visitor.acting.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
        });
        let month = Month::of(visitor.surroundings.today);
        frame.searches = visitor.oversees();
        frame.nav = visitor.acting.as_ref().map(|p| navigation(p, month)).unwrap_or_default();
        let here = frame.path.clone();
        mark_current(&mut frame.nav, here.split('?').next().unwrap_or("/"));
        frame
    }

    /// The frame of a page about an organization.
    pub fn about<P>(by: &Authorised<P>, title: impl Into<String>) -> Self {
        let organization = by.organization();
        Self::new(by.visitor(), title)
            .crumb(organization.name.clone(), Some(format!("/organizations/{}", organization.code)))
    }

    /// The frame for nobody yet: the sign-in page.
    pub fn bare(surroundings: &Surroundings, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            has_errors: false,
            person: None,
            nav: Vec::new(),
            searches: false,
            crumbs: Vec::new(),
            flash: surroundings.flash.clone(),
            text_size: surroundings.text_size,
            path: surroundings.path.clone(),
            demo: surroundings.demonstration,
        }
    }

    /// Adds a step to the way down.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, href: Option<String>) -> Self {
        self.crumbs.push(Crumb { label: label.into(), href });
        self
    }

    /// Marks the page as coming back with something wrong.
    #[must_use]
    pub fn with_errors(mut self) -> Self {
        self.has_errors = true;
        self
    }

    /// The address of an asset.
    pub fn asset(&self, name: &str) -> String {
        asset_url(name)
    }
}

fn navigation(position: &Position, month: Month) -> Vec<NavItem> {
    let here = format!("/organizations/{}", position.code);
    let item = |label, href| NavItem { label, href, current: false };
    let home = |label| item(label, "/".to_owned());
    let at = |label, rest: &str| item(label, format!("{here}/{rest}"));
    let criteria = item("Bộ tiêu chí", "/criteria".to_owned());
    let organization = item("Tổ chức", here.clone());
    if position.role.is_of_a_cell() {
        return vec![
            home("Việc tháng này"),
            at("Sinh hoạt", "meetings"),
            at("Chấm điểm", &format!("months/{month}/sheet")),
            at("Cả năm", &format!("years/{}", month.year())),
            at("Hồ sơ chi bộ", "records"),
            criteria,
        ];
    }
    match position.role {
        Role::Reviewer | Role::OrganizationBoard => {
            let is_board = position.role == Role::OrganizationBoard;
            let mut nav = vec![
                home("Việc hôm nay"),
                at("Tổng quan", "dashboard"),
                at("Duyệt phiếu", "reviews"),
                organization,
                if is_board { at("Bộ tiêu chí", "criteria") } else { criteria },
            ];
            if is_board {
                nav.extend([at("Tài khoản", "people"), at("Thiết lập", "settings")]);
            }
            nav
        }
        Role::Administrator => vec![
            home("Trang đầu"),
            at("Tài khoản", "people"),
            at("Ngày nghỉ", "holidays"),
            organization,
            criteria,
        ],
        _ => vec![home("Trang đầu"), at("Tổng quan", "dashboard"), organization, criteria],
    }
}

/// The entry a page is under: the same path, or else the longest one above it. Any sheet of any month is under
/// "Chấm điểm".
fn mark_current(nav: &mut [NavItem], path: &str) {
    let under = |href: &str| {
        // The roll is a part of the record with an address of its own.
        let is_roll =
            href.strip_suffix("/records").is_some_and(|org| path.starts_with(&format!("{org}/roster")));
        path == href
            || is_roll
            || (href != "/" && path.starts_with(&format!("{href}/")))
            || href
                .rsplit_once("/months/")
                .is_some_and(|(org, _)| path.starts_with(&format!("{org}/months/")))
            || href.rsplit_once("/years/").is_some_and(|(org, _)| path.starts_with(&format!("{org}/years/")))
    };
    let best = nav.iter_mut().filter(|item| under(&item.href)).max_by_key(|item| item.href.len());
    if let Some(item) = best {
        item.current = true;
    }
}

/// Takes the sentence of the last act away once a page has shown it.
pub async fn spend_flash(jar: CookieJar, request: Request, next: Next) -> Response {
    let waiting = Flash::read(&jar).is_some();
    let response = next.run(request).await;
    let shown =
        response.headers().get("content-type").is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    if waiting && shown { (Flash::spent(jar), response).into_response() } else { response }
}
