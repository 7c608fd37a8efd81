//! All routes, and the layers around them.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, StatusCode},
    middleware,
    routing::get,
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer},
    timeout::TimeoutLayer,
    trace::TraceLayer,
};

use crate::{
    accounts, criteria, dashboard, layout, meetings, organizations, recognition, records, reviews, scores,
    state::AppState, web,
};

/// A form holds at most this much.
const BODY_LIMIT: usize = 256 * 1024;

/// The whole application.
pub fn router(state: AppState) -> Router {
    let request_id = HeaderName::from_static("x-request-id");
    Router::new()
        .merge(accounts::router())
        .merge(organizations::router())
        .merge(criteria::router())
        .merge(meetings::router())
        .merge(records::router())
        .merge(scores::router())
        .merge(reviews::router())
        .merge(recognition::router())
        .merge(dashboard::router())
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .merge(web::assets_router())
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn(layout::spend_flash))
        .layer(middleware::from_fn_with_state(Arc::clone(&state.web), web::refuse_foreign_posts))
        .layer(CatchPanicLayer::custom(|_| -> axum::response::Response {
            axum::response::IntoResponse::into_response(StatusCode::INTERNAL_SERVER_ERROR)
        }))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(30)))
        .layer(middleware::from_fn(web::render_errors))
        .layer(middleware::from_fn(web::headers))
        .layer(CompressionLayer::new())
        .layer(PropagateRequestIdLayer::new(request_id.clone()))
        .layer(TraceLayer::new_for_http().make_span_with(|request: &Request| {
            let id = request.headers().get("x-request-id").and_then(|v| v.to_str().ok()).unwrap_or_default();
            tracing::info_span!("request", method = %request.method(), path = request.uri().path(), id)
        }))
        .layer(SetRequestIdLayer::new(request_id, RandomRequestId))
        .with_state(state)
}

/// Ready when the database answers.
async fn ready(State(state): State<AppState>) -> StatusCode {
    match state.db.connection().await {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[derive(Clone)]
struct RandomRequestId;

impl MakeRequestId for RandomRequestId {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        format!("{:016x}", rand::random::<u64>()).parse().ok().map(RequestId::new)
    }
}
