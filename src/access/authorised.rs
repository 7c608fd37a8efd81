//! The proof that a person may do something to an organization.

use std::{collections::HashMap, marker::PhantomData};

use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
};

use super::{Permission, Position, Right, Role, Visitor, queries, visitor};
use crate::{
    audit::Actor,
    ids::{OrganizationCode, OrganizationId, PersonId},
    state::AppState,
    web::{Error, Path},
};

/// The organization a proof is about, as it is today (or as it was on its last day).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Which one.
    pub id: OrganizationId,
    /// Its code.
    pub code: OrganizationCode,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub short_name: String,
    /// Whether it is a cell; otherwise a committee.
    pub is_cell: bool,
    /// Whether the cell has elected a committee of its own.
    pub has_cell_committee: bool,
}

/// Proof that the person may do `P` to the organization named by `{org}` in the path. Built only here, or by
/// [`Proof::of_program`] for demonstration data; handed on to the action as it is.
#[derive(Debug, Clone)]
pub struct Authorised<P> {
    visitor: Visitor,
    proof: Proof<P>,
}

/// The part of a proof that actions need: who acts, on what. Fields are private; see [`Authorised::proof`].
#[derive(Debug, Clone)]
pub struct Proof<P> {
    actor: Actor,
    person: PersonId,
    organization: Organization,
    roles: Vec<Role>,
    permission: PhantomData<P>,
}

impl<P> Proof<P> {
    /// The organization acted upon. Never read a second time from the path.
    pub fn organization(&self) -> &Organization {
        &self.organization
    }

    /// Who acts.
    pub fn actor(&self) -> Actor {
        self.actor.clone()
    }

    /// The person who acts.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Whether the person also holds another right here.
    pub fn may(&self, right: Right) -> bool {
        self.roles.iter().any(|role| role.gives(right))
    }
}

impl<P: Permission> Proof<P> {
    /// The proof for an act of demonstration data, made for a person by their position, by the same matrix.
    /// `None` when the role does not give the right.
    pub fn for_position(
        person: super::Person,
        position: &Position,
        organization: Organization,
    ) -> Option<Self> {
        position.role.gives(P::RIGHT).then(|| Self {
            actor: Actor {
                person: Some(person.id),
                name: person.name,
                position: Some(position.label()),
                organization: Some(organization.id),
                seat: Some(position.organization),
                request_id: None,
            },
            person: person.id,
            organization,
            roles: vec![position.role],
            permission: PhantomData,
        })
    }
}

impl<P> Authorised<P> {
    /// The proof, for an action.
    pub fn proof(&self) -> &Proof<P> {
        &self.proof
    }

    /// The organization the page is about.
    pub fn organization(&self) -> &Organization {
        &self.proof.organization
    }

    /// The person asking, for the frame of the page.
    pub fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    /// Whether the person also holds another right here: whether to show a button.
    pub fn may(&self, right: Right) -> bool {
        self.proof.may(right)
    }

    /// Whether the person looks in from the committee above, instead of belonging to the cell.
    pub fn is_from_above(&self) -> bool {
        !self.proof.roles.iter().any(|role| role.is_of_a_cell())
    }
}

impl<S: Send + Sync, P: Permission> FromRequestParts<S> for Authorised<P>
where
    AppState: FromRef<S>,
{
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let state = AppState::from_ref(state);
        let (token, surroundings) = visitor::knock(parts, &state).await?;
        let Path(path) = Path::<HashMap<String, String>>::of(parts).await?;
        // A code that cannot be is looked up as one that is not there, so that nobody learns the difference
        // before signing in.
        let code = path.get("org").and_then(|code| code.parse::<OrganizationCode>().ok());
        let code = code.as_ref().map_or("", OrganizationCode::as_str);
        let mut connection = state.db.connection().await?;
        let found =
            queries::standing(&mut connection, &token, code, state.clock.now(), surroundings.today).await?;
        let Some(standing) = found else { return Err(visitor::sign_in(&surroundings)) };
        visitor::may_go_on(parts, &standing)?;
        let organization = standing.organization.ok_or(Error::NotFound)?;
        let roles: Vec<Role> = standing.holding.iter().map(|position| position.role).collect();
        if roles.is_empty() {
            return Err(Error::NotFound);
        }
        let acting = standing.holding.into_iter().find(|position| position.role.gives(P::RIGHT));
        let acting = acting.ok_or_else(|| Error::HeldByOthers(Role::that_give(P::RIGHT)))?;
        let visitor = Visitor {
            person: standing.person,
            positions: standing.positions,
            acting: Some(acting),
            surroundings,
        };
        let actor = visitor.actor(Some(organization.id));
        let proof = Proof { actor, person: visitor.person.id, organization, roles, permission: PhantomData };
        Ok(Self { visitor, proof })
    }
}
