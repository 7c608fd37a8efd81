//! Where the private server's files are, and who owns them.

use std::{
    fs,
    io::ErrorKind,
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

/// The longest path a Unix socket may have on Linux, without its final zero.
const SOCKET_PATH_MAX: usize = 107;
/// What PostgreSQL calls its socket inside the folder.
const SOCKET_NAME: &str = ".s.PGSQL.5432";

/// The system user the server runs as, when we are root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    uid: u32,
    gid: u32,
}

impl Account {
    /// None for an ordinary user, who runs the server as themselves.
    fn to_drop_to() -> Result<Option<Self>> {
        if fs::metadata("/proc/self")?.uid() != 0 {
            return Ok(None);
        }
        let users = fs::read_to_string("/etc/passwd").context("không đọc được /etc/passwd")?;
        match Self::find(&users, "postgres").or_else(|| Self::find(&users, "nobody")) {
            Some(account) => Ok(Some(account)),
            None => bail!("PostgreSQL không chạy bằng root và máy không có người dùng postgres hay nobody"),
        }
    }

    fn find(users: &str, name: &str) -> Option<Self> {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some(Self { uid: fields.next()?.parse().ok()?, gid: fields.next()?.parse().ok()? })
    }

    /// Whether this user may pass through a folder.
    fn passes(self, folder: &fs::Metadata) -> bool {
        let bit = match (folder.uid() == self.uid, folder.gid() == self.gid) {
            (true, _) => 0o100,
            (false, true) => 0o010,
            (false, false) => 0o001,
        };
        folder.mode() & bit != 0
    }
}

/// The server's files: the cluster itself, the folder of its socket, its log.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    socket: PathBuf,
    account: Option<Account>,
}

impl Folder {
    /// Decides where the files are and makes the folders.
    pub(super) fn prepare(dir: &Path) -> Result<Self> {
        let account = Account::to_drop_to()?;
        let dir = fs::canonicalize(dir)?;
        let root = match account {
            Some(account) if !reachable(&dir, account)? => elsewhere(&dir)?,
            _ => dir.clone(),
        };
        let mut socket = root.join("socket");
        if socket.join(SOCKET_NAME).as_os_str().len() > SOCKET_PATH_MAX {
            socket = Path::new("/tmp").join(format!("bontot-{}", digest(&root)));
        }
        let folder = Self { root, socket, account };
        folder.private(&folder.socket)?;
        Ok(folder)
    }

    pub(super) fn data(&self) -> PathBuf {
        self.root.join("postgres")
    }

    pub(super) fn socket(&self) -> PathBuf {
        self.socket.clone()
    }

    pub(super) fn socket_file(&self) -> PathBuf {
        self.socket.join(SOCKET_NAME)
    }

    pub(super) fn log(&self) -> PathBuf {
        self.root.join("postgres.log")
    }

    pub(super) fn initialised(&self) -> bool {
        self.data().join("PG_VERSION").exists()
    }

    /// An empty folder to initialise in, renamed by [`Folder::accept`]: a half-made cluster is never taken for
    /// a whole one.
    pub(super) fn draft(&self) -> Result<PathBuf> {
        let draft = self.root.join("postgres.new");
        remove(&draft)?;
        self.private(&draft)?;
        Ok(draft)
    }

    pub(super) fn accept(&self, draft: &Path) -> Result<()> {
        Ok(fs::rename(draft, self.data())?)
    }

    /// A command that runs as the server's user.
    pub(super) fn command(&self, program: &Path) -> Command {
        use std::os::unix::process::CommandExt;
        let mut command = Command::new(program);
        command.current_dir("/").env("LC_ALL", "C.UTF-8");
        if let Some(account) = self.account {
            // Setting a user as root also drops root's other groups.
            command.uid(account.uid).gid(account.gid);
        }
        command
    }

    pub(super) fn delete(&self) -> Result<()> {
        remove(&self.socket)?;
        remove(&self.root)
    }

    /// Makes a folder only the server's user may enter.
    fn private(&self, path: &Path) -> Result<()> {
        match fs::DirBuilder::new().mode(0o700).create(path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
            _ => {}
        }
        let found = fs::symlink_metadata(path)?;
        let ours = fs::metadata("/proc/self")?.uid();
        let expected = self.account.map_or(ours, |account| account.uid);
        if !found.is_dir() || (found.uid() != ours && found.uid() != expected) {
            bail!("thư mục {} thuộc về người dùng khác", path.display());
        }
        fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
        if let Some(account) = self.account {
            chown(path, Some(account.uid), Some(account.gid))?;
        }
        Ok(())
    }
}

/// Whether the user can reach a folder: it and every folder above it must let the user through.
fn reachable(dir: &Path, account: Account) -> Result<bool> {
    for folder in dir.ancestors() {
        if !account.passes(&fs::metadata(folder)?) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A folder outside root's home for the data of `dir`; the same one each time.
fn elsewhere(dir: &Path) -> Result<PathBuf> {
    let place = Path::new("/var/lib/bontot").join(digest(dir));
    tracing::info!(
        "{} không mở cho người dùng chạy PostgreSQL, cơ sở dữ liệu đặt tại {}",
        dir.display(),
        place.display()
    );
    fs::create_dir_all(&place).with_context(|| format!("không tạo được {}", place.display()))?;
    for folder in [&place, Path::new("/var/lib/bontot")] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    }
    Ok(place)
}

fn digest(path: &Path) -> String {
    use sha2::{Digest, Sha256};
    use std::os::unix::ffi::OsStrExt;
    let hash: [u8; 32] = Sha256::digest(path.as_os_str().as_bytes()).into();
    let start = hash.first_chunk().copied().unwrap_or_default();
    format!("{:016x}", u64::from_be_bytes(start))
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: &str = "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/:/bin/false\n\
                         postgres:x:105:112:PostgreSQL,,,:/var/lib/postgresql:/bin/bash\n";

    #[test]
    fn users_are_found_by_their_whole_name() {
        assert_eq!(Account::find(USERS, "postgres"), Some(Account { uid: 105, gid: 112 }));
        assert_eq!(Account::find(USERS, "post"), None);
    }

    #[test]
    fn a_folder_of_root_alone_is_not_passable() {
        let dir = std::env::temp_dir().join(format!("bontot-pass-{}", std::process::id()));
        fs::create_dir(&dir).unwrap();
        let stranger = Account { uid: 65_533, gid: 65_533 };
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o700)).unwrap();
        assert!(!stranger.passes(&fs::metadata(&dir).unwrap()));
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o711)).unwrap();
        assert!(stranger.passes(&fs::metadata(&dir).unwrap()));
        fs::remove_dir(&dir).unwrap();
    }
}
