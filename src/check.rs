//! `bontot check`: what must be true of the database before people rely on it, one plain line for each finding.

use sqlx::PgPool;

use crate::db::MIGRATOR;

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
        migrations(pool).await?,
    ])
}

/// Whether the tables are those of this program: none behind, none ahead, none altered.
async fn migrations(pool: &PgPool) -> Result<Finding, sqlx::Error> {
    let begun: bool =
        sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null").fetch_one(pool).await?;
    let done: Vec<(i64, Vec<u8>)> = if begun {
        let done =
            sqlx::query_as("select version, checksum from _sqlx_migrations where success order by version");
        done.fetch_all(pool).await?
    } else {
        Vec::new()
    };
    let ours: Vec<_> =
        MIGRATOR.iter().map(|migration| (migration.version, migration.checksum.to_vec())).collect();
    let text =
        format!("bảng dữ liệu: {} trên {} bước (còn thiếu thì chạy: bontot migrate)", done.len(), ours.len());
    Ok(finding(done == ours, text))
}

fn finding(good: bool, text: String) -> Finding {
    Finding { good, text }
}

fn lacking(missing: &[String]) -> String {
    if missing.is_empty() { String::new() } else { format!(" – thiếu {}", missing.join(", ")) }
}
