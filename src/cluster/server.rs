//! The server process: started, watched until it answers, taken over, stopped.

use std::{
    fs,
    os::unix::{net::UnixStream, process::CommandExt},
    path::Path,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use super::{Durability, folder::Folder};

/// The database superuser of a private cluster.
pub(super) const USER: &str = "bontot";
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(20);

/// Makes the cluster's files.
pub(super) fn initialise(programs: &Path, folder: &Folder, durability: Durability) -> Result<()> {
    let draft = folder.draft()?;
    let mut command = folder.command(&programs.join("initdb"));
    command.arg("-D").arg(&draft).args(["-U", USER, "--auth=trust", "-E", "UTF8", "--no-instructions"]);
    // Under the locale C, lower('Đ') is still 'Đ'.
    command.arg("--locale=C.UTF-8");
    if durability == Durability::Throwaway {
        command.arg("--no-sync");
    }
    let output = command.stdin(Stdio::null()).output().context("không chạy được initdb")?;
    if !output.status.success() {
        bail!("initdb báo lỗi: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    folder.accept(&draft)
}

/// A running server: our child, or one that a killed program left behind.
#[derive(Debug)]
pub(super) struct Server {
    pid: u32,
    /// None when the server was taken over.
    child: Option<Child>,
    stopped: bool,
}

impl Server {
    /// Takes over the server that already runs in the folder, else starts one. Returns when it answers.
    pub(super) fn start(programs: &Path, folder: &Folder, durability: Durability) -> Result<Self> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(pid) = ready(folder) {
                tracing::info!("dùng tiếp máy chủ PostgreSQL còn chạy từ lần trước");
                return Ok(Self { pid, child: None, stopped: false });
            }
            if processes_in(&folder.data()).is_empty() {
                forget_stale_pid_file(folder)?;
                return Self::spawn(programs, folder, durability);
            }
            // It is starting, stopping, or its last workers are noticing that their parent was killed.
            if Instant::now() > deadline {
                bail!("một máy chủ PostgreSQL cũ còn giữ {} mà không trả lời", folder.data().display());
            }
            sleep(PAUSE);
        }
    }

    fn spawn(programs: &Path, folder: &Folder, durability: Durability) -> Result<Self> {
        let log = fs::File::create(folder.log())?;
        let child = command(programs, folder, durability)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("không chạy được {}", programs.join("postgres").display()))?;
        let mut server = Self { pid: child.id(), child: Some(child), stopped: false };
        server.wait_until_ready(folder)?;
        Ok(server)
    }

    fn wait_until_ready(&mut self, folder: &Folder) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while ready(folder) != Some(self.pid) {
            if self.ended()? {
                self.stopped = true;
                bail!("PostgreSQL không khởi động được:\n{}", last_lines(&folder.log()));
            }
            if Instant::now() > deadline {
                bail!("PostgreSQL không trả lời sau {} giây", PATIENCE.as_secs());
            }
            sleep(PAUSE);
        }
        Ok(())
    }

    fn ended(&mut self) -> Result<bool> {
        match &mut self.child {
            Some(child) => Ok(child.try_wait()?.is_some()),
            None => Ok(!Path::new(&format!("/proc/{}", self.pid)).exists()),
        }
    }

    /// Asks for a fast shutdown (open transactions are rolled back) and waits for the end.
    pub(super) fn stop(&mut self) -> Result<()> {
        if self.stopped {
            return Ok(());
        }
        self.stopped = true;
        interrupt(self.pid)?;
        let deadline = Instant::now() + PATIENCE;
        while !self.ended()? {
            if Instant::now() > deadline {
                bail!("PostgreSQL chưa dừng sau {} giây", PATIENCE.as_secs());
            }
            sleep(PAUSE);
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            tracing::error!("không dừng được PostgreSQL: {error:#}");
        }
    }
}

fn command(programs: &Path, folder: &Folder, durability: Durability) -> Command {
    let mut command = folder.command(&programs.join("postgres"));
    command.arg("-D").arg(folder.data()).arg("-k").arg(folder.socket());
    command.args(["-c", "listen_addresses=", "-c", "unix_socket_permissions=0700"]);
    command.args(["-c", "log_min_messages=warning", "-c", "log_timezone=Asia/Ho_Chi_Minh"]);
    // As `Db::connect` has it, for whoever else asks.
    command.args(["-c", "jit=off"]);
    if durability == Durability::Throwaway {
        let fast = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"];
        command.args(fast.iter().flat_map(|setting| ["-c", setting]));
    }
    // In a group of its own, so that Ctrl-C reaches us alone and we stop it after our last request.
    command.process_group(0);
    command
}

/// The process of the server in this folder, once it says in its pid file that it is ready and its socket answers.
fn ready(folder: &Folder) -> Option<u32> {
    let file = fs::read_to_string(folder.data().join("postmaster.pid")).ok()?;
    let pid = file.lines().next()?.parse().ok()?;
    let status = file.lines().nth(7)?.trim();
    let running = status == "ready" && processes_in(&folder.data()).contains(&pid);
    (running && UnixStream::connect(folder.socket_file()).is_ok()).then_some(pid)
}

/// Every server process that works in the folder: PostgreSQL makes its data folder the current one.
fn processes_in(data: &Path) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid| {
            fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "postgres")
        })
        .filter(|pid| fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == data))
        .collect()
}

/// After a crash of the machine, the number in the pid file may have gone to another program of the same user, and
/// PostgreSQL would refuse to start. No server process works in the folder, so the file is only a memory.
fn forget_stale_pid_file(folder: &Folder) -> Result<()> {
    match fs::remove_file(folder.data().join("postmaster.pid")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// The shell's own `kill`: every machine has it, and calling the system ourselves would need unsafe code.
fn interrupt(pid: u32) -> Result<()> {
    Command::new("/bin/sh").args(["-c", &format!("kill -INT {pid}")]).status()?;
    Ok(())
}

fn last_lines(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(10)..].join("\n")
}
