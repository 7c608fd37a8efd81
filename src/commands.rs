//! The sub-commands.

use std::{
    ffi::OsString,
    io::{IsTerminal, stdin},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use bontot::{
    app, check,
    clock::Clock,
    cluster::{Cluster, Durability},
    config::{Command, NewAdmin, Settings},
    criteria,
    db::{Db, MIGRATOR},
    demo, files, mail, reminders, server, setup,
    state::{AppState, WebSettings},
};
use chrono::NaiveDate;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

/// Does what the command line asks for.
pub(crate) async fn run(command: Command, settings: Settings) -> Result<ExitCode> {
    match command {
        Command::Serve { demo, on } => serve(&settings, demo, on).await,
        Command::Migrate => with_database(&settings, migrate).await,
        Command::Demo => with_database(&settings, async |db| fill(&settings, db).await).await,
        Command::Drill => with_database(&settings, drill).await,
        Command::CreateAdmin(admin) => {
            with_database(&settings, async |db| create_admin(db, &admin).await).await
        }
        Command::Remind => with_database(&settings, async |db| remind(&settings, db).await).await,
        Command::Check => with_database(&settings, check).await,
        Command::Database { command } => beside_a_database(&settings, command).await,
    }
}

async fn serve(settings: &Settings, demo: bool, on: Option<NaiveDate>) -> Result<ExitCode> {
    // First the port: a second copy must not touch the data of the first.
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("không mở được cổng {}; có thể một bản khác đang chạy", settings.listen))?;
    with_database(settings, async |db| serve_with(listener, settings, db, (demo, on)).await).await
}

async fn serve_with(
    listener: TcpListener,
    settings: &Settings,
    db: &Db,
    (demo, on): (bool, Option<NaiveDate>),
) -> Result<ExitCode> {
    let stop = stop_signal()?;
    migrate(db).await?;
    let files = files::Store::open(settings)?;
    if demo {
        demo::fill_if_empty(db, &Clock::system(), &files).await?;
    }
    let origin = settings.origin(listener.local_addr()?);
    let web = WebSettings {
        public_origin: origin.clone(),
        secure_cookies: settings.cookies_are_secure(),
        demonstration: demo::is_demonstration(db).await?,
    };
    let clock = clock(on, web.demonstration)?;
    let sweeping = tokio::spawn(sweep_daily(files.clone(), db.clone()));
    let post = mail::Post::open(settings)?;
    let reminding = tokio::spawn(reminders::keep_reminding(db.clone(), clock.clone(), post, origin.clone()));
    println!("Bốn Tốt đang chạy tại {origin}");
    if web.demonstration {
        println!("{}", demo::accounts_to_try());
    }
    let state = AppState::new(db.clone(), clock, files, web);
    server::serve(listener, app::router(state), stop).await;
    sweeping.abort();
    reminding.abort();
    Ok(ExitCode::SUCCESS)
}

/// Clears the file store of what unfinished acts left, at the start and every day.
async fn sweep_daily(store: files::Store, db: Db) {
    let mut days = tokio::time::interval(Duration::from_hours(24));
    loop {
        days.tick().await;
        match sweep(&store, &db).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "files that no act finished were removed"),
            Err(error) => tracing::warn!(cause = format!("{error:#}"), "the file store could not be swept"),
        }
    }
}

async fn sweep(store: &files::Store, db: &Db) -> Result<usize> {
    files::sweep(store, &mut *db.connection().await?, Clock::system().now()).await
}

/// The clock pages go by: the system's, for a demonstration put to another day where asked.
fn clock(on: Option<NaiveDate>, is_demonstration: bool) -> Result<Clock> {
    match on {
        Some(_) if !is_demonstration => bail!("--on chỉ dùng khi chạy với dữ liệu minh họa"),
        Some(day) => Ok(Clock::system().on(day)),
        None => Ok(Clock::system()),
    }
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

async fn start_cluster(dir: PathBuf, bin: Option<PathBuf>, durability: Durability) -> Result<Cluster> {
    tokio::task::spawn_blocking(move || Cluster::start(&dir, bin.as_deref(), durability)).await?
}

/// Does one job on the database of the settings, a private one when they name none, and stops what was started.
async fn with_database(
    settings: &Settings,
    job: impl AsyncFnOnce(&Db) -> Result<ExitCode>,
) -> Result<ExitCode> {
    let Some(url) = &settings.database_url else {
        let cluster =
            start_cluster(settings.data_dir.clone(), settings.pg_bin.clone(), Durability::Durable).await?;
        let result = on_database(&cluster.url(), settings, job).await;
        tokio::task::spawn_blocking(|| cluster.stop()).await??;
        return result;
    };
    on_database(url, settings, job).await
}

async fn on_database(
    url: &str,
    settings: &Settings,
    job: impl AsyncFnOnce(&Db) -> Result<ExitCode>,
) -> Result<ExitCode> {
    let options = url.parse().context("DATABASE_URL không đọc được")?;
    let db = Db::connect(options, settings.pool_size.get());
    drop(db.connection().await.context("không kết nối được cơ sở dữ liệu")?);
    let result = job(&db).await;
    db.pool().close().await;
    result
}

async fn migrate(db: &Db) -> Result<ExitCode> {
    MIGRATOR.run(db.pool()).await.context("không cập nhật được bảng dữ liệu")?;
    criteria::load_presets(db, &Clock::system()).await?;
    Ok(ExitCode::SUCCESS)
}

async fn fill(settings: &Settings, db: &Db) -> Result<ExitCode> {
    migrate(db).await?;
    demo::fill(db, &Clock::system(), &files::Store::open(settings)?).await?;
    println!("{}", demo::accounts_to_try());
    Ok(ExitCode::SUCCESS)
}

async fn drill(db: &Db) -> Result<ExitCode> {
    migrate(db).await?;
    let drilled = demo::drill(db, &Clock::system()).await?;
    println!("{}", drilled.lines.join("\n"));
    println!("Năm 2023: {} số liệu giữ nguyên trước và sau sáp nhập.", drilled.unchanged);
    println!("2023–2026: {} số liệu bằng tổng cộng từ chi bộ.", drilled.recounted);
    Ok(ExitCode::SUCCESS)
}

async fn create_admin(db: &Db, admin: &NewAdmin) -> Result<ExitCode> {
    migrate(db).await?;
    let mut password = String::new();
    if !stdin().is_terminal() {
        stdin().read_line(&mut password)?;
    }
    let typed = password.trim_end_matches(['\r', '\n']);
    let made_up = typed.is_empty().then(setup::made_up_password);
    setup::create_admin(db, &Clock::system(), admin, made_up.as_deref().unwrap_or(typed)).await?;
    println!("Đã tạo tài khoản quản trị {}.", admin.username);
    if let Some(password) = made_up {
        println!("Mật khẩu, chỉ hiện một lần: {password}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Reminds once and sends what is due: for a timer of the system's.
async fn remind(settings: &Settings, db: &Db) -> Result<ExitCode> {
    migrate(db).await?;
    let (clock, post) = (Clock::system(), mail::Post::open(settings)?);
    let reached = reminders::remind_by_rule(db, &clock, &settings.origin(settings.listen)).await?;
    let sent = mail::deliver(db, &clock, &post).await?;
    println!("Đã nhắc {} chi bộ, {} người; đã gửi {sent} thư.", reached.cells, reached.people);
    Ok(ExitCode::SUCCESS)
}

async fn check(db: &Db) -> Result<ExitCode> {
    let findings = check::database(db.pool()).await?;
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
