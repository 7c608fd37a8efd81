//! Settings. Each comes from the command line or from the environment, and `--help` explains every one.

use std::{ffi::OsString, net::SocketAddr, num::NonZeroU32, path::PathBuf};

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// The command line as typed, the environment filled in.
#[derive(Debug, Parser)]
#[command(name = "bontot", version, about = "Bốn Tốt – theo dõi mô hình Chi bộ bốn tốt")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How.
    #[command(flatten)]
    pub settings: Settings,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the pages until told to stop (Ctrl-C or SIGTERM)
    Serve {
        /// Fill an empty database with the demonstration year before serving
        #[arg(long, env = "DEMO")]
        demo: bool,
        /// Serve the demonstration as it would stand on another day, such as 2027-01-09. Refused for real data
        #[arg(long, env = "DEMO_DAY")]
        on: Option<NaiveDate>,
    },
    /// Bring the database's tables up to date (serve does it too)
    Migrate,
    /// Fill an empty database with the demonstration year; refuses one that holds real data
    Demo,
    /// Let the demonstration go through the merger of 1 July 2025 and check every figure; refuses real data
    Drill,
    /// Make an account that administers accounts and settings
    CreateAdmin(NewAdmin),
    /// Remind the cells that have not sent a sheet, by the rules of their committees, and send the letters that are due
    /// (serve does it too). Run twice, it reminds once
    Remind,
    /// Check the settings and the database: one line for each finding, exit code 1 if one is bad
    Check,
    /// Run a command beside a throw-away database: `bontot database -- cargo test`
    #[command(hide = true)]
    Database {
        /// The command and its arguments
        #[arg(last = true, required = true)]
        command: Vec<OsString>,
    },
}

/// The first account of an installation.
#[derive(Debug, Clone, Args)]
pub struct NewAdmin {
    /// Name to sign in with: 2 to 40 of a-z, 0-9, dot, hyphen, underscore. The password is read from the first line
    /// of standard input; at a terminal one is made up and printed once
    pub username: String,
    /// The person's name
    pub name: String,
    /// Code of the organization to administer, with all below it
    #[arg(long, default_value = "goc")]
    pub organization: String,
    /// Name of that organization, when it is not there yet and should be opened as the top of the tree
    #[arg(long)]
    pub organization_name: Option<String>,
}

/// How the program runs.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// PostgreSQL to use, such as `postgres://user@host/name`. Without it the program starts a private server of
    /// its own, which keeps its files under DATA_DIR and listens on no network port
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true, value_parser = non_empty)]
    pub database_url: Option<String>,
    /// Address and port to serve on
    #[arg(long, env = "LISTEN", global = true, default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// The address people type, without a path: posts from pages of any other origin are refused. Default:
    /// http:// followed by LISTEN
    #[arg(long, env = "PUBLIC_ORIGIN", global = true, value_parser = origin)]
    pub public_origin: Option<String>,
    /// Folder for the private database and the lock that keeps a second copy out
    #[arg(long, env = "DATA_DIR", global = true, default_value = "data")]
    pub data_dir: PathBuf,
    /// Folder for the files people hand in as evidence; not inside any folder a web server serves. Default: evidence
    /// under DATA_DIR
    #[arg(long, env = "EVIDENCE_DIR", global = true)]
    pub evidence_dir: Option<PathBuf>,
    /// The files in an S3-compatible store instead of a folder.
    #[command(flatten)]
    pub s3: S3,
    /// How letters are sent.
    #[command(flatten)]
    pub mail: Mail,
    /// What is logged, in the syntax of tracing's EnvFilter: info, or bontot=debug,sqlx=warn
    #[arg(long, env = "LOG", global = true, default_value = "info,sqlx=warn")]
    pub log: String,
    /// How log lines are written
    #[arg(long, env = "LOG_FORMAT", global = true, default_value = "text")]
    pub log_format: LogFormat,
    /// Cookies for TLS only (true behind a TLS proxy). Default: whether PUBLIC_ORIGIN begins with https://
    #[arg(long, env = "SECURE_COOKIES", global = true)]
    pub secure_cookies: Option<bool>,
    /// Most connections to the database at once
    #[arg(long, env = "POOL_SIZE", global = true, default_value = "10")]
    pub pool_size: NonZeroU32,
    /// Folder of PostgreSQL's programs (initdb, postgres) for the private server. Default: the newest under
    /// /usr/lib/postgresql
    #[arg(long, env = "PG_BIN", global = true)]
    pub pg_bin: Option<PathBuf>,
}

