//! The way letters go: a mail server, or files in a folder.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result};
use axum::http::Uri;
use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, SinglePart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::client::{Certificate, Tls, TlsParameters},
};

use super::{letter::Refused, queries::Taken};
use crate::{clock::Instant, config::Settings};

/// How long a mail server may say nothing.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Where letters are handed in.
#[derive(Clone)]
pub struct Post {
    from: Mailbox,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Server(AsyncSmtpTransport<Tokio1Executor>),
    Folder(AsyncFileTransport<Tokio1Executor>),
}

impl Post {
    /// The way the settings name.
    pub fn open(settings: &Settings) -> Result<Self> {
        let mail = &settings.mail;
        match &mail.smtp_url {
            Some(url) => Ok(Self {
                from: mailbox(&mail.mail_from)?,
                way: Way::Server(server(url, mail.smtp_ca.as_deref())?),
            }),
            None => Self::to_folder(&mail.mail_from, &settings.mail_folder()),
        }
    }

    /// Letters as files in a folder, one each.
    pub fn to_folder(from: &str, folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("không tạo được {}", folder.display()))?;
        Ok(Self { from: mailbox(from)?, way: Way::Folder(AsyncFileTransport::new(folder)) })
    }

    /// Hands a letter in.
    pub(super) async fn send(&self, letter: &Taken, now: Instant) -> Result<(), Refused> {
        let message = self
            .message(letter, now)
            .map_err(|error| Refused { problem: format!("{error:#}"), for_good: true })?;
        match &self.way {
            Way::Server(server) => server
                .send(message)
                .await
                .map(drop)
                .map_err(|error| Refused { problem: error.to_string(), for_good: error.is_permanent() }),
            Way::Folder(folder) => folder
                .send(message)
                .await
                .map(drop)
                .map_err(|error| Refused { problem: error.to_string(), for_good: false }),
        }
    }

    /// As it travels: the subject encoded, the text plain in UTF-8, marked so that no machine answers.
    fn message(&self, letter: &Taken, now: Instant) -> Result<Message> {
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(letter.name.clone()), letter.address.parse()?))
            .date(now.into())
            .message_id(Some(format!("<thu-{}@{}>", letter.id, self.from.email.domain())))
            .subject(letter.subject.as_str())
            .singlepart(SinglePart::plain(letter.body.clone()))?;
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        message.headers_mut().insert_raw(HeaderValue::new(automatic, "auto-generated".to_owned()));
        Ok(message)
    }
}

fn mailbox(from: &str) -> Result<Mailbox> {
    from.parse().with_context(|| format!("MAIL_FROM={from} không đọc được"))
}

/// A mail server, trusted by the usual authorities and by the one of a file where one is given.
fn server(url: &str, authority: Option<&Path>) -> Result<AsyncSmtpTransport<Tokio1Executor>> {
    let mut server =
        AsyncSmtpTransport::<Tokio1Executor>::from_url(url).context("SMTP_URL không đọc được")?;
    if let Some(file) = authority {
        let pem = fs::read(file).with_context(|| format!("không đọc được {}", file.display()))?;
        let certificate = Certificate::from_pem(&pem)
            .with_context(|| format!("{} không phải chứng thư PEM", file.display()))?;
        let uri: Uri = url.parse().context("SMTP_URL không đọc được")?;
        let host = uri.host().context("SMTP_URL thiếu tên máy chủ")?;
        let trusted = TlsParameters::builder(host.to_owned()).add_root_certificate(certificate).build()?;
        let wrapped = uri.scheme_str() == Some("smtps");
        server = server.tls(if wrapped { Tls::Wrapper(trusted) } else { Tls::Required(trusted) });
    }
    Ok(server.timeout(Some(PATIENCE)).build())
}
