//! F11: no English word stands on any page or error, whatever the language of the browser.

use std::collections::{BTreeMap, BTreeSet};

use axum::{body::Body, http::Request};
use sqlx::PgPool;

use crate::{
    access::{CAST, ROUTES},
    support::{Answer, Client, World, encode},
};

/// Words without marks that are written so in Vietnamese texts too: names of things, signs of documents, units.
const AS_WRITTEN: &str = "pdf csv xlsx xls ods docx toml excel word zalo unikey email png jpg jpeg heic webp
    kb mb dpi mm ct nq kl hd tb bc kh ttr cv bb qd tw btctw ubtw vptw hdnd ubnd ccq ii iii iv vi vii viii ix xi xii
    cb stt tt tcvn ansi unicode vni utf qr totp
    google microsoft authenticator ctrl nguyen";

/// English words that a Vietnamese syllable could look like, and never does in this program.
const DOUBTFUL: [&str; 12] =
    ["the", "then", "he", "me", "go", "on", "men", "him", "them", "you", "may", "has"];

/// Beginnings and ends of syllables that stand without marks. Those ending in c, ch, p and t always have one.
const ONSETS: [&str; 27] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "g", "h", "k", "l",
    "m", "n", "p", "r", "s", "t", "v", "x", "",
];
const RHYMES: &str =
    "a ai am an ang anh ao au ay e em en eng eo i ia im in inh iu o oa oai oam oan oang oanh oao oay
    oe oen oeo oi om on ong u ua ui um un ung uy uya uynh uyu y yn";

fn is_syllable(word: &str) -> bool {
    ONSETS.iter().filter_map(|onset| word.strip_prefix(onset)).any(|rhyme| {
        RHYMES.split_whitespace().any(|known| known == rhyme)
            // "gi" is a syllable, "g" its beginning.
            || (word == "gi")
    })
}

