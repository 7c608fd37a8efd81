//! Links by which people set their password once: the first one, or a new one after the old was lost. Whoever looks
//! after the account makes the link and hands it over on a slip, never seeing the password. A link is good for some days
//! and for one use, a newer one takes its place, and using it ends the person's sessions.

mod actions;
mod forms;
mod pages;
mod queries;
mod routes;

pub(super) use forms::new_password;
pub(super) use routes::router;
