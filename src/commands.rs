//! The sub-commands.

use std::{ffi::OsString, path::PathBuf, process::ExitCode, time::Duration};

use anyhow::{Context, Result, bail};
use bontot::{
    check,
    cluster::{Cluster, Durability},
    config::{Command, Settings},
    server,
};
use sqlx::{PgPool, postgres::PgPoolOptions};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

/// Does what the command line asks for.
pub(crate) async fn run(command: Command, settings: Settings) -> Result<ExitCode> {
    match command {
        Command::Serve { demo: _ } => serve(&settings).await,
        Command::Check => with_database(&settings, check).await,
        Command::Database { command } => beside_a_database(&settings, command).await,
    }
}

async fn serve(settings: &Settings) -> Result<ExitCode> {
    // First the port: a second copy must not touch the data of the first.
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("không mở được cổng {}; có thể một bản khác đang chạy", settings.listen))?;
    let stop = stop_signal()?;
    let cluster = cluster(settings).await?;
    let result = serve_on(listener, settings, cluster.as_ref(), stop).await;
    if let Some(cluster) = cluster {
        tokio::task::spawn_blocking(|| cluster.stop()).await??;
    }
    result.map(|()| ExitCode::SUCCESS)
}

async fn serve_on(
    listener: TcpListener,
    settings: &Settings,
    cluster: Option<&Cluster>,
    stop: impl Future<Output = ()>,
) -> Result<()> {
    let pool = pool(settings, cluster).await?;
    let origin = settings.origin(listener.local_addr()?);
    let app = axum::Router::new().route("/healthz", axum::routing::get(async || "ok"));
    println!("Bốn Tốt đang chạy tại {origin}");
    server::serve(listener, app, stop).await;
    pool.close().await;
    Ok(())
}

/// Ends at the first Ctrl-C or SIGTERM. The second one ends the program at once.
fn stop_signal() -> Result<impl Future<Output = ()>> {
    let (mut int, mut term) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let (told, wait) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        let mut told = Some(told);
        loop {
            tokio::select! { _ = int.recv() => {}, _ = term.recv() => {} }
            match told.take() {
                Some(told) => _ = told.send(()),
                None => std::process::exit(130),
            }
        }
    });
    Ok(async {
        if wait.await.is_ok() {
            tracing::info!("stopping");
        }
    })
}

/// The private cluster, unless the settings name a database.
async fn cluster(settings: &Settings) -> Result<Option<Cluster>> {
    if settings.database_url.is_some() {
        return Ok(None);
    }
    start_cluster(settings.data_dir.clone(), settings.pg_bin.clone(), Durability::Durable).await.map(Some)
}

async fn start_cluster(dir: PathBuf, bin: Option<PathBuf>, durability: Durability) -> Result<Cluster> {
    tokio::task::spawn_blocking(move || Cluster::start(&dir, bin.as_deref(), durability)).await?
}

async fn pool(settings: &Settings, cluster: Option<&Cluster>) -> Result<PgPool> {
    let url = match (cluster, &settings.database_url) {
        (Some(cluster), _) => cluster.url(),
        (None, Some(url)) => url.clone(),
        (None, None) => bail!("không có DATABASE_URL"),
    };
    let options = PgPoolOptions::new()
        .max_connections(settings.pool_size.get())
        .acquire_timeout(Duration::from_secs(10));
    options.connect(&url).await.context("không kết nối được cơ sở dữ liệu")
}

/// Runs one job on the database of the settings, then stops what was started for it.
async fn with_database(
    settings: &Settings,
    job: impl AsyncFnOnce(&PgPool) -> Result<ExitCode>,
) -> Result<ExitCode> {
    let cluster = cluster(settings).await?;
    let result = match pool(settings, cluster.as_ref()).await {
        Ok(pool) => {
            let result = job(&pool).await;
            pool.close().await;
            result
        }
        Err(error) => Err(error),
    };
    if let Some(cluster) = cluster {
        tokio::task::spawn_blocking(|| cluster.stop()).await??;
    }
    result
}

async fn check(pool: &PgPool) -> Result<ExitCode> {
    let findings = check::database(pool).await?;
    for finding in &findings {
        println!("{} {}", if finding.good { "đạt      " } else { "KHÔNG ĐẠT" }, finding.text);
    }
    Ok(if findings.iter().all(|finding| finding.good) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs a command with DATABASE_URL naming a database that is made for it and deleted after it.
async fn beside_a_database(settings: &Settings, command: Vec<OsString>) -> Result<ExitCode> {
    let mut stop = std::pin::pin!(stop_signal()?);
    let dir = std::env::temp_dir().join(format!("bontot-database-{}", std::process::id()));
    let cluster = start_cluster(dir.clone(), settings.pg_bin.clone(), Durability::Throwaway).await?;
    let Some((program, args)) = command.split_first() else { bail!("thiếu lệnh cần chạy") };
    let child = tokio::process::Command::new(program).args(args).env("DATABASE_URL", cluster.url()).spawn();
    let status = match child {
        Ok(mut child) => tokio::select! {
            status = child.wait() => status,
            () = &mut stop => { child.start_kill()?; child.wait().await }
        },
        Err(error) => Err(error),
    };
    tokio::task::spawn_blocking(|| cluster.delete()).await??;
    if dir.exists() {
        std::fs::remove_dir_all(&dir)?;
    }
    let status = status.with_context(|| format!("không chạy được {}", program.display()))?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}
