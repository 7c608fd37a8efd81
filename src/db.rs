//! The database: a pool, reads that see one moment, and the migrations.

use sqlx::{
    PgPool, Postgres, Transaction,
    migrate::Migrator,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::time::Duration;

/// The migrations, once for the whole program (the tests name this static too).
pub static MIGRATOR: Migrator = sqlx::migrate!();

/// How every connection is set. Compiling a long question for the machine takes seconds where answering it takes milliseconds,
/// so PostgreSQL leaves it (`jit`).
const SETTINGS: [(&str, &str); 3] = [("statement_timeout", "10s"), ("timezone", "UTC"), ("jit", "off")];

/// PostgreSQL, shared by all requests.
#[derive(Clone, Debug)]
pub struct Db(PgPool);

impl Db {
    /// Connects lazily: a page that needs no database needs none.
    pub fn connect(options: PgConnectOptions, connections: u32) -> Self {
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(3))
            .connect_lazy_with(options.options(SETTINGS));
        Self(pool)
    }

    /// The pool itself, for start-up work: migrations, checks.
    pub fn pool(&self) -> &PgPool {
        &self.0
    }

    /// A connection for a page that asks one question.
    pub async fn connection(&self) -> sqlx::Result<PoolConnection<Postgres>> {
        self.0.acquire().await
    }

    /// A read-only view of one moment, for a page whose numbers come from several queries and must agree.
    pub async fn snapshot(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        self.0.begin_with("begin isolation level repeatable read read only").await
    }

    /// A writing transaction. Only `audit::Change` calls this, so that no change goes without its event.
    pub(crate) async fn begin(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        self.0.begin().await
    }
}

impl From<PgPool> for Db {
    fn from(pool: PgPool) -> Self {
        Self(pool)
    }
}

/// Which named constraint refused a write, so that an action can say it in a sentence.
pub fn refused_by(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(|e| e.constraint())
}
