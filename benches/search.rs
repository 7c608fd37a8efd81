//! How long the search page takes in a party of 250,000 cells: `bontot database -- cargo bench`.
//!
//! Fills the database with `nation.sql` (some minutes) and asks the same questions as a board of the whole nation (267,035
//! organizations), of a province (8,053) and of one committee of the grass roots (20).

use std::{
    env,
    net::SocketAddr,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use bontot::{
    access::{Token, cookie_of},
    app,
    clock::Clock,
    db::{Db, MIGRATOR},
    files::Store,
    state::{AppState, WebSettings},
};
use tower::ServiceExt;

/// Boards of the nation, a province and a committee, in `nation.sql`.
const BOARDS: [(&str, &str); 3] =
    [("cả nước", "nguoi.59991"), ("tỉnh", "nguoi.59992"), ("cơ sở", "nguoi.59993")];

/// Rare words, common ones, begun ones, numbers, the names of people, and nothing at all.
const QUESTIONS: [&str; 9] = [
    "Thanh tra Hưng Thịnh 5",
    "hoà bình",
    "chi bộ 2",
    "chi bộ",
    "c",
    "2",
    "Nguyễn Anh Tuấn",
    "cb-200000",
    "không có",
];

const TIMES: usize = 15;

#[tokio::main]
#[expect(clippy::disallowed_methods, reason = "a bench has no settings but where its database is")]
async fn main() -> anyhow::Result<()> {
    bontot::files::use_ring();
    let url = env::var("DATABASE_URL")?;
    // The program's own limit of ten seconds for a statement is not for filling.
    let filling = sqlx::PgPool::connect(&url).await?;
    MIGRATOR.run(&filling).await?;
    let people: i64 = sqlx::query_scalar("select count(*) from person").fetch_one(&filling).await?;
    if people == 0 {
        sqlx::raw_sql(include_str!("nation.sql")).execute(&filling).await?;
    }
    let db = Db::connect(url.parse()?, 4);
    let settings = WebSettings {
        public_origin: "http://bontot.example".to_owned(),
        secure_cookies: false,
        demonstration: false,
    };
    let app = app::router(AppState::new(db.clone(), Clock::system(), Store::in_memory(), settings));
    for (branch, username) in BOARDS {
        let cookie = sign_in(&db, username).await?;
        for question in QUESTIONS {
            let mut taken = Vec::new();
            for _ in 0..TIMES {
                taken.push(ask(&app, &cookie, question).await?);
            }
            taken.sort_unstable();
            println!(
                "{branch:8} {question:24} giữa {:>8.1?}, chậm nhất {:>8.1?}",
                taken[TIMES / 2],
                taken[TIMES - 1]
            );
        }
    }
    Ok(())
}

/// Signs a person in; the cookie of the session.
async fn sign_in(db: &Db, username: &str) -> anyhow::Result<String> {
    let token = Token::random();
    sqlx::query(
        "insert into session (token_hash, person_id, created_at, seen_at)
         select $1, person_id, now(), now() from person where username = $2",
    )
    .bind(token.hash())
    .bind(username)
    .execute(db.pool())
    .await?;
    let cookie = cookie_of(&token, false);
    Ok(format!("{}={}", cookie.name(), cookie.value()))
}

/// How long the whole page takes, from the request to its last byte.
async fn ask(app: &Router, cookie: &str, question: &str) -> anyhow::Result<Duration> {
    let query = question.bytes().fold(String::new(), |out, b| format!("{out}%{b:02X}"));
    let mut request =
        Request::get(format!("/search?q={query}")).header(header::COOKIE, cookie).body(Body::empty())?;
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50000))));
    let begun = Instant::now();
    let answer = app.clone().oneshot(request).await?;
    anyhow::ensure!(answer.status() == StatusCode::OK, "{question}: {}", answer.status());
    to_bytes(answer.into_body(), usize::MAX).await?;
    Ok(begun.elapsed())
}
