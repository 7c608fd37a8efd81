//! What every request may reach.

use std::sync::Arc;

use axum::extract::FromRef;
use tokio::sync::Semaphore;

use crate::{clock::Clock, db::Db, export::Press, files::Store, jobs::Jobs, web};

/// Settings of the pages themselves.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// Scheme, host and port that browsers use: what `Origin` must say on a post.
    pub public_origin: String,
    /// Whether cookies travel over TLS only. Off only where there is no TLS.
    pub secure_cookies: bool,
    /// Whether the data are a demonstration, said on every page.
    pub demonstration: bool,
}

/// The application's state. Nothing in it changes between requests.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Where the content of files lies.
    pub files: Store,
    /// Settings of the pages.
    pub web: Arc<WebSettings>,
    /// Password hashing takes a core and 19 MiB each: no more at once than there are cores.
    pub hashing: Arc<Semaphore>,
    /// Sets documents.
    pub press: Press,
    /// What goes on after its request was answered.
    pub jobs: Jobs,
}

/// The letters of documents.
const FONTS: [&str; 4] = [
    "fonts/LiberationSerif-Regular.ttf",
    "fonts/LiberationSerif-Bold.ttf",
    "fonts/LiberationSerif-Italic.ttf",
    "fonts/LiberationSerif-BoldItalic.ttf",
];

/// A press with the program's fonts.
pub fn press() -> Press {
    let cores = std::thread::available_parallelism().map_or(2, Into::into);
    Press::new(FONTS.into_iter().filter_map(web::asset), cores)
}

impl AppState {
    /// Puts the state together.
    pub fn new(db: Db, clock: Clock, files: Store, settings: WebSettings) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, Into::into);
        let hashing = Arc::new(Semaphore::new(cores));
        Self { db, clock, files, web: Arc::new(settings), hashing, press: press(), jobs: Jobs::default() }
    }
}

impl FromRef<AppState> for Db {
    fn from_ref(state: &AppState) -> Self {
        state.db.clone()
    }
}

impl FromRef<AppState> for Clock {
    fn from_ref(state: &AppState) -> Self {
        state.clock.clone()
    }
}
