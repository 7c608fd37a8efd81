//! A PostgreSQL of our own, for a program that must start with one command: found, initialised once, started
//! beside us and stopped with us. It listens only on a Unix socket in a folder nobody else may enter, so it
//! needs no password and no port. Data is safe on disk (`fsync` on) unless the cluster is a throw-away.
//!
//! PostgreSQL refuses to run as root. Started as root, it runs as the user `postgres`, else `nobody`, in a
//! folder that user can reach.

mod folder;
mod server;

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
pub use folder::Account;
use folder::Folder;
use server::Server;

/// Whether the data must survive a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Written to disk before an act is confirmed.
    Durable,
    /// For tests: fast, gone after a crash.
    Throwaway,
}

/// A running private server. Dropping it stops it.
#[derive(Debug)]
pub struct Cluster {
    server: Server,
    folder: Folder,
    /// Held as long as the server may run, so that no second copy serves from the same folder.
    _lock: File,
}

impl Cluster {
    /// Starts the server whose files are under `dir`, making them first when there are none, and waits until
    /// it answers. A server left over by a program that was killed is taken over.
    pub fn start(dir: &Path, bin: Option<&Path>, durability: Durability) -> Result<Self> {
        let programs = programs(bin)?;
        let lock = lock(dir)?;
        let folder = Folder::prepare(dir)?;
        if !folder.initialised() {
            server::initialise(&programs, &folder, durability)?;
        }
        let server = Server::start(&programs, &folder, durability)?;
        Ok(Self { server, folder, _lock: lock })
    }

    /// Where to connect, as a URL that sqlx and psql both read.
    pub fn url(&self) -> String {
        format!("postgres://{}@localhost/postgres?host={}", server::USER, percent(&self.folder.socket()))
    }

    /// Stops the server and waits until its files are closed.
    pub fn stop(mut self) -> Result<()> {
        self.server.stop()
    }

    /// Stops the server and deletes every file of it.
    pub fn delete(mut self) -> Result<()> {
        self.server.stop()?;
        self.folder.delete()
    }
}

/// The newest PostgreSQL installed by a Debian package, or the folder given.
fn programs(given: Option<&Path>) -> Result<PathBuf> {
    if let Some(bin) = given {
        return Ok(bin.to_owned());
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|version| Path::new(&format!("/usr/lib/postgresql/{version}/bin/postgres")).exists())
        .max();
    match newest {
        Some(version) if version >= 15 => Ok(format!("/usr/lib/postgresql/{version}/bin").into()),
        Some(version) => {
            bail!("PostgreSQL {version} quá cũ, cần bản 15 trở lên: sudo apt-get install postgresql")
        }
        None => bail!("Chưa cài PostgreSQL. Cài bằng lệnh: sudo apt-get install postgresql"),
    }
}

/// Makes the data folder and takes it for ourselves. The system lets go of it when we end, however we end.
fn lock(dir: &Path) -> Result<File> {
    std::fs::create_dir_all(dir)
        .with_context(|| format!("không tạo được thư mục dữ liệu {}", dir.display()))?;
    let file = File::create(dir.join("lock"))
        .with_context(|| format!("không ghi được vào thư mục dữ liệu {}", dir.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            bail!("thư mục dữ liệu {} đang được một bản khác của chương trình dùng", dir.display())
        }
        Err(std::fs::TryLockError::Error(error)) => Err(error).context("không khóa được thư mục dữ liệu"),
    }
}

/// A path as it may stand in the query of a URL.
fn percent(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    let escaped = path.as_os_str().as_bytes().iter().map(|&byte| {
        let plain = byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
        if plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    });
    escaped.collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_a_url_is_escaped() {
        assert_eq!(percent(Path::new("/tmp/a b/ủ")), "/tmp/a%20b/%E1%BB%A7");
    }

    #[test]
    fn a_second_copy_is_refused() {
        let dir = std::env::temp_dir().join(format!("bontot-lock-{}", std::process::id()));
        let held = lock(&dir).unwrap();
        let refused = lock(&dir).unwrap_err().to_string();
        assert!(refused.contains("đang được một bản khác"), "{refused}");
        drop(held);
        assert!(lock(&dir).is_ok());
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
