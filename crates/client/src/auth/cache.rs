//! Tokens that processes of one machine share by a file.
//!
//! A lock of the system's, on a file beside, makes the processes take turns; it falls when its process ends, however it
//! ends. The file itself is replaced as a whole, so that nobody ever reads half of it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::flight::MARGIN;
use super::{AuthError, Lease, Secret, Token};

/// How long a turn is waited for. Whoever has it asks the token endpoint, which takes a minute at the most; a process that
/// was stopped has it for longer.
const LONGEST_WAIT: Duration = Duration::from_secs(90);

/// How long until a lock is tried for the second time. It doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// The longest time between two tries.
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

/// One turn at the file.
pub(super) struct Cache {
    path: PathBuf,
    /// Unlocked when it is closed.
    _lock: File,
}

/// What is in the file.
#[derive(Clone)]
pub(super) struct Entry {
    token: Option<Token>,
    /// When the token ends, as seconds since 1970.
    ends: u64,
    pub(super) refresh_token: Secret,
}

/// How many bytes of memory there are for the text from the start: growing would leave a copy of secrets behind.
const ROOM: usize = 16 * 1024;

/// The same as text, to be written.
#[derive(Serialize)]
struct Text<'a> {
    access_token: &'a str,
    ends: u64,
    refresh_token: &'a str,
}

/// The same as it was read.
#[derive(Deserialize)]
struct Kept {
    access_token: Secret,
    ends: u64,
    refresh_token: Secret,
}

impl Entry {
    pub(super) fn new(lease: &Lease, refresh_token: Secret) -> Self {
        let lifetime = lease.lifetime.unwrap_or_default();
        Self {
            token: Some(lease.token.clone()),
            ends: now().saturating_add(lifetime.as_secs()),
            refresh_token,
        }
    }

    /// The token, unless it was refused or ends within the margin.
    pub(super) fn lease(&self, refused: Option<&Token>) -> Option<Lease> {
        let token = self.token.as_ref().filter(|token| Some(*token) != refused)?;
        let left = Duration::from_secs(self.ends.saturating_sub(now()));
        (left > MARGIN).then(|| Lease { token: token.clone(), lifetime: Some(left) })
    }
}

/// Seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

impl Cache {
    /// Waits for one's turn at the file of an identity, in a folder that is made if it isn't there.
    ///
    /// No thread waits for the lock: one that does cannot be stopped, and would keep a program from ending.
    pub(super) async fn lock(folder: &Path, identity: &[&str]) -> Result<Self, AuthError> {
        let mut digest = Sha256::new();
        for part in identity {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        let name = data_encoding::HEXLOWER.encode(&digest.finalize()[..16]);
        let path = folder.join(format!("{name}.json"));
        let (folder, lock_path) = (folder.to_owned(), folder.join(format!("{name}.lock")));
        let mut lock = aside(&path, move || {
            make_folder(&folder)?;
            private(OpenOptions::new().create(true).truncate(false)).open(&lock_path)
        })
        .await?;
        let (latest, mut pause) = (Instant::now() + LONGEST_WAIT, FIRST_PAUSE);
        loop {
            let is_mine;
            (lock, is_mine) = aside(&path, move || match lock.try_lock() {
                Ok(()) => Ok((lock, true)),
                Err(TryLockError::WouldBlock) => Ok((lock, false)),
                Err(TryLockError::Error(error)) => Err(error),
            })
            .await?;
            if is_mine {
                return Ok(Self { path, _lock: lock });
            }
            if Instant::now() >= latest {
                let reason = format!("another process holds it for {} s", LONGEST_WAIT.as_secs());
                return Err(failed(&path, io::Error::new(io::ErrorKind::TimedOut, reason)));
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// What is there. What nobody can read is as good as nothing: it is replaced.
    pub(super) async fn read(&self) -> Result<Option<Entry>, AuthError> {
        let path = self.path.clone();
        aside(&self.path, move || {
            let mut text = Zeroizing::new(String::with_capacity(ROOM));
            match File::open(&path).and_then(|mut file| file.read_to_string(&mut text)) {
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(error) if error.kind() == io::ErrorKind::InvalidData => return Ok(None),
                Err(error) => return Err(error),
            }
            let Ok(entry) = serde_json::from_str::<Kept>(&text) else { return Ok(None) };
            Ok(Some(Entry {
                token: Token::new(entry.access_token.expose()).ok(),
                ends: entry.ends,
                refresh_token: entry.refresh_token,
            }))
        })
        .await
    }

    /// Replaces what is there.
    pub(super) async fn write(&self, entry: Entry) -> Result<(), AuthError> {
        let path = self.path.clone();
        aside(&self.path, move || {
            let text = Text {
                access_token: entry.token.as_ref().map_or("", Token::expose),
                ends: entry.ends,
                refresh_token: entry.refresh_token.expose(),
            };
            let mut json = Zeroizing::new(Vec::with_capacity(ROOM));
            serde_json::to_writer(&mut *json, &text)?;
            let folder = path.parent().unwrap_or(Path::new("."));
            replace(&path, &json)?;
            // The new name is on the disk as well, where a folder can be opened.
            File::open(folder)
                .and_then(|folder| folder.sync_all())
                .or_else(|error| if cfg!(unix) { Err(error) } else { Ok(()) })
        })
        .await
    }
}

/// Puts a text in the place of a file, by way of one beside it that has the same name each time: one that was left behind
/// when its process ended holds secrets, and goes with the next.
fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("tmp");
    remove(&beside)?;
    let mut file = private(OpenOptions::new().create_new(true)).open(&beside)?;
    let replaced =
        file.write_all(text).and_then(|()| file.sync_all()).and_then(|()| std::fs::rename(&beside, path));
    if replaced.is_err() {
        // The first error says more than that of a second attempt at the same disk.
        let _ = remove(&beside);
    }
    replaced
}

/// Removes a file, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    if others_may_write(folder)? {
        let reason = format!("others may write in its folder: run `chmod go-w {}`", folder.display());
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, reason));
    }
    Ok(())
}

/// Whether others than the owner may write in a folder, and so put files of theirs in the place of those there.
#[cfg(unix)]
fn others_may_write(folder: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::metadata(folder)?.permissions().mode() & 0o022 != 0)
}

#[cfg(not(unix))]
fn others_may_write(_: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Does what may wait for the disk or for another process where that hinders nobody.
async fn aside<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, AuthError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| failed(path, error)),
        Err(error) => Err(failed(path, io::Error::other(error))),
    }
}

fn failed(path: &Path, error: io::Error) -> AuthError {
    AuthError::Cache { path: path.display().to_string(), source: Arc::new(error) }
}

#[cfg(test)]
mod tests;
