//! The reference page that the server has: every operation is on it, visible and readable, and the page asks nobody but its
//! own server.

use std::collections::BTreeSet;

use asp_server::Settings;
use serde::Deserialize;
use serde_json::Value;

use crate::headless::{Headless, Watched, installed};
use crate::picture;

/// An operation as a reader sees it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    id: String,
    method: String,
    path: String,
    summary: String,
    /// The statuses that are described.
    statuses: BTreeSet<String>,
}

/// All operations that the page has, and which of their texts nobody can see. Each is brought into the window first, and a
/// text counts as seen if its middle is drawn and nothing else is drawn over it.
const SHOWN: &str = r"
[...document.querySelectorAll('.opblock')].map(block => {
    const text = part => (block.querySelector(part)?.textContent ?? '').replaceAll('\u200b', '').trim();
    const isSeen = part => {
        const element = block.querySelector(part);
        if (!element?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
        element.scrollIntoView({ block: 'center', behavior: 'instant' });
        const box = element.getBoundingClientRect();
        if (box.width < 1 || box.height < 1) return false;
        const drawn = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return drawn !== null && (element.contains(drawn) || drawn.contains(element) && block.contains(drawn));
    };
    const parts = {
        id: '.opblock-summary-operation-id',
        method: '.opblock-summary-method',
        path: '.opblock-summary-path',
        summary: '.opblock-summary-description',
    };
    const shown = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, text(part)]));
    const rows = [...block.querySelectorAll('.responses-inner tr.response[data-code]')];
    const statuses = rows.filter(row => row.checkVisibility()).map(row => row.dataset.code);
    const unseen = Object.entries(parts).filter(([, part]) => !isSeen(part)).map(([name]) => name);
    return [{ ...shown, statuses: [...new Set(statuses)] }, unseen];
})";

/// Unfolds all operations, and gives their number.
const UNFOLD: &str = "[...document.querySelectorAll('.opblock:not(.is-open) .opblock-summary-control')]
    .map(control => control.click()).length";

/// Whether all operations are unfolded with their responses, and nothing is still being read.
const UNFOLDED: &str = "document.querySelectorAll('.opblock').length ===
        document.querySelectorAll('.opblock.is-open .responses-inner').length &&
    document.querySelector('.opblock-loading-animation, .loading-container') === null";

/// Sends the request of every operation, filled with the document's examples, and gives their number.
const SEND: &str = "[...document.querySelectorAll('.opblock .execute')].map(button => button.click()).length";

/// Whether every operation shows an answer.
const ANSWERED: &str = "document.querySelectorAll('.opblock').length ===
    document.querySelectorAll('.live-responses-table tbody .response-col_status').length";

/// The statuses of the answers.
const ANSWERS: &str = "[...document.querySelectorAll('.live-responses-table tbody .response-col_status')]
    .map(status => status.textContent.trim())";

/// What the page itself complains of.
const COMPLAINTS: &str = "[...document.querySelectorAll('.errors-wrapper, .failed-config')]
    .map(complaint => complaint.textContent)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_reference_page_shows_all_operations_and_tries_them_out_on_its_own_server() {
    let Some(chromium) = installed() else {
        println!("skipped: no Chromium in PATH");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::default();
    settings.listen.set_port(0);
    settings.database = folder.path().join("asp.sqlite").to_str().unwrap().parse().unwrap();
    let server = asp_server::start(settings).await.unwrap();
    let origin = format!("http://{}", server.address);
    let browser = Headless::launch(&chromium).await;
    shows_all_operations(&browser, &origin).await;
    tries_them_out_on_its_own_server(&browser, &origin).await;
    browser.close().await;
    server.shutdown().await;
}

async fn shows_all_operations(browser: &Headless, origin: &str) {
    let page = browser.open().await;
    page.goto(&format!("{origin}/docs")).await;
    page.wait_until("document.querySelector('.opblock') !== null").await;
    page.screenshot(&picture("reference-page.png")).await;
    let shown = unfolded(&page).await;
    let expected = documented(asp_tests::document().value());
    assert_eq!(expected.len(), 25);
    assert_eq!(shown, expected);
    let reports = page.close().await;
    assert_eq!(reports.errors, Vec::<String>::new());
    assert!(!reports.requests.is_empty());
    for url in reports.requests {
        assert!(url.starts_with(&format!("{origin}/docs")) || url.starts_with("data:"), "asked for {url}");
    }
}

/// Whatever hosts the document names: a token that somebody enters stays here. Without one, all requests are refused.
async fn tries_them_out_on_its_own_server(browser: &Headless, origin: &str) {
    let page = browser.open().await;
    page.goto(&format!("{origin}/docs")).await;
    page.wait_until("document.querySelector('.opblock') !== null").await;
    let operations = unfolded(&page).await;
    assert_eq!(page.evaluate::<usize>(SEND).await, operations.len());
    page.wait_until(ANSWERED).await;
    assert_eq!(page.evaluate::<Vec<String>>(ANSWERS).await, vec!["401"; operations.len()]);
    let reports = page.close().await;
    for url in &reports.requests {
        assert!(url.starts_with(origin) || url.starts_with("data:"), "asked for {url}");
    }
    let enterprise = reports.requests.iter().filter(|url| url.starts_with(&format!("{origin}/enterprise/")));
    assert_eq!(enterprise.count(), operations.len());
}

/// The operations on the page, after all were unfolded.
async fn unfolded(page: &Watched) -> BTreeSet<Shown> {
    let _: usize = page.evaluate(UNFOLD).await;
    page.wait_until(UNFOLDED).await;
    assert_eq!(page.evaluate::<Vec<String>>(COMPLAINTS).await, Vec::<String>::new());
    let operations: Vec<(Shown, Vec<String>)> = page.evaluate(SHOWN).await;
    for (operation, unseen) in &operations {
        assert!(unseen.is_empty(), "nobody sees {unseen:?} of {operation:?}");
    }
    let count = operations.len();
    let shown: BTreeSet<_> = operations.into_iter().map(|(operation, _)| operation).collect();
    assert_eq!(shown.len(), count, "an operation is there twice");
    shown
}

/// The operations of a document as they are to be shown.
fn documented(document: &Value) -> BTreeSet<Shown> {
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        item.as_object().unwrap().iter().filter_map(move |(method, operation)| {
            let text = |name: &str| operation.get(name)?.as_str().map(str::to_owned);
            Some(Shown {
                id: text("operationId")?,
                method: method.to_uppercase(),
                path: path.clone(),
                summary: text("summary")?,
                statuses: operation["responses"].as_object().unwrap().keys().cloned().collect(),
            })
        })
    });
    operations.collect()
}