/// An S3-compatible store for files: needed where several machines serve the program.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Files in an S3-compatible store")]
pub struct S3 {
    /// Bucket for the files people hand in; with it, no folder is used
    #[arg(id = "s3_bucket", long = "s3-bucket", env = "S3_BUCKET", global = true, value_parser = non_empty)]
    pub bucket: Option<String>,
    /// Address of the store, such as `https://minio.example.vn:9000`. Default: Amazon's own for the region
    #[arg(id = "s3_endpoint", long = "s3-endpoint", env = "S3_ENDPOINT", global = true, value_parser = non_empty)]
    pub endpoint: Option<String>,
    /// Region of the bucket; most stores of one's own take any
    #[arg(
        id = "s3_region",
        long = "s3-region",
        env = "S3_REGION",
        global = true,
        default_value = "us-east-1"
    )]
    pub region: String,
    /// Name of the access key. Without it, the rights of the machine itself are used
    #[arg(
        id = "s3_access_key",
        long = "s3-access-key",
        env = "S3_ACCESS_KEY",
        global = true,
        hide_env_values = true
    )]
    pub access_key: Option<String>,
    /// The access key's secret
    #[arg(
        id = "s3_secret_key",
        long = "s3-secret-key",
        env = "S3_SECRET_KEY",
        global = true,
        hide_env_values = true
    )]
    pub secret_key: Option<String>,
}

/// How letters are sent.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Mail")]
pub struct Mail {
    /// Mail server: `smtps://user:password@host`, or `smtp://host:587?tls=required`. Without it, letters become files in
    /// `MAIL_DIR`
    #[arg(long, env = "SMTP_URL", global = true, hide_env_values = true, value_parser = non_empty)]
    pub smtp_url: Option<String>,
    /// Certificate (PEM) of the authority that vouches for the mail server, where it is the agency's own
    #[arg(long, env = "SMTP_CA", global = true)]
    pub smtp_ca: Option<PathBuf>,
    /// Whom letters are from
    #[arg(long, env = "MAIL_FROM", global = true, default_value = "Bốn Tốt <bontot@localhost.localdomain>")]
    pub mail_from: String,
    /// Folder for letters where no mail server is named. Default: mail under DATA_DIR
    #[arg(long, env = "MAIL_DIR", global = true)]
    pub mail_dir: Option<PathBuf>,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Settings {
    /// The origin people reach the program by, given the address it really listens on.
    pub fn origin(&self, listening: SocketAddr) -> String {
        self.public_origin.clone().unwrap_or_else(|| format!("http://{listening}"))
    }

    /// The folder for files, where they are kept in one.
    pub fn evidence_folder(&self) -> PathBuf {
        self.evidence_dir.clone().unwrap_or_else(|| self.data_dir.join("evidence"))
    }

    /// The folder for letters, where they are kept in one.
    pub fn mail_folder(&self) -> PathBuf {
        self.mail.mail_dir.clone().unwrap_or_else(|| self.data_dir.join("mail"))
    }

    /// Whether cookies are for TLS only.
    pub fn cookies_are_secure(&self) -> bool {
        let tls = self.public_origin.as_ref().is_some_and(|origin| origin.starts_with("https://"));
        self.secure_cookies.unwrap_or(tls)
    }
}

fn non_empty(text: &str) -> Result<String, &'static str> {
    if text.trim().is_empty() { Err("is empty; leave it unset instead") } else { Ok(text.to_owned()) }
}

/// Scheme, host and port only, as browsers write it in the `Origin` header.
fn origin(text: &str) -> Result<String, &'static str> {
    let text = text.strip_suffix('/').unwrap_or(text);
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => Ok(text.to_lowercase()),
        _ => Err("must look like https://bontot.example.vn"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(args: &[&str]) -> Settings {
        Cli::try_parse_from(["bontot", "check"].iter().chain(args)).unwrap().settings
    }

    #[test]
    fn every_setting_is_explained() {
        use clap::CommandFactory;
        let command = Cli::command();
        command.clone().debug_assert();
        for arg in command.get_arguments().filter(|arg| arg.get_id() != "help" && arg.get_id() != "version") {
            assert!(arg.get_help().is_some(), "{} has no help", arg.get_id());
            assert!(arg.get_env().is_some(), "{} has no variable", arg.get_id());
        }
    }

    #[test]
    fn the_origin_follows_the_address_unless_given() {
        let address = "127.0.0.1:3000".parse().unwrap();
        assert_eq!(settings(&[]).origin(address), "http://127.0.0.1:3000");
        let given = settings(&["--public-origin", "https://Bontot.example.vn/"]);
        assert_eq!(given.origin(address), "https://bontot.example.vn");
        assert!(given.cookies_are_secure());
        assert!(!settings(&[]).cookies_are_secure());
    }

    #[test]
    fn an_origin_with_a_path_is_refused() {
        for bad in ["bontot.vn", "https://", "https://bontot.vn/x", "ftp://bontot.vn"] {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }
}
