//! A change of the database: begun for somebody, committed only with the event it leaves.

use sqlx::{PgConnection, Postgres, Transaction};

use super::Event;
use crate::{
    clock::{Clock, Instant},
    db::Db,
    ids::{OrganizationId, PersonId},
};

/// Who acts, with the names that will stand in the record.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The person; none for the program itself (`bontot demo`, `bontot create-admin`).
    pub person: Option<PersonId>,
    /// The person's name.
    pub name: String,
    /// In which position, as written: "Bí thư, Chi bộ Thanh tra tỉnh".
    pub position: Option<String>,
    /// Where: the organization the act concerns.
    pub organization: Option<OrganizationId>,
    /// The organization of that position: for which committee they act.
    pub seat: Option<OrganizationId>,
    /// The request that asked for it.
    pub request_id: Option<String>,
}

impl Actor {
    /// The program itself, at somebody's command line.
    pub fn program() -> Self {
        Self {
            person: None,
            name: "bontot".to_owned(),
            position: None,
            organization: None,
            seat: None,
            request_id: None,
        }
    }
}

/// Who acts, and when, as a row keeps it for good.
#[derive(Debug, Clone)]
pub struct Who {
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The position, as written; empty where none is held.
    pub position: String,
    /// The instant of the act.
    pub at: Instant,
}

/// A writing transaction. Dropped without [`Change::commit`], nothing happened.
pub struct Change {
    transaction: Transaction<'static, Postgres>,
    actor: Actor,
    at: Instant,
}

impl Change {
    /// Begins a change for somebody.
    pub async fn begin(db: &Db, clock: &Clock, actor: Actor) -> sqlx::Result<Self> {
        Ok(Self { transaction: db.begin().await?, actor, at: clock.now() })
    }

    /// The connection that steps write through.
    pub fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    /// When the act happens: one instant for all it writes.
    pub fn at(&self) -> Instant {
        self.at
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The person who acts. An act of the program alone has none.
    pub fn person(&self) -> anyhow::Result<PersonId> {
        self.actor.person.ok_or_else(|| anyhow::anyhow!("this act needs a person"))
    }

    /// The person who acts, with the names and the instant a row keeps.
    pub fn who(&self) -> anyhow::Result<Who> {
        let position = self.actor.position.clone().unwrap_or_default();
        Ok(Who { person: self.person()?, name: self.actor.name.clone(), position, at: self.at })
    }

    /// Writes the event and commits both, or neither.
    pub async fn commit(mut self, event: Event) -> anyhow::Result<()> {
        let event = serde_json::to_value(event)?;
        sqlx::query!(
            "insert into audit_event (at, actor_id, actor_name, actor_position, organization_id, verb, data, request_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            self.at,
            self.actor.person.map(PersonId::get),
            self.actor.name,
            self.actor.position,
            self.actor.organization.map(OrganizationId::get),
            event["verb"].as_str(),
            event["data"],
            self.actor.request_id
        )
        .execute(&mut *self.transaction)
        .await?;
        Ok(self.transaction.commit().await?)
    }
}
