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
    compression::{
        CompressionLayer, Predicate,
        predicate::{DefaultPredicate, NotForContentType},
    },
    request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer},
    timeout::TimeoutLayer,
    trace::TraceLayer,
};

use crate::{
    accounts, criteria, dashboard, evidence, history, layout, levels, meetings, months, organizations,
    papers, recognition, records, registrations, reminders, reviews, scores, search, settings,
    state::AppState, web,
};

/// A form holds at most this much.
const BODY_LIMIT: usize = 256 * 1024;

/// A page is made, or a form taken in, within this time.
const PATIENCE: Duration = Duration::from_secs(30);

/// Files may take this long to come in: ten large ones over a slow line.
const PATIENCE_WITH_FILES: Duration = Duration::from_hours(1);

/// Every page and every form of words.
fn pages() -> Router<AppState> {
    Router::new()
        .merge(accounts::router())
        .merge(organizations::router())
        .merge(criteria::router())
        .merge(months::router())
        .merge(papers::router())
        .merge(meetings::router())
        .merge(records::router())
        .merge(scores::router())
        .merge(evidence::router())
        .merge(reviews::router())
        .merge(settings::router())
        .merge(registrations::router())
        .merge(levels::router())
        .merge(recognition::router())
        .merge(dashboard::router())
        .merge(reminders::router())
        .merge(search::router())
        .merge(history::router())
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .merge(web::assets_router())
        .layer(within(PATIENCE))
}

/// An answer that is not there in time is none.
fn within(time: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time)
}

/// The whole application.
pub fn router(state: AppState) -> Router {
    let request_id = HeaderName::from_static("x-request-id");
    // What is packed already does not get smaller, only later.
    let unpacked = DefaultPredicate::new()
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("application/vnd."));
    Router::new()
        .merge(pages())
        .merge(
            evidence::uploads()
                .merge(records::uploads())
                .merge(papers::uploads())
                .merge(history::uploads())
                .merge(accounts::uploads())
                .layer(within(PATIENCE_WITH_FILES)),
        )
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(middleware::from_fn_with_state(state.clone(), accounts::keep_typed))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn(layout::spend_flash))
        .layer(middleware::from_fn_with_state(Arc::clone(&state.web), web::refuse_foreign_posts))
        .layer(CatchPanicLayer::custom(|_| -> axum::response::Response {
            axum::response::IntoResponse::into_response(StatusCode::INTERNAL_SERVER_ERROR)
        }))
        .layer(middleware::from_fn(web::render_errors))
        .layer(middleware::from_fn(web::headers))
        .layer(CompressionLayer::new().compress_when(unpacked))
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
