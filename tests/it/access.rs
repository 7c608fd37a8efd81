//! Every route as every role. A route missing from this table fails.

use std::{collections::BTreeSet, fs, path::Path};

use axum::{body::Body, http::Request};
use sqlx::PgPool;

use crate::support::World;

/// Everyone of the cast who has to do with the branch of "dcq", in the order of the columns below.
pub(crate) const CAST: [&str; 10] = [
    "bithu.thanhtra",
    "phobithu.thanhtra",
    "nhaplieu.thanhtra",
    "thamdinh.dcq",
    "tochuc.dcq",
    "thuongvu.dcq",
    "vanphong.dcq",
    "kiemtra.dcq",
    "theodoi.dcq",
    "quantri.dcq",
];

/// Method, route, an address of it in the cast's world, and who gets in, one letter for each of [`CAST`]:
/// `1` yes, `0` no, `4` not there for them (outside their branch); `-` for a route open to everybody or to whoever is signed in.
pub(crate) const ROUTES: &[(&str, &str, &str, &str)] = &[
    ("GET", "/sign-in", "/sign-in", "-"),
    ("POST", "/session", "/session", "-"),
    ("POST", "/session/end", "/session/end", "-"),
    ("POST", "/session/code", "/session/code", "-"),
    ("GET", "/password", "/password", "-"),
    ("POST", "/password", "/password", "-"),
    ("GET", "/me", "/me", "-"),
    ("GET", "/me/password", "/me/password", "-"),
    ("POST", "/me/password", "/me/password", "-"),
    ("POST", "/me/sessions/end", "/me/sessions/end", "-"),
    ("POST", "/me/sessions/{session}/end", "/me/sessions/1/end", "-"),
    ("GET", "/me/second-factor", "/me/second-factor", "-"),
    ("POST", "/me/second-factor", "/me/second-factor", "-"),
    ("POST", "/me/second-factor/confirmation", "/me/second-factor/confirmation", "-"),
    ("POST", "/me/second-factor/removal", "/me/second-factor/removal", "-"),
    (
        "POST",
        "/organizations/{org}/people/{person}/link",
        "/organizations/thanh-tra/people/1/link",
        "0000100001",
    ),
    (
        "POST",
        "/organizations/{org}/people/{person}/second-factor/removal",
        "/organizations/thanh-tra/people/1/second-factor/removal",
        "0000100001",
    ),
    ("POST", "/text-size", "/text-size", "-"),
    ("GET", "/healthz", "/healthz", "-"),
    ("GET", "/readyz", "/readyz", "-"),
    ("GET", "/static/{hash}/{*name}", "/static/x/app.css", "-"),
    ("GET", "/favicon.ico", "/favicon.ico", "-"),
    ("GET", "/organizations/{org}", "/organizations/thanh-tra", "1111111111"),
    ("GET", "/organizations/{org}/changes", "/organizations/thanh-tra/changes", "0000100000"),
    (
        "GET",
        "/organizations/{org}/changes/new/{act}",
        "/organizations/thanh-tra/changes/new/renaming",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/changes/new/{act}",
        "/organizations/thanh-tra/changes/new/renaming",
        "0000100000",
    ),
    ("GET", "/organizations/{org}/changes/file", "/organizations/thanh-tra/changes/file", "0000100000"),
    (
        "GET",
        "/organizations/{org}/changes/file.xlsx",
        "/organizations/thanh-tra/changes/file.xlsx",
        "0000100000",
    ),
    (
        "GET",
        "/organizations/{org}/changes/file.csv",
        "/organizations/thanh-tra/changes/file.csv",
        "0000100000",
    ),
    (
        "GET",
        "/organizations/{org}/changes/template.xlsx",
        "/organizations/thanh-tra/changes/template.xlsx",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/changes/preview",
        "/organizations/thanh-tra/changes/preview",
        "0000100000",
    ),
    ("POST", "/organizations/{org}/changes/intake", "/organizations/thanh-tra/changes/intake", "0000100000"),
    (
        "GET",
        "/organizations/{org}/changes/{event}/correction",
        "/organizations/thanh-tra/changes/1/correction",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/changes/{event}/correction",
        "/organizations/thanh-tra/changes/1/correction",
        "0000100000",
    ),
    ("GET", "/organizations/{org}/meetings", "/organizations/thanh-tra/meetings", "1111111110"),
    ("POST", "/organizations/{org}/meetings", "/organizations/thanh-tra/meetings", "1110000000"),
    ("GET", "/organizations/{org}/meetings/new", "/organizations/thanh-tra/meetings/new", "1110000000"),
    ("GET", "/organizations/{org}/meetings/{meeting}", "/organizations/thanh-tra/meetings/1", "1111100000"),
    ("POST", "/organizations/{org}/meetings/{meeting}", "/organizations/thanh-tra/meetings/1", "1110000000"),
    (
        "GET",
        "/organizations/{org}/meetings/{meeting}/edit",
        "/organizations/thanh-tra/meetings/1/edit",
        "1110000000",
    ),
    ("GET", "/organizations/{org}/reviews", "/organizations/thanh-tra/reviews", "0001100000"),
    (
        "GET",
        "/organizations/{org}/months/{month}/{instrument}/review",
        "/organizations/thanh-tra/months/2026-11/sheet/review",
        "0001100000",
    ),
    (
        "POST",
        "/organizations/{org}/months/{month}/{instrument}/official",
        "/organizations/thanh-tra/months/2026-11/sheet/official",
        "0001100000",
    ),
    (
        "POST",
        "/organizations/{org}/months/{month}/{instrument}/confirmation",
        "/organizations/thanh-tra/months/2026-11/sheet/confirmation",
        "0001100000",
    ),
    (
        "POST",
        "/organizations/{org}/months/{month}/{instrument}/return",
        "/organizations/thanh-tra/months/2026-11/sheet/return",
        "0001100000",
    ),
    (
        "GET",
        "/organizations/{org}/months/{month}/reopening",
        "/organizations/thanh-tra/months/2026-10/reopening",
        "0001100000",
    ),
    (
        "POST",
        "/organizations/{org}/months/{month}/reopening",
        "/organizations/thanh-tra/months/2026-10/reopening",
        "0001100000",
    ),
    ("GET", "/organizations/{org}/holidays", "/organizations/thanh-tra/holidays", "1111111111"),
    ("POST", "/organizations/{org}/holidays", "/organizations/thanh-tra/holidays", "0000000000"),
    (
        "POST",
        "/organizations/{org}/holidays/removal",
        "/organizations/thanh-tra/holidays/removal",
        "0000000000",
    ),
    ("GET", "/organizations/{org}/settings", "/organizations/dcq/settings", "4440100000"),
    (
        "GET",
        "/organizations/{org}/settings/{setting}",
        "/organizations/dcq/settings/sheet-deadlines",
        "4440100000",
    ),
    (
        "POST",
        "/organizations/{org}/settings/{setting}",
        "/organizations/dcq/settings/sheet-deadlines",
        "4440100000",
    ),
    (
        "GET",
        "/organizations/{org}/months/{month}/reopening-requests",
        "/organizations/thanh-tra/months/2026-10/reopening-requests",
        "1111100000",
    ),
    (
        "POST",
        "/organizations/{org}/months/{month}/reopening-requests",
        "/organizations/thanh-tra/months/2026-10/reopening-requests",
        "1110000000",
    ),
    (
        "POST",
        "/organizations/{org}/months/{month}/reopening-requests/{request}/refusal",
        "/organizations/thanh-tra/months/2026-10/reopening-requests/1/refusal",
        "0001100000",
    ),
    ("GET", "/criteria", "/criteria", "-"),
    ("GET", "/criteria/{code}/{version}", "/criteria/sinh-hoat-2018/1", "-"),
    ("GET", "/criteria/{code}/{version}/changes", "/criteria/sinh-hoat-2018/1/changes", "-"),
    ("GET", "/organizations/{org}/criteria", "/organizations/thanh-tra/criteria", "0000100000"),
    ("POST", "/organizations/{org}/criteria", "/organizations/thanh-tra/criteria", "0000100000"),
    ("GET", "/organizations/{org}/criteria/new", "/organizations/thanh-tra/criteria/new", "0000100000"),
    (
        "GET",
        "/organizations/{org}/criteria/{code}/{version}/xlsx",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/xlsx",
        "0000100000",
    ),
    ("GET", "/organizations/{org}/criteria/import", "/organizations/thanh-tra/criteria/import", "0000100000"),
    (
        "POST",
        "/organizations/{org}/criteria/import",
        "/organizations/thanh-tra/criteria/import",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/import/confirmation",
        "/organizations/thanh-tra/criteria/import/confirmation",
        "0000100000",
    ),
    (
        "GET",
        "/organizations/{org}/criteria/{code}/{version}/toml",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/toml",
        "0000100000",
    ),
    (
        "GET",
        "/organizations/{org}/criteria/adoptions",
        "/organizations/thanh-tra/criteria/adoptions",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/adoptions",
        "/organizations/thanh-tra/criteria/adoptions",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/adoptions/{adoption}/withdrawal",
        "/organizations/thanh-tra/criteria/adoptions/1/withdrawal",
        "0000100000",
    ),
    (
        "GET",
        "/organizations/{org}/criteria/{code}/{version}",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1",
        "0000100000",
    ),
    (
        "GET",
        "/organizations/{org}/criteria/{code}/{version}/changes",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/changes",
        "0000100000",
    ),
    (
        "GET",
        "/organizations/{org}/criteria/{code}/{version}/preview",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/preview",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/{code}/{version}/publication",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/publication",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/{code}/{version}/withdrawal",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/withdrawal",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/{code}/{version}/deletion",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/deletion",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/{code}/{version}/versions",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/versions",
        "0000100000",
    ),
    (
        "GET",
        "/organizations/{org}/criteria/{code}/{version}/set/{part}",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/set/head",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/{code}/{version}/set/{part}",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/set/head",
        "0000100000",
    ),
    (
        "GET",
        "/organizations/{org}/criteria/{code}/{version}/criteria/{criterion}",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/criteria/1",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/{code}/{version}/criteria/{criterion}",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/criteria/1",
        "0000100000",
    ),
    (
        "GET",
        "/organizations/{org}/criteria/{code}/{version}/items/{item}",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/items/1.1",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/{code}/{version}/items/{item}",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/items/1.1",
        "0000100000",
    ),
    (
        "GET",
        "/organizations/{org}/criteria/{code}/{version}/items/{item}/rule/{aspect}",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/items/1.1/rule/bands",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/{code}/{version}/items/{item}/rule/{aspect}",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/items/1.1/rule/bands",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/{code}/{version}/criteria/{criterion}/place",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/criteria/1/place",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/{code}/{version}/criteria/{criterion}/deletion",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/criteria/1/deletion",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/{code}/{version}/items/{item}/place",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/items/1.1/place",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/criteria/{code}/{version}/items/{item}/deletion",
        "/organizations/thanh-tra/criteria/thanh-tra-1/1/items/1.1/deletion",
        "0000100000",
    ),
    ("GET", "/criteria/{code}/{version}/xlsx", "/criteria/sinh-hoat-2018/1/xlsx", "-"),
    ("GET", "/criteria/{code}/{version}/toml", "/criteria/sinh-hoat-2018/1/toml", "-"),
    ("GET", "/criteria/{code}/{version}/blank.pdf", "/criteria/sinh-hoat-2018/1/blank.pdf", "-"),
    (
        "GET",
        "/organizations/{org}/months/{month}/{instrument}",
        "/organizations/thanh-tra/months/2026-11/sheet",
        "1111111110",
    ),
    (
        "POST",
        "/organizations/{org}/months/{month}/{instrument}",
        "/organizations/thanh-tra/months/2026-11/sheet",
        "1110000000",
    ),
    (
        "GET",
        "/organizations/{org}/months/{month}/{instrument}/check",
        "/organizations/thanh-tra/months/2026-11/sheet/check",
        "1110000000",
    ),
    (
        "POST",
        "/organizations/{org}/months/{month}/{instrument}/submission",
        "/organizations/thanh-tra/months/2026-11/sheet/submission",
        "1100000000",
    ),
    (
        "POST",
        "/organizations/{org}/months/{month}/{instrument}/withdrawal",
        "/organizations/thanh-tra/months/2026-11/sheet/withdrawal",
        "1100000000",
    ),
    (
        "GET",
        "/organizations/{org}/months/{month}/{instrument}/history",
        "/organizations/thanh-tra/months/2026-11/sheet/history",
        "1111111110",
    ),
    (
        "GET",
        "/organizations/{org}/months/{month}/{instrument}/paper.pdf",
        "/organizations/thanh-tra/months/2026-11/sheet/paper.pdf",
        "1111111110",
    ),
    (
        "GET",
        "/organizations/{org}/months/{month}/{instrument}/blank.pdf",
        "/organizations/thanh-tra/months/2026-11/sheet/blank.pdf",
        "1111111110",
    ),
    (
        "GET",
        "/organizations/{org}/months/{month}/{instrument}/why",
        "/organizations/thanh-tra/months/2026-11/sheet/why",
        "1111111110",
    ),
    (
        "GET",
        "/organizations/{org}/months/{month}/{instrument}/why.pdf",
        "/organizations/thanh-tra/months/2026-11/sheet/why.pdf",
        "1111111110",
    ),
    (
        "GET",
        "/organizations/{org}/registrations/{year}",
        "/organizations/dcq/registrations/2026",
        "4441111110",
    ),
    (
        "POST",
        "/organizations/{org}/registrations/{year}",
        "/organizations/thanh-tra/registrations/2026",
        "1100000000",
    ),
    (
        "POST",
        "/organizations/{org}/registrations/{year}/withdrawal",
        "/organizations/thanh-tra/registrations/2026/withdrawal",
        "1100000000",
    ),
    (
        "POST",
        "/organizations/{org}/registrations/{year}/acceptance",
        "/organizations/dcq/registrations/2026/acceptance",
        "4440100000",
    ),
    (
        "POST",
        "/organizations/{org}/registrations/{year}/refusal",
        "/organizations/thanh-tra/registrations/2026/refusal",
        "0000100000",
    ),
    (
        "GET",
        "/organizations/{org}/registrations/{year}/pilots",
        "/organizations/dcq/registrations/2026/pilots",
        "4440100000",
    ),
    (
        "POST",
        "/organizations/{org}/registrations/{year}/pilots",
        "/organizations/dcq/registrations/2026/pilots",
        "4440100000",
    ),
    (
        "GET",
        "/organizations/{org}/registrations/{year}/pilots/draft.pdf",
        "/organizations/dcq/registrations/2026/pilots/draft.pdf",
        "4440100000",
    ),
    (
        "GET",
        "/organizations/{org}/registrations/{year}/end",
        "/organizations/thanh-tra/registrations/2026/end",
        "0000100000",
    ),
    (
        "POST",
        "/organizations/{org}/registrations/{year}/end",
        "/organizations/thanh-tra/registrations/2026/end",
        "0000100000",
    ),
    (
        "GET",
        "/organizations/{org}/registrations/{year}/paper.pdf",
        "/organizations/thanh-tra/registrations/2026/paper.pdf",
        "1111111110",
    ),
    (
        "GET",
        "/organizations/{org}/registrations/{year}/list.xlsx",
        "/organizations/dcq/registrations/2026/list.xlsx",
        "4441111110",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/assessment",
        "/organizations/thanh-tra/recognitions/2025/assessment",
        "1100000000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/proposal",
        "/organizations/thanh-tra/recognitions/2025/proposal",
        "1100000000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/withdrawal",
        "/organizations/thanh-tra/recognitions/2025/withdrawal",
        "1100000000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/appraisal",
        "/organizations/thanh-tra/recognitions/2025/appraisal",
        "0001100000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/return",
        "/organizations/thanh-tra/recognitions/2025/return",
        "0001100000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/refusal",
        "/organizations/thanh-tra/recognitions/2025/refusal",
        "0001100000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/inspection",
        "/organizations/thanh-tra/recognitions/2025/inspection",
        "0000000100",
    ),
    (
        "GET",
        "/organizations/{org}/recognitions/{year}/bench",
        "/organizations/dcq/recognitions/2025/bench",
        "4441111110",
    ),
    (
        "GET",
        "/organizations/{org}/recognitions/{year}/bench/list.xlsx",
        "/organizations/dcq/recognitions/2025/bench/list.xlsx",
        "4441111110",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/bench/terms",
        "/organizations/dcq/recognitions/2025/bench/terms",
        "4440100000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/bench/presentation",
        "/organizations/dcq/recognitions/2025/bench/presentation",
        "4440100000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/bench/vote",
        "/organizations/dcq/recognitions/2025/bench/vote",
        "4440010000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/bench/appraisal",
        "/organizations/dcq/recognitions/2025/bench/appraisal",
        "4441100000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/bench/inspection",
        "/organizations/dcq/recognitions/2025/bench/inspection",
        "4440000100",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/bench/recall",
        "/organizations/dcq/recognitions/2025/bench/recall",
        "4440100000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/bench/revote",
        "/organizations/dcq/recognitions/2025/bench/revote",
        "4440010000",
    ),
    (
        "GET",
        "/organizations/{org}/recognitions/{year}/papers/{paper}",
        "/organizations/thanh-tra/recognitions/2025/papers/to-trinh.pdf",
        "1111111110",
    ),
    (
        "GET",
        "/organizations/{org}/recognitions/{year}/numbers",
        "/organizations/thanh-tra/recognitions/2025/numbers",
        "1100000000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/numbers",
        "/organizations/thanh-tra/recognitions/2025/numbers",
        "1100000000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/signed/{paper}",
        "/organizations/thanh-tra/recognitions/2025/signed/to-trinh",
        "1100000000",
    ),
    (
        "GET",
        "/organizations/{org}/recognitions/{year}/copies/{copy}",
        "/organizations/thanh-tra/recognitions/2025/copies/1",
        "1111111110",
    ),
    (
        "GET",
        "/organizations/{org}/recognitions/{year}/draft/{paper}",
        "/organizations/dcq/recognitions/2025/draft/quyet-dinh.pdf",
        "4441111110",
    ),
    (
        "GET",
        "/organizations/{org}/recognitions/{year}/decisions/{decision}/certificates",
        "/organizations/dcq/recognitions/2025/decisions/1/certificates",
        "4441111110",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/decisions/{decision}/certificates",
        "/organizations/dcq/recognitions/2025/decisions/1/certificates",
        "4440001000",
    ),
    ("GET", "/organizations/{org}/papers", "/organizations/dcq/papers", "4441111110"),
    ("POST", "/organizations/{org}/papers", "/organizations/dcq/papers", "4440001000"),
    (
        "GET",
        "/organizations/{org}/papers/register.xlsx",
        "/organizations/dcq/papers/register.xlsx",
        "4441111110",
    ),
    ("GET", "/organizations/{org}/papers/print.pdf", "/organizations/dcq/papers/print.pdf", "4441111110"),
    ("GET", "/organizations/{org}/papers/style", "/organizations/dcq/papers/style", "4440001000"),
    ("POST", "/organizations/{org}/papers/style", "/organizations/dcq/papers/style", "4440001000"),
    ("GET", "/organizations/{org}/papers/{paper}", "/organizations/thanh-tra/papers/1", "1111111110"),
    (
        "GET",
        "/organizations/{org}/papers/{paper}/{file}",
        "/organizations/thanh-tra/papers/1/van-ban.pdf",
        "1111111110",
    ),
    (
        "POST",
        "/organizations/{org}/papers/{paper}/strike",
        "/organizations/dcq/papers/1/strike",
        "4440001000",
    ),
    (
        "POST",
        "/organizations/{org}/papers/{paper}/signed",
        "/organizations/dcq/papers/1/signed",
        "4440001000",
    ),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}/revocation",
        "/organizations/dcq/recognitions/2025/revocation",
        "4440001000",
    ),
    ("GET", "/organizations/{org}/recognitions", "/organizations/dcq/recognitions", "4441111110"),
    (
        "GET",
        "/organizations/{org}/recognitions/list.xlsx",
        "/organizations/thanh-tra/recognitions/list.xlsx",
        "1111111110",
    ),
    ("GET", "/organizations/{org}/recognitions/{year}", "/organizations/dcq/recognitions/2025", "4441111110"),
    (
        "POST",
        "/organizations/{org}/recognitions/{year}",
        "/organizations/dcq/recognitions/2025",
        "4440001000",
    ),
    (
        "GET",
        "/organizations/{org}/months/{month}/{instrument}/items/{item}/evidence",
        "/organizations/thanh-tra/months/2026-11/sheet/items/1.1/evidence",
        "1111111110",
    ),
    (
        "POST",
        "/organizations/{org}/months/{month}/{instrument}/items/{item}/evidence/files",
        "/organizations/thanh-tra/months/2026-11/sheet/items/1.1/evidence/files",
        "1110000000",
    ),
    (
        "POST",
        "/organizations/{org}/months/{month}/{instrument}/items/{item}/evidence/minutes",
        "/organizations/thanh-tra/months/2026-11/sheet/items/1.1/evidence/minutes",
        "1110000000",
    ),
    ("GET", "/organizations/{org}/evidence/{evidence}", "/organizations/thanh-tra/evidence/1", "1111111110"),
    (
        "POST",
        "/organizations/{org}/evidence/{evidence}/removal",
        "/organizations/thanh-tra/evidence/1/removal",
        "1110000000",
    ),
    ("GET", "/", "/", "-"),
    ("GET", "/search", "/search?q=thanh+tra", "-"),
    (
        "GET",
        "/organizations/{org}/years/{year}/report/{file}",
        "/organizations/dcq/years/2025/report/bao-cao.docx",
        "4441111110",
    ),
    ("GET", "/organizations/{org}/dashboard", "/organizations/thanh-tra/dashboard", "1111111110"),
    ("GET", "/organizations/{org}/handover", "/organizations/thanh-tra/handover", "1111100000"),
    (
        "GET",
        "/organizations/{org}/months/{month}/cells",
        "/organizations/thanh-tra/months/2026-10/cells",
        "1111111110",
    ),
    (
        "GET",
        "/organizations/{org}/months/{month}/unsent",
        "/organizations/thanh-tra/months/2026-10/unsent",
        "1111111110",
    ),
    (
        "GET",
        "/organizations/{org}/months/{month}/unsent.xlsx",
        "/organizations/thanh-tra/months/2026-10/unsent.xlsx",
        "1111111110",
    ),
    (
        "POST",
        "/organizations/{org}/months/{month}/unsent/reminder",
        "/organizations/thanh-tra/months/2026-10/unsent/reminder",
        "0001100000",
    ),
    ("GET", "/organizations/{org}/letters", "/organizations/dcq/letters", "4440000001"),
    ("GET", "/organizations/{org}/reminder-rules", "/organizations/dcq/reminder-rules", "4440100000"),
    ("POST", "/organizations/{org}/reminder-rules", "/organizations/dcq/reminder-rules", "4440100000"),
    ("GET", "/organizations/{org}/years/{year}", "/organizations/thanh-tra/years/2026", "1111111110"),
    ("GET", "/organizations/{org}/years/{year}/why", "/organizations/thanh-tra/years/2026/why", "1111111110"),
    (
        "GET",
        "/organizations/{org}/years/{year}/why.pdf",
        "/organizations/thanh-tra/years/2026/why.pdf",
        "1111111110",
    ),
    ("GET", "/organizations/{org}/records", "/organizations/thanh-tra/records", "1111111110"),
    ("GET", "/organizations/{org}/records/marks", "/organizations/thanh-tra/records/marks", "1110000000"),
    ("POST", "/organizations/{org}/records/marks", "/organizations/thanh-tra/records/marks", "1110000000"),
    ("GET", "/organizations/{org}/records/{kind}", "/organizations/thanh-tra/records/awards", "1110000000"),
    ("POST", "/organizations/{org}/records/{kind}", "/organizations/thanh-tra/records/awards", "1110000000"),
    (
        "GET",
        "/organizations/{org}/records/{kind}/{entry}",
        "/organizations/thanh-tra/records/awards/1",
        "1110000000",
    ),
    (
        "POST",
        "/organizations/{org}/records/{kind}/{entry}",
        "/organizations/thanh-tra/records/awards/1",
        "1110000000",
    ),
    (
        "POST",
        "/organizations/{org}/records/{kind}/{entry}/strike",
        "/organizations/thanh-tra/records/awards/1/strike",
        "1110000000",
    ),
    (
        "GET",
        "/organizations/{org}/records/{kind}/file",
        "/organizations/thanh-tra/records/awards/file",
        "1110000000",
    ),
    (
        "GET",
        "/organizations/{org}/records/{kind}/file.xlsx",
        "/organizations/thanh-tra/records/awards/file.xlsx",
        "1111111110",
    ),
    (
        "GET",
        "/organizations/{org}/records/{kind}/file.csv",
        "/organizations/thanh-tra/records/awards/file.csv",
        "1111111110",
    ),
    (
        "GET",
        "/organizations/{org}/records/{kind}/template.xlsx",
        "/organizations/thanh-tra/records/awards/template.xlsx",
        "1110000000",
    ),
    (
        "POST",
        "/organizations/{org}/records/{kind}/preview",
        "/organizations/thanh-tra/records/awards/preview",
        "1110000000",
    ),
    (
        "POST",
        "/organizations/{org}/records/{kind}/intake",
        "/organizations/thanh-tra/records/awards/intake",
        "1110000000",
    ),
    ("GET", "/organizations/{org}/awards/{year}", "/organizations/dcq/awards/2026", "4441111110"),
    (
        "GET",
        "/organizations/{org}/awards/{year}/file.xlsx",
        "/organizations/dcq/awards/2026/file.xlsx",
        "4441111110",
    ),
    ("POST", "/organizations/{org}/award-decisions", "/organizations/dcq/award-decisions", "4440101000"),
    (
        "GET",
        "/organizations/{org}/award-decisions/new",
        "/organizations/dcq/award-decisions/new",
        "4440101000",
    ),
    (
        "GET",
        "/organizations/{org}/award-decisions/{decision}",
        "/organizations/dcq/award-decisions/1",
        "4441111110",
    ),
    (
        "POST",
        "/organizations/{org}/award-decisions/{decision}",
        "/organizations/dcq/award-decisions/1",
        "4440101000",
    ),
    (
        "POST",
        "/organizations/{org}/award-decisions/{decision}/discard",
        "/organizations/dcq/award-decisions/1/discard",
        "4440101000",
    ),
    (
        "POST",
        "/organizations/{org}/award-decisions/{decision}/awards/{award}/strike",
        "/organizations/dcq/award-decisions/1/awards/1/strike",
        "4440001000",
    ),
    (
        "GET",
        "/organizations/{org}/award-decisions/{decision}/{paper}",
        "/organizations/dcq/award-decisions/1/quyet-dinh.pdf",
        "4441111110",
    ),
    ("GET", "/organizations/{org}/people", "/organizations/thanh-tra/people", "0000100001"),
    ("POST", "/organizations/{org}/people", "/organizations/thanh-tra/people", "0000100001"),
    ("GET", "/organizations/{org}/people/new", "/organizations/thanh-tra/people/new", "0000100001"),
    ("GET", "/organizations/{org}/people/file", "/organizations/thanh-tra/people/file", "0000100001"),
    (
        "GET",
        "/organizations/{org}/people/template.xlsx",
        "/organizations/thanh-tra/people/template.xlsx",
        "0000100001",
    ),
    ("POST", "/organizations/{org}/people/preview", "/organizations/thanh-tra/people/preview", "0000100001"),
    ("POST", "/organizations/{org}/people/intake", "/organizations/thanh-tra/people/intake", "0000100001"),
    (
        "GET",
        "/organizations/{org}/people/intakes/{intake}",
        "/organizations/thanh-tra/people/intakes/1",
        "0000400004",
    ),
    (
        "POST",
        "/organizations/{org}/people/intakes/{intake}/links",
        "/organizations/thanh-tra/people/intakes/1/links",
        "0000100001",
    ),
    ("GET", "/organizations/{org}/people/{person}", "/organizations/thanh-tra/people/1", "0000100001"),
    ("POST", "/organizations/{org}/people/{person}", "/organizations/thanh-tra/people/1", "0000100001"),
    (
        "GET",
        "/organizations/{org}/people/{person}/edit",
        "/organizations/thanh-tra/people/1/edit",
        "0000100001",
    ),
    (
        "GET",
        "/organizations/{org}/people/{person}/positions",
        "/organizations/thanh-tra/people/1/positions",
        "0000100001",
    ),
    (
        "POST",
        "/organizations/{org}/people/{person}/positions",
        "/organizations/thanh-tra/people/1/positions",
        "0000100001",
    ),
    (
        "GET",
        "/organizations/{org}/people/{person}/positions/{position}/end",
        "/organizations/thanh-tra/people/1/positions/1/end",
        "0000100001",
    ),
    (
        "POST",
        "/organizations/{org}/people/{person}/positions/{position}/end",
        "/organizations/thanh-tra/people/1/positions/1/end",
        "0000100001",
    ),
    (
        "GET",
        "/organizations/{org}/people/{person}/deactivation",
        "/organizations/thanh-tra/people/1/deactivation",
        "0000100001",
    ),
    (
        "POST",
        "/organizations/{org}/people/{person}/deactivation",
        "/organizations/thanh-tra/people/1/deactivation",
        "0000100001",
    ),
    (
        "GET",
        "/organizations/{org}/people/{person}/activation",
        "/organizations/thanh-tra/people/1/activation",
        "0000100001",
    ),
    (
        "POST",
        "/organizations/{org}/people/{person}/activation",
        "/organizations/thanh-tra/people/1/activation",
        "0000100001",
    ),
    ("GET", "/organizations/{org}/levels/{year}", "/organizations/thanh-tra/levels/2026", "1111111110"),
    ("POST", "/organizations/{org}/levels/{year}", "/organizations/thanh-tra/levels/2026", "1110000000"),
    (
        "POST",
        "/organizations/{org}/levels/{year}/own",
        "/organizations/thanh-tra/levels/2026/own",
        "1100000000",
    ),
    (
        "POST",
        "/organizations/{org}/levels/{year}/own-of-committee",
        "/organizations/dcq/levels/2026/own-of-committee",
        "4440100000",
    ),
    (
        "POST",
        "/organizations/{org}/levels/{year}/official",
        "/organizations/dcq/levels/2026/official",
        "4440100000",
    ),
    (
        "GET",
        "/organizations/{org}/levels/{year}/list.xlsx",
        "/organizations/dcq/levels/2026/list.xlsx",
        "4441111110",
    ),
    ("GET", "/organizations/{org}/roster", "/organizations/thanh-tra/roster", "1111111110"),
    ("POST", "/organizations/{org}/roster", "/organizations/thanh-tra/roster", "1110000000"),
    ("GET", "/organizations/{org}/roster/new", "/organizations/thanh-tra/roster/new", "1110000000"),
    ("GET", "/organizations/{org}/roster/{member}", "/organizations/thanh-tra/roster/1", "1111111110"),
    (
        "GET",
        "/organizations/{org}/roster/{member}/{act}",
        "/organizations/thanh-tra/roster/1/change",
        "1110000000",
    ),
    (
        "POST",
        "/organizations/{org}/roster/{member}/{act}",
        "/organizations/thanh-tra/roster/1/change",
        "1110000000",
    ),
];