/// The words of a text that are not Vietnamese, and not known here for another reason.
fn foreign(text: &str, known: &BTreeSet<String>) -> BTreeSet<String> {
    // Addresses, and what has figures in it (codes, marks of requests), are not words.
    let chunks = text.split_whitespace().filter(|chunk| !chunk.contains("://"));
    let words = chunks.flat_map(|chunk| chunk.split(|c: char| !c.is_alphanumeric()));
    let words = words.filter(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let words = words.map(str::to_lowercase);
    words
        .filter(|word| !known.contains(word))
        .filter(|word| !is_syllable(word) || DOUBTFUL.contains(&word.as_str()))
        .collect()
}

#[test]
fn english_is_told_from_vietnamese() {
    let known = AS_WRITTEN.split_whitespace().map(str::to_owned).collect();
    for english in
        ["Failed to deserialize form body", "Method Not Allowed", "not found", "the", "What is that?"]
    {
        assert!(!foreign(english, &known).is_empty(), "{english}");
    }
    for vietnamese in
        ["Không tìm thấy trang", "Ban, in, to, hai nam hoa linh sinh khoa quy trinh", "tệp PDF 20 MB"]
    {
        assert_eq!(foreign(vietnamese, &known), BTreeSet::new(), "{vietnamese}");
    }
}

/// Looks at answers and keeps what is wrong with them, a place for each word.
struct Reader {
    known: BTreeSet<String>,
    found: BTreeMap<String, String>,
    read: usize,
}

impl Reader {
    /// One who knows the codes and the names people sign in with.
    async fn new(world: &World) -> Self {
        let names: Vec<String> = sqlx::query_scalar(
            "select code from organization union all select username from person
             union all select code from criteria_set union all select name from person
             union all select name from organization_period",
        )
        .fetch_all(&world.pool)
        .await
        .unwrap();
        let names = names.iter().flat_map(|name| name.split(|c: char| !c.is_alphabetic()));
        let known = names.chain(AS_WRITTEN.split_whitespace()).map(str::to_lowercase).collect();
        Self { known, found: BTreeMap::new(), read: 0 }
    }

    fn read(&mut self, place: &str, answer: &Answer) {
        self.read += 1;
        for word in foreign(&answer.spoken(), &self.known) {
            self.found.entry(word).or_insert_with(|| format!("{} {place}", answer.status));
        }
    }

    fn says_nothing_else(&self) {
        assert!(self.found.is_empty(), "{:#?}", self.found);
    }
}

/// A person who gets in at a route.
async fn somebody(world: &World, who: &str) -> Client {
    let place = who.bytes().position(|c| c == b'1').unwrap_or(4);
    world.person(CAST[place]).await
}

/// Parts of a form no program would send.
fn broken(method: &str, address: &str) -> Vec<(Request<()>, Body)> {
    let request = |kind: Option<&str>| {
        let request = Request::builder().method(method).uri(address).header("sec-fetch-site", "same-origin");
        match kind {
            Some(kind) => request.header("content-type", kind),
            None => request,
        }
        .body(())
        .unwrap()
    };
    let form = Some("application/x-www-form-urlencoded");
    let files = Some("multipart/form-data; boundary=x");
    vec![
        (request(form), Body::empty()),
        (request(form), Body::from("a=%FF&on=31%2F02%2F2026&version=abc&code=%21&points%5B1.1%5D=x&")),
        (request(form), Body::from(format!("a={}", "x".repeat(300 * 1024)))),
        (request(None), Body::from("a")),
        (request(Some("text/plain")), Body::from("a=b")),
        (
            request(files),
            Body::from("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc"),
        ),
        (
            request(files),
            Body::from(
                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc\r\n--x--\r\n",
            ),
        ),
        (request(files), Body::from("nothing of the kind")),
        (request(Some("multipart/form-data")), Body::from("--x--")),
    ]
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn every_route_answers_in_vietnamese_whatever_it_is_sent(pool: PgPool) {
    let world = World::new(pool).await;
    let mut reader = Reader::new(&world).await;
    for (method, route, address, who) in ROUTES.iter().filter(|(_, route, ..)| *route != "/healthz") {
        for (request, body) in broken(method, address) {
            let (parts, ()) = request.into_parts();
            let mut request = Request::builder().method(parts.method).uri(parts.uri);
            request.headers_mut().unwrap().extend(parts.headers);
            let answer = somebody(&world, who).await.send(request, body).await;
            assert!(answer.status.as_u16() < 500, "{method} {address}: {}", answer.status);
            reader.read(&format!("{method} {route}"), &answer);
        }
        let client = somebody(&world, who).await;
        for method in ["DELETE", "PUT", "OPTIONS"] {
            let request =
                Request::builder().method(method).uri(*address).header("sec-fetch-site", "same-origin");
            reader.read(&format!("{method} {route}"), &client.send(request, Body::empty()).await.is(405));
        }
    }
    reader.says_nothing_else();
    assert!(reader.read > 1000, "{}", reader.read);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn mistyped_addresses_are_answered_in_vietnamese(pool: PgPool) {
    let world = World::new(pool).await;
    let mut reader = Reader::new(&world).await;
    for (_, route, address, who) in ROUTES.iter().filter(|(method, ..)| *method == "GET") {
        let client = somebody(&world, who).await;
        let asked = format!("{address}?month=abc&after=%FF&tree=x&year=-1&page=0&below=q&state=%00");
        let mut mistyped =
            vec![asked, format!("{address}/"), format!("{address}/x"), format!("{address}%FF")];
        let path = address.split('?').next().unwrap();
        for (place, _) in route.split('/').enumerate().filter(|(_, part)| part.starts_with('{')) {
            for wrong in ["%FF", "0", "2026-13", "99999999999999999999", "x%20y", "%00", "..%2F"] {
                let mut parts: Vec<_> = path.split('/').collect();
                parts[place] = wrong;
                mistyped.push(parts.join("/"));
            }
        }
        for address in mistyped.iter().filter(|address| !address.contains("healthz?")) {
            let answer = client.get(address).await;
            assert!(answer.status.as_u16() < 500, "{address}: {}", answer.status);
            reader.read(address, &answer);
        }
    }
    reader.says_nothing_else();
    assert!(reader.read > 500, "{}", reader.read);
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn the_language_of_the_browser_changes_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let mut reader = Reader::new(&world).await;
    let client = world.person("tochuc.dcq").await;
    for address in
        ["/", "/me", "/organizations/dcq/dashboard", "/organizations/dcq/settings", "/nowhere", "/search?q=a"]
    {
        let page = client.get(address).await.words();
        for language in ["en-US,en;q=0.9", "vi", "vi-VN,vi;q=0.9,en;q=0.1", "*", "x-y_z@!"] {
            let answer =
                client.send(Request::get(address).header("accept-language", language), Body::empty()).await;
            let without_id = |words: &str| words.split("Mã yêu cầu").next().unwrap_or_default().to_owned();
            assert_eq!(without_id(&answer.words()), without_id(&page), "{address} {language}");
            reader.read(address, &answer);
        }
    }
    reader.says_nothing_else();
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn too_many_tries_and_a_failure_of_ours_are_told_in_vietnamese(pool: PgPool) {
    let world = World::new(pool).await;
    let mut reader = Reader::new(&world).await;
    let mut last = 0;
    for _ in 0..30 {
        let answer =
            world.nobody().post("/session", &[("username", "bithu.thanhtra"), ("password", "sai")]).await;
        reader.read("sign in", &answer);
        last = answer.status.as_u16();
    }
    assert_eq!(last, 429);
    let client = world.person("tochuc.dcq").await;
    sqlx::query("alter table session rename to gone").execute(&world.pool).await.unwrap();
    reader.read("a failure", &client.get("/").await.is(500));
    reader.says_nothing_else();
}

/// The shape of an address: what is counted or named in it left out.
fn shape(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let parts = path.split('/').enumerate().map(|(place, part)| {
        let is_name = place == 2 && (path.starts_with("/organizations/") || path.starts_with("/criteria/"));
        if is_name || part.contains(|c: char| c.is_ascii_digit()) { "·" } else { part }
    });
    let asked = address.split_once('?').map_or("", |(_, asked)| asked);
    let names = asked.split('&').filter_map(|pair| pair.split('=').next());
    format!("{}?{}", parts.collect::<Vec<_>>().join("/"), names.collect::<Vec<_>>().join("&"))
}

/// Walks from the first page along every link, an address of each shape so many times.
pub(crate) async fn walk(client: &Client, times: usize, mut seen: impl FnMut(&str, &Answer)) {
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let start = |address: String| (address, "nowhere".to_owned());
    let mut ahead = vec![start("/".to_owned()), start(format!("/search?q={}", encode("chi bộ")))];
    while let Some((address, from)) = ahead.pop() {
        let answer = client.get(&address).await;
        assert!(answer.status.as_u16() < 400, "{from} leads to {address}: {}", answer.status);
        seen(&address, &answer);
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        for link in answer.attributes("a[href]", "href") {
            let link = link.split('#').next().unwrap_or_default();
            let link = match link.strip_prefix('?') {
                Some(asked) => format!("{}?{asked}", address.split('?').next().unwrap_or_default()),
                None => link.to_owned(),
            };
            if link.starts_with('/') && !link.starts_with("/static/") && known.insert(link.clone()) {
                let met = shapes.entry(shape(&link)).or_default();
                *met += 1;
                if *met <= times {
                    ahead.push((link, address.clone()));
                }
            }
        }
    }
}

/// Reads what each of some people comes to see in a world full of data.
pub(crate) async fn nothing_is_english(world: &World, people: &[&str]) {
    let mut reader = Reader::new(world).await;
    for person in people {
        let client = world.person(person).await;
        walk(&client, 1, |address, answer| {
            // A criteria set as a workbook has one column for programs.
            if address.ends_with("/xlsx") {
                return;
            }
            reader.read(&format!("{person} {address}"), answer);
        })
        .await;
    }
    reader.says_nothing_else();
    assert!(reader.read > 150, "{}", reader.read);
}
