use axum::Router;
use crate::state::AppState;
/// Router
pub fn router() -> Router<AppState> { Router::new() }