#[test]
fn every_route_of_the_source_is_in_the_table() {
    let mut routes = BTreeSet::new();
    collect(Path::new("src"), &mut routes);
    let known: BTreeSet<String> = ROUTES.iter().map(|(_, route, ..)| (*route).to_owned()).collect();
    assert_eq!(routes, known);
}

fn collect(folder: &Path, routes: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        if entry.is_dir() {
            collect(&entry, routes);
        } else {
            let source = fs::read_to_string(&entry).unwrap();
            let found =
                source.split(".route(").skip(1).filter_map(|rest| rest.split('"').nth(1).map(str::to_owned));
            routes.extend(found);
        }
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn every_role_gets_what_the_matrix_says_and_nothing_else(pool: PgPool) {
    let world = World::new(pool).await;
    for (n, username) in CAST.into_iter().enumerate() {
        let client = world.person(username).await;
        for (method, _, address, who) in ROUTES.iter().filter(|(.., who)| *who != "-") {
            let request = Request::builder()
                .method(*method)
                .uri(*address)
                .header("sec-fetch-site", "same-origin")
                .header("content-type", "application/x-www-form-urlencoded");
            let status = client.send(request, Body::empty()).await.status.as_u16();
            let right = match who.as_bytes()[n] {
                b'1' => status != 403,
                b'4' => status == 404,
                _ => status == 403,
            };
            assert!(right, "{username} {method} {address}: {status}");
            assert!(status < 500, "{username} {method} {address}: {status}");
        }
    }
}

#[sqlx::test(migrator = "bontot::db::MIGRATOR")]
async fn outside_ones_branch_nothing_is_there_and_nobody_gets_in_unsigned(pool: PgPool) {
    let world = World::new(pool).await;
    let (outsider, neighbour) = (world.person("bithu.congnghe").await, world.person("bithu.noivu").await);
    for (method, _, address, _) in ROUTES.iter().filter(|(.., who)| *who != "-") {
        let request = || {
            Request::builder()
                .method(*method)
                .uri(*address)
                .header("sec-fetch-site", "same-origin")
                .header("content-type", "application/x-www-form-urlencoded")
        };
        if address.starts_with("/organizations/") {
            for stranger in [&outsider, &neighbour] {
                stranger.send(request(), Body::empty()).await.is(404).does_not_say("Thanh tra");
            }
        }
        let answer = world.nobody().send(request(), Body::empty()).await.is(303);
        assert!(answer.location().starts_with("/sign-in?return_to="), "{method} {address}");
    }
}
