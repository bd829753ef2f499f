//! Tokens that processes share by a folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use asp_client::ids::OrganizationId;
use asp_client::{AuthError, Client, LoginWithAmazon};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Consent, reason};
use crate::endpoint::{Endpoint, pass};
use crate::service::quick;

/// What a process is told, in its environment.
const JOB: &str = "ASP_TESTS_CREDENTIALS";

/// The other process: calls once, with the tokens of the folder. It is this binary, told to run nothing else.
#[tokio::test]
#[ignore = "it is run by the other tests here"]
async fn process() {
    let Ok(job) = std::env::var(JOB) else { return };
    let job: Value = serde_json::from_str(&job).unwrap();
    let text = |member: &str| job[member].as_str().unwrap();
    let login = LoginWithAmazon::new(text("id"), text("secret"), text("refreshToken"));
    let login = login.token_url(text("tokenUrl")).cache(text("folder"));
    let client = Client::builder().base_url(text("url")).credentials(login).retry(quick()).build().unwrap();
    let organization: OrganizationId = text("organization").parse().unwrap();
    client.list_properties().organization_id(&organization).send().await.unwrap();
}

impl Consent {
    /// Starts a process that calls once.
    fn process(&self, endpoint: &Endpoint, folder: &Path) -> Child {
        let job = json!({
            "id": self.id, "secret": self.secret, "refreshToken": self.refresh_token,
            "tokenUrl": endpoint.url, "url": self.service.url(), "folder": folder,
            "organization": self.service.organization().as_str(),
        });
        Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "credentials::cache::process"])
            .env(JOB, job.to_string())
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// A client of this process with the same folder.
    fn sharing(&self, endpoint: &Endpoint, folder: &Path) -> Client {
        self.client(self.login(endpoint).cache(folder))
    }
}

/// Waits for a process to end.
async fn ended(mut process: Child) -> ExitStatus {
    tokio::task::spawn_blocking(move || process.wait().unwrap()).await.unwrap()
}

/// A folder below one that is there, and the one that is to be removed.
fn folder() -> (TempDir, PathBuf) {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("state/tokens");
    (parent, folder)
}

/// The one file with tokens.
fn file(folder: &Path) -> PathBuf {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

#[tokio::test]
async fn processes_refresh_once_for_all_of_them() {
    let consent = Consent::new().await;
    // A refresh token that is used twice would revoke everything.
    consent.service.set(json!({"refreshRotation": "rotate"})).await;
    let endpoint = Endpoint::before(&consent.service.url()).await;
    let (_parent, folder) = folder();
    for round in 1..=3 {
        let processes: Vec<Child> = (0..6).map(|_| consent.process(&endpoint, &folder)).collect();
        for process in processes {
            assert!(ended(process).await.success());
        }
        assert_eq!(endpoint.requests(), round);
        // Those of the next round find a token that is refused.
        consent.expire().await;
    }
    let kept: Value = serde_json::from_slice(&fs::read(file(&folder)).unwrap()).unwrap();
    assert_ne!(kept["refresh_token"], consent.refresh_token.as_str());
}

#[cfg(unix)]
#[tokio::test]
async fn folder_and_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let consent = Consent::new().await;
    let endpoint = Endpoint::before(&consent.service.url()).await;
    let (_parent, folder) = folder();
    consent.call(&consent.sharing(&endpoint, &folder)).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(!name.contains(&consent.id) && !name.contains(&consent.refresh_token), "{name}");
    }
}

#[tokio::test]
async fn a_file_that_nobody_can_read_is_replaced() {
    let consent = Consent::new().await;
    let endpoint = Endpoint::before(&consent.service.url()).await;
    let (_parent, folder) = folder();
    consent.call(&consent.sharing(&endpoint, &folder)).await.unwrap();
    let file = file(&folder);
    for (number, broken) in
        [&b""[..], b"{", b"\xff\xfe", b"null", br#"{"access_token": 1}"#].iter().enumerate()
    {
        fs::remove_file(&file).unwrap();
        tempfile::NamedTempFile::new_in(&folder).unwrap().persist(&file).unwrap();
        std::io::Write::write_all(&mut fs::OpenOptions::new().write(true).open(&file).unwrap(), broken)
            .unwrap();
        consent.call(&consent.sharing(&endpoint, &folder)).await.unwrap();
        assert_eq!(endpoint.requests(), number + 2);
        let kept: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        assert_eq!(kept["refresh_token"], consent.refresh_token.as_str());
    }
    // The whole one is used.
    consent.call(&consent.sharing(&endpoint, &folder)).await.unwrap();
    assert_eq!(endpoint.requests(), 6);
}

/// It is killed while it waits for the token endpoint.
#[tokio::test]
async fn a_process_that_is_killed_holds_nobody_up() {
    let consent = Consent::new().await;
    let pass = pass(&consent.service.url());
    let endpoint = Endpoint::start(move |body, number| {
        let reply = pass(body);
        async move { if number == 1 { std::future::pending().await } else { reply.await } }
    })
    .await;
    let (_parent, folder) = folder();
    let mut process = consent.process(&endpoint, &folder);
    while endpoint.requests() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let client = consent.sharing(&endpoint, &folder);
    let organization = consent.service.organization();
    let waiting = tokio::spawn(async move {
        client.list_properties().organization_id(&organization).send().await.map(|_| ())
    });
    // It is the other one's turn as long as it lives.
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!waiting.is_finished() && endpoint.requests() == 1);
    process.kill().unwrap();
    waiting.await.unwrap().unwrap();
    assert!(!ended(process).await.success());
    assert_eq!(endpoint.requests(), 2);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_an_error_before_anything_is_asked() {
    let consent = Consent::new().await;
    let endpoint = Endpoint::before(&consent.service.url()).await;
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = consent.call(&consent.sharing(&endpoint, &file.path().join("tokens"))).await.unwrap_err();
    let reason = reason(&error);
    let AuthError::Cache { path, .. } = &reason else { unreachable!("{reason:?}") };
    assert!(path.starts_with(file.path().to_str().unwrap()), "{path}");
    assert!(reason.to_string().contains(path), "{reason}");
    assert_eq!(endpoint.requests(), 0);
}

/// While the endpoint answers, something comes in the way of the file.
#[tokio::test]
async fn a_token_that_could_not_be_kept_is_used_all_the_same_and_no_refresh_token_is_lost() {
    let consent = Consent::new().await;
    consent.service.set(json!({"refreshRotation": "rotate"})).await;
    let (_parent, folder) = folder();
    let (pass, place) = (pass(&consent.service.url()), folder.clone());
    let endpoint = Endpoint::start(move |body, number| {
        if number == 1 {
            let locks = fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().path());
            let lock = locks.last().unwrap();
            fs::create_dir_all(lock.with_extension("json").join("in the way")).unwrap();
        }
        pass(body)
    })
    .await;
    let client = consent.sharing(&endpoint, &folder);
    // What was granted is good although it cannot be kept, and so is what comes by it.
    for requests in [1, 2] {
        consent.call(&client).await.unwrap();
        consent.call(&client).await.unwrap();
        assert_eq!(endpoint.requests(), requests);
        consent.expire().await;
    }
    fs::remove_dir_all(file(&folder)).unwrap();
    consent.call(&client).await.unwrap();
    assert_eq!(endpoint.requests(), 3);
    // Other processes go on with the new one.
    consent.expire().await;
    assert!(ended(consent.process(&endpoint, &folder)).await.success());
}
