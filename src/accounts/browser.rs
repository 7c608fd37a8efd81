//! The browser a request comes from, as far as signing in and the list of sessions need to know.

use std::{convert::Infallible, net::SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{header, request::Parts},
};

/// Where a request comes from.
#[derive(Debug, Clone)]
pub(super) struct Browser {
    /// The peer's address: guessing is slowed by it.
    pub(super) address: String,
    /// What it is, in words its owner knows: "Chrome trên Windows".
    pub(super) device: String,
}

/// Names in a user agent, the telling ones first: most browsers also claim to be others.
const PROGRAMS: [(&str, &str); 8] = [
    ("coc_coc_browser", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "máy Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
];

/// A user agent in words.
fn device(agent: &str) -> String {
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    let program = named(&PROGRAMS).unwrap_or("Trình duyệt khác");
    named(&SYSTEMS).map_or_else(|| program.to_owned(), |system| format!("{program} trên {system}"))
}

impl<S: Send + Sync> FromRequestParts<S> for Browser {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self {
            address: peer.map_or_else(String::new, |ConnectInfo(peer)| peer.ip().to_string()),
            device: device(agent.unwrap_or_default()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_browser_is_called_what_its_owner_calls_it() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
        for (agent, called) in [
            (format!("{windows} Chrome/130.0.0.0 Safari/537.36"), "Chrome trên Windows"),
            (format!("{windows} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0"), "Edge trên Windows"),
            (format!("{windows} coc_coc_browser/130 Chrome/124.0.0.0 Safari/537.36"), "Cốc Cốc trên Windows"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 \
                 Mobile/15E148 Safari/604.1"
                    .to_owned(),
                "Safari trên iPhone",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0".to_owned(), "Firefox trên Linux"),
            ("curl/8.5.0".to_owned(), "Trình duyệt khác"),
            (String::new(), "Trình duyệt khác"),
        ] {
            assert_eq!(device(&agent), called, "{agent}");
        }
    }
}
