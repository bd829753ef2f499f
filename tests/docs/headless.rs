//! A headless Chromium that reaches this machine only, and what its pages report.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chromiumoxide::browser::{Browser, BrowserConfig};
use chromiumoxide::cdp::IntoEventKind;
use chromiumoxide::cdp::browser_protocol::accessibility::{AxNode, GetFullAxTreeParams};
use chromiumoxide::cdp::browser_protocol::emulation::{
    MediaFeature, SetDeviceMetricsOverrideParams, SetEmulatedMediaParams, SetScriptExecutionDisabledParams,
};
use chromiumoxide::cdp::browser_protocol::log::{self, EventEntryAdded, LogEntryLevel};
use chromiumoxide::cdp::browser_protocol::network::{
    self, EventLoadingFailed, EventRequestWillBeSent, EventResponseReceived,
};
use chromiumoxide::cdp::browser_protocol::page::CaptureScreenshotFormat;
use chromiumoxide::cdp::js_protocol::runtime::{
    ConsoleApiCalledType, EventConsoleApiCalled, EventExceptionThrown,
};
use chromiumoxide::page::{Page, ScreenshotParams};
use futures_util::StreamExt;
use parking_lot::Mutex;
use serde::de::DeserializeOwned;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio::time::{Duration, Instant, sleep};

use crate::program;

/// How long a page may take to show what is waited for: a bound for what never comes, not a measurement.
const PATIENCE: Duration = Duration::from_mins(1);

