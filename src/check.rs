//! `bontot check`: what must be true of the database before people rely on it, one plain line for each finding.

use sqlx::PgPool;

/// One thing looked at.
#[derive(Debug)]
pub struct Finding {
    /// Whether it is as it should be.
    pub good: bool,
    /// The sentence to print.
    pub text: String,
}

/// Looks at the server: its version, its letters, its collations and extensions. `query!` is not for here: this
/// must also run against a database that is not ours yet.
pub async fn database(pool: &PgPool) -> Result<Vec<Finding>, sqlx::Error> {
    let version: i32 =
        sqlx::query_scalar("select current_setting('server_version_num')::int").fetch_one(pool).await?;
    let folds: bool = sqlx::query_scalar("select lower('Đ') = 'đ'").fetch_one(pool).await?;
    let utf8: bool =
        sqlx::query_scalar("select current_setting('server_encoding') = 'UTF8'").fetch_one(pool).await?;
    let icu: bool = sqlx::query_scalar("select exists (select from pg_collation where collprovider = 'i')")
        .fetch_one(pool)
        .await?;
    let missing: Vec<String> = sqlx::query_scalar(
        "select name from unnest(array['unaccent', 'pg_trgm', 'btree_gist']) name
         where not exists (select from pg_available_extensions available where available.name = name)",
    )
    .fetch_all(pool)
    .await?;
    Ok(vec![
        finding(version >= 150_000, format!("PostgreSQL {}, cần từ 15 trở lên", version / 10_000)),
        finding(utf8, "bảng mã UTF8".into()),
        finding(folds, "chữ Đ đổi được thành đ (nếu không: tạo cơ sở dữ liệu với locale C.UTF-8)".into()),
        finding(icu, "có bảng sắp xếp ICU cho tiếng Việt".into()),
        finding(
            missing.is_empty(),
            format!("phần mở rộng unaccent, pg_trgm, btree_gist{}", lacking(&missing)),
        ),
    ])
}

fn finding(good: bool, text: String) -> Finding {
    Finding { good, text }
}

fn lacking(missing: &[String]) -> String {
    if missing.is_empty() { String::new() } else { format!(" – thiếu {}", missing.join(", ")) }
}
