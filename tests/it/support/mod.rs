//! The stage: the application with a clock that stands still, a cast of persons, and a client for each.

mod answer;
mod chance;
mod content;

pub(crate) use answer::Answer;
pub(crate) use chance::Chance;

use std::net::SocketAddr;

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, header},
};
use bontot::{
    access::{Token, cookie_of},
    app,
    clock::{Clock, Instant},
    db::Db,
    files::Store,
    state::{AppState, WebSettings},
};
use sqlx::PgPool;
use tower::ServiceExt;

/// The application for one test.
pub(crate) struct World {
    pub(crate) app: Router,
    pub(crate) pool: PgPool,
    pub(crate) clock: Clock,
    pub(crate) files: Store,
}

/// Where browsers think they are.
const ORIGIN: &str = "https://bontot.example";

impl World {
    /// The cast of `world.sql`, at nine in the morning of 25/11/2026 in Hà Nội.
    pub(crate) async fn new(pool: PgPool) -> Self {
        Self::at(pool, "2026-11-25T02:00:00Z").await
    }

    /// The cast, at another instant.
    pub(crate) async fn at(pool: PgPool, instant: &str) -> Self {
        sqlx::raw_sql(include_str!("world.sql")).execute(&pool).await.expect("the cast takes the stage");
        Self::empty_at(pool, instant)
    }

    /// Nobody on the stage: the database as the migrations leave it.
    pub(crate) fn empty_at(pool: PgPool, instant: &str) -> Self {
        Self::with_files(pool, instant, Store::in_memory())
    }

    /// The database as it is, with files kept somewhere in particular.
    pub(crate) fn with_files(pool: PgPool, instant: &str, files: Store) -> Self {
        let clock = Clock::fixed(instant.parse::<Instant>().expect("an instant"));
        let settings =
            WebSettings { public_origin: ORIGIN.to_owned(), secure_cookies: false, demonstration: false };
        let state = AppState::new(Db::from(pool.clone()), clock.clone(), files.clone(), settings);
        Self { app: app::router(state), pool, clock, files }
    }

    /// The same world at another instant.
    pub(crate) fn later(&self, instant: &str) -> Self {
        Self::with_files(self.pool.clone(), instant, self.files.clone())
    }

    /// Somebody who is not signed in.
    pub(crate) fn nobody(&self) -> Client {
        Client { app: self.app.clone(), cookie: None }
    }

    /// A person of the cast, signed in.
    pub(crate) async fn person(&self, username: &str) -> Client {
        let token = Token::random();
        let done = sqlx::query(
            "insert into session (token_hash, person_id, created_at, seen_at)
             select $1, person_id, $2, $2 from person where username = $3",
        )
        .bind(token.hash())
        .bind(self.clock.now())
        .bind(username)
        .execute(&self.pool)
        .await
        .expect("signing in");
        assert_eq!(done.rows_affected(), 1, "{username} is not in the cast");
        let cookie = cookie_of(&token, false);
        Client { app: self.app.clone(), cookie: Some(format!("{}={}", cookie.name(), cookie.value())) }
    }

    /// One number out of the database.
    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.expect(sql)
    }

    /// The verbs of all acts so far, oldest first.
    pub(crate) async fn verbs(&self) -> Vec<String> {
        sqlx::query_scalar("select verb from audit_event order by audit_event_id")
            .fetch_all(&self.pool)
            .await
            .expect("the record")
    }
}

/// A browser: one person, or nobody.
#[derive(Clone)]
pub(crate) struct Client {
    app: Router,
    cookie: Option<String>,
}

impl Client {
    /// The same browser in the same world at another instant.
    pub(crate) fn in_world(&self, world: &World) -> Self {
        Self { app: world.app.clone(), cookie: self.cookie.clone() }
    }

    /// The same browser after an answer that gave it cookies.
    pub(crate) fn after(&self, answer: &Answer) -> Self {
        let given =
            answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
        let pairs: Vec<_> = given.filter_map(|cookie| cookie.split(';').next()).collect();
        Self { app: self.app.clone(), cookie: Some(pairs.join("; ")) }
    }

    /// Opens a page.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Sends a form, as a browser does from our own page.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(path, fields, &[("sec-fetch-site", "same-origin")]).await
    }

    /// Sends a form with headers of its own.
    pub(crate) async fn post_with(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let body =
            fields.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect::<Vec<_>>().join("&");
        let mut request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request, Body::from(body)).await
    }

    /// Sends a form with files: (name, content) each.
    pub(crate) async fn upload(&self, path: &str, caption: &str, files: &[(&str, &[u8])]) -> Answer {
        self.send(upload(path), Body::from(multipart(caption, files))).await
    }

    /// Sends a form that may have a file, without one.
    pub(crate) async fn fill_in(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = fields.iter().map(|(name, text)| part(&format!("name=\"{name}\""), text.as_bytes()));
        let mut body = fields.collect::<Vec<_>>().concat();
        body.extend(b"------ranh-gioi--\r\n");
        self.send(upload(path), Body::from(body)).await
    }

    /// Sends a form with one file, `file`, and other fields.
    pub(crate) async fn hand_in(&self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let fields = fields.iter().map(|(name, text)| part(&format!("name=\"{name}\""), text.as_bytes()));
        let mut body = fields.collect::<Vec<_>>().concat();
        body.extend(part("name=\"file\"; filename=\"a\"", file));
        body.extend(b"------ranh-gioi--\r\n");
        self.send(upload(path), Body::from(body)).await
    }

    /// The same, as the script on the page sends it.
    pub(crate) async fn upload_quietly(&self, path: &str, files: &[(&str, &[u8])]) -> Answer {
        let request = upload(path).header(header::ACCEPT, "application/json");
        self.send(request, Body::from(multipart("", files))).await
    }

    /// Sends anything.
    pub(crate) async fn send(&self, mut request: axum::http::request::Builder, body: Body) -> Answer {
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let mut request = request.body(body).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50000))));
        Answer::read(self.app.clone().oneshot(request).await.expect("the router always answers")).await
    }
}

fn upload(path: &str) -> axum::http::request::Builder {
    Request::post(path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=----ranh-gioi")
}

fn multipart(caption: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = part("name=\"caption\"", caption.as_bytes());
    for (name, content) in files {
        body.extend(part(&format!("name=\"files\"; filename=\"{name}\""), content));
    }
    body.extend(b"------ranh-gioi--\r\n");
    body
}

fn part(head: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("------ranh-gioi\r\nContent-Disposition: form-data; {head}\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

/// Text as it stands in an address or a form.
pub(crate) fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |out, b| {
        if b.is_ascii_alphanumeric() { format!("{out}{}", char::from(b)) } else { format!("{out}%{b:02X}") }
    })
}