/// The installed Chromium, or nothing if there is none.
///
/// # Panics
///
/// In CI if there is none.
pub(crate) fn installed() -> Option<PathBuf> {
    program(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
}

/// A browser without a profile from before, in a folder that goes with it.
pub(crate) struct Headless {
    browser: Browser,
    events: JoinHandle<()>,
    _profile: TempDir,
}

impl Headless {
    pub(crate) async fn launch(executable: &Path) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut config = BrowserConfig::builder()
            .chrome_executable(executable)
            .user_data_dir(profile.path())
            .new_headless_mode()
            .window_size(1600, 1200)
            .viewport(None)
            .launch_timeout(PATIENCE)
            .request_timeout(PATIENCE)
            // Other hosts have no address, whatever the page or the browser itself asks for.
            .arg(("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
            .arg("no-proxy-server");
        if is_root() {
            // Chromium's sandbox refuses root, which is who containers run as.
            config = config.no_sandbox();
        }
        let (browser, mut handler) = Browser::launch(config.build().unwrap()).await.unwrap();
        let events = tokio::spawn(async move { while handler.next().await.is_some() {} });
        Self { browser, events, _profile: profile }
    }

    /// An empty page that reports from its first moment on.
    pub(crate) async fn open(&self) -> Watched {
        let page = self.browser.new_page("about:blank").await.unwrap();
        page.execute(network::EnableParams::default()).await.unwrap();
        page.execute(log::EnableParams::default()).await.unwrap();
        let reports = Arc::new(Mutex::new(Reports::default()));
        watch(&page, &reports, |event: &EventRequestWillBeSent, reports| {
            reports.requests.push(event.request.url.clone());
        })
        .await;
        watch(&page, &reports, |event: &EventResponseReceived, reports| {
            if event.response.status >= 400 {
                reports.errors.push(format!("{} {}", event.response.status, event.response.url));
            }
        })
        .await;
        watch(&page, &reports, |event: &EventLoadingFailed, reports| {
            reports.errors.push(format!("not loaded: {}", event.error_text));
        })
        .await;
        watch(&page, &reports, |event: &EventConsoleApiCalled, reports| {
            if matches!(event.r#type, ConsoleApiCalledType::Error | ConsoleApiCalledType::Assert) {
                reports.errors.push(format!("console: {:?}", event.args));
            }
        })
        .await;
        watch(&page, &reports, |event: &EventExceptionThrown, reports| {
            let details = &event.exception_details;
            let what = details.exception.as_ref().and_then(|object| object.description.clone());
            reports.errors.push(format!("exception: {}", what.unwrap_or_else(|| details.text.clone())));
        })
        .await;
        watch(&page, &reports, |event: &EventEntryAdded, reports| {
            if event.entry.level == LogEntryLevel::Error {
                reports.errors.push(format!("log: {} {:?}", event.entry.text, event.entry.url));
            }
        })
        .await;
        Watched { page, reports }
    }

    pub(crate) async fn close(mut self) {
        self.browser.close().await.unwrap();
        self.browser.wait().await.unwrap();
        self.events.await.unwrap();
    }
}

/// What a page reported.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    /// The URLs that it asked for.
    pub(crate) requests: Vec<String>,
    /// Errors on the console, exceptions that nobody caught, and requests that failed or were refused.
    pub(crate) errors: Vec<String>,
}

/// A page whose reports are kept.
pub(crate) struct Watched {
    page: Page,
    reports: Arc<Mutex<Reports>>,
}

impl Watched {
    pub(crate) async fn goto(&self, url: &str) {
        self.page.goto(url).await.unwrap();
    }

    /// Makes the page a window of so many points, of a phone or not, in dark colors or light ones.
    pub(crate) async fn resize(&self, (width, height): (u32, u32), is_phone: bool, is_dark: bool) {
        let scale = if is_phone { 2.0 } else { 1.0 };
        let metrics = SetDeviceMetricsOverrideParams::new(width, height, scale, is_phone);
        self.page.execute(metrics).await.unwrap();
        let scheme = MediaFeature::new("prefers-color-scheme", if is_dark { "dark" } else { "light" });
        // Scrolling ends at once.
        let motion = MediaFeature::new("prefers-reduced-motion", "reduce");
        let media = SetEmulatedMediaParams::builder().features([scheme, motion]).build();
        self.page.execute(media).await.unwrap();
    }

    /// Shows the page as it is printed.
    pub(crate) async fn print(&self) {
        let media = SetEmulatedMediaParams::builder().media("print").build();
        self.page.execute(media).await.unwrap();
    }

    /// The page as assistive technology has it: a tree, its root first.
    pub(crate) async fn accessibility(&self) -> Vec<AxNode> {
        self.page.execute(GetFullAxTreeParams::default()).await.unwrap().result.nodes
    }

    /// Scripts of the page run no more; those of [`Self::evaluate`] do.
    pub(crate) async fn forbid_scripts(&self) {
        self.page.execute(SetScriptExecutionDisabledParams::new(true)).await.unwrap();
    }

    /// What a JavaScript expression gives.
    pub(crate) async fn evaluate<T: DeserializeOwned>(&self, expression: &str) -> T {
        self.page.evaluate(expression).await.unwrap().into_value().unwrap()
    }

    /// Waits until a JavaScript expression gives `true`.
    pub(crate) async fn wait_until(&self, expression: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.evaluate::<bool>(expression).await {
            assert!(Instant::now() < end, "still false: {expression}\n{:#?}", self.reports.lock());
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Writes a picture of the whole page.
    pub(crate) async fn screenshot(&self, path: &Path) {
        let parameters =
            ScreenshotParams::builder().format(CaptureScreenshotFormat::Png).full_page(true).build();
        self.page.save_screenshot(parameters, path).await.unwrap();
    }

    /// Writes a picture of what is in the window.
    pub(crate) async fn view(&self, path: &Path) {
        let parameters = ScreenshotParams::builder().format(CaptureScreenshotFormat::Png).build();
        self.page.save_screenshot(parameters, path).await.unwrap();
    }

    /// Closes the page and gives what it reported.
    pub(crate) async fn close(self) -> Reports {
        // Whatever was reported before this answer has arrived with it.
        let _: u8 = self.evaluate("1").await;
        self.page.close().await.unwrap();
        std::mem::take(&mut *self.reports.lock())
    }
}

/// Enters the events of one kind into the reports as they come.
async fn watch<E: IntoEventKind + Unpin + Send + Sync + 'static>(
    page: &Page,
    reports: &Arc<Mutex<Reports>>,
    enter: fn(&E, &mut Reports),
) {
    let mut events = page.event_listener::<E>().await.unwrap();
    let reports = Arc::clone(reports);
    tokio::spawn(async move {
        while let Some(event) = events.next().await {
            enter(&event, &mut reports.lock());
        }
    });
}

/// Whether this process is root's.
fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|metadata| metadata.uid() == 0)
}
