//! Who is asking, and what their positions allow.
//!
//! A handler states the right it needs in its signature ([`Authorised<Submit>`]); only this module can build that
//! proof, and actions ask for it, so neither the check nor its kind can be skipped. Not signed in: sent to the
//! sign-in page. Outside one's branch of the tree: 404, as if it were not there. Inside without the right: 403.

mod authorised;
mod permission;
mod queries;
mod session;
mod visitor;

pub use authorised::{Authorised, Organization, Proof};
pub use permission::{
    Administer, Appoint, Award, Browse, Decide, Inspect, Issue, Manage, Permission, ReadMinutes, Record,
    Review, Right, Role, Submit, View,
};
pub use session::{Token, alive_since, clear_cookie, cookie_of};
pub use visitor::{Person, Position, Surroundings, TypedBy, Visitor};
