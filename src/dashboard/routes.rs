use crate::state::AppState;
use axum::Router;
/// Router
pub fn router() -> Router<AppState> {
    Router::new()
}
