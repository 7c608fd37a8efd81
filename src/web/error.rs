//! The ways a request fails, and the page a person sees.
//!
//! Input that is wrong is not an error: it is the same page again with 422. An [`Error`] is for what a form
//! cannot mend. Its page says what happened to the work and what to do next; the cause goes to the log, once.

use askama::Template;
use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};

use super::asset_url;

/// What a handler gives back.
pub type Result<T = Response, E = Error> = std::result::Result<T, E>;

/// Why a request failed.
#[derive(Debug)]
pub enum Error {
    /// Not signed in: sent to the sign-in page, which leads back.
    SignIn {
        /// Where to go after signing in.
        return_to: String,
    },
    /// Something else comes first, on a page of its own.
    Elsewhere(&'static str),
    /// Not there, or outside the person's branch of the tree, which looks the same.
    NotFound,
    /// Inside the branch, but the position does not give the right.
    Forbidden,
    /// The same, where it is known who has it: the positions, in words.
    HeldByOthers(String),
    /// Refused by a rule; the sentence says which and what can be done.
    Conflict(String),
    /// More was sent than a form may hold.
    TooLarge,
    /// The body is not a form.
    Unreadable,
    /// Too many tries; come back after some seconds.
    TooMany {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// Ours to mend.
    Internal(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Internal(error.into())
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn { return_to } => {
                let mut response =
                    Redirect::to(&format!("/sign-in?return_to={}", encode(&return_to))).into_response();
                response.extensions_mut().insert(SignInWanted(return_to));
                response
            }
            Self::Elsewhere(to) => Redirect::to(to).into_response(),
            Self::NotFound => StatusCode::NOT_FOUND.into_response(),
            Self::Forbidden => StatusCode::FORBIDDEN.into_response(),
            Self::HeldByOthers(who) => {
                let sentence = format!(
                    "Việc này thuộc chức vụ: {who}. Nếu đồng chí cần làm, đề nghị quản trị của cấp ủy giao quyền."
                );
                with_sentence(StatusCode::FORBIDDEN, sentence)
            }
            Self::Conflict(sentence) => with_sentence(StatusCode::CONFLICT, sentence),
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
            Self::Unreadable => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
            Self::TooMany { retry_after } => {
                (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, retry_after.to_string())])
                    .into_response()
            }
            Self::Internal(cause) => {
                tracing::error!(cause = format!("{cause:#}"), "a request failed");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// Goes along with the answer to somebody who is not signed in: where to go afterwards.
#[derive(Debug, Clone)]
pub struct SignInWanted(pub String);

/// Percent-encodes what would end a query value.
fn encode(path: &str) -> String {
    path.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B")
}

#[derive(Clone)]
struct Sentence(String);

fn with_sentence(status: StatusCode, sentence: String) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(Sentence(sentence));
    response
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    title: &'a str,
    sentence: &'a str,
    request_id: &'a str,
}

impl ErrorPage<'_> {
    #[expect(clippy::unused_self, reason = "the template calls it on the page it has")]
    fn asset(&self, name: &str) -> String {
        asset_url(name)
    }
}

/// Turns every bare failure into a page in Vietnamese, whoever made it: a handler, the router or a layer.
pub async fn render_errors(request: Request, next: Next) -> Response {
    let request_id =
        request.headers().get("x-request-id").and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let response = next.run(request).await;
    let status = response.status();
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|t| {
        t.to_str().is_ok_and(|t| t.starts_with("text/html") || t.starts_with("application/json"))
    });
    if is_page || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let sentence = response.extensions().get::<Sentence>().cloned();
    let (title, usual) = words(status);
    let page =
        ErrorPage { title, sentence: sentence.as_ref().map_or(usual, |s| &s.0), request_id: &request_id };
    let mut answer = (status, Html(page.render().unwrap_or_else(|_| title.to_owned()))).into_response();
    // What the failure said of itself (Allow, Retry-After) stays.
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            answer.headers_mut().insert(name.clone(), value.clone());
        }
    }
    answer
}

fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status.as_u16() {
        403 => (
            "Đồng chí chưa được giao quyền này",
            "Trang này dành cho chức vụ khác. Nếu đồng chí cần dùng, đề nghị quản trị của cấp ủy giao quyền.",
        ),
        404 => (
            "Không tìm thấy trang",
            "Địa chỉ chưa đúng, hoặc nội dung nằm ngoài phạm vi của đồng chí. Đề nghị kiểm tra lại địa chỉ, hoặc bắt đầu từ trang đầu.",
        ),
        405 => (
            "Thao tác này không dùng được ở đây",
            "Đề nghị quay lại trang trước và thực hiện bằng các nút trên trang.",
        ),
        409 => {
            ("Chưa lưu được", "Có người vừa thay đổi số liệu này. Đề nghị mở lại trang để xem bản mới nhất.")
        }
        413 => (
            "Nội dung gửi lên quá lớn",
            "Mỗi lần gửi tối đa 256 KB. Đề nghị rút gọn nội dung rồi gửi lại; số liệu đã lưu trước đó vẫn còn nguyên.",
        ),
        400 | 415 | 422 => (
            "Chưa đọc được nội dung gửi lên",
            "Nội dung gửi lên không đúng mẫu. Đề nghị quay lại trang trước và thử lại; số liệu đã lưu vẫn còn nguyên.",
        ),
        429 => {
            ("Đề nghị chờ một lát", "Có quá nhiều yêu cầu trong thời gian ngắn. Đề nghị thử lại sau ít phút.")
        }
        503 => {
            ("Hệ thống đang bận", "Chưa lưu được lần này. Đề nghị giữ nguyên trang, chờ một lát rồi thử lại.")
        }
        _ => (
            "Hệ thống gặp trục trặc",
            "Lỗi đã được ghi lại để xử lý. Số liệu đã lưu trước đó vẫn còn nguyên. Đề nghị thử lại; nếu vẫn lỗi, báo cho quản trị kèm mã yêu cầu bên dưới.",
        ),
    }
}
