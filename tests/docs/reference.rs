//! The page `openapi/generated/reference.html` as readers see it, on a desk and on a phone, by day and by night.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use asp_documented::{Errata, Page, statements};
use asp_spec::Document;
use serde::Deserialize;

use crate::accessible;
use crate::headless::{Headless, Watched, installed};
use crate::picture;

/// An operation as it is shown.
#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Shown {
    method: String,
    path: String,
    statuses: Vec<String>,
    /// Languages of the examples, and the one that can be seen.
    languages: Vec<String>,
    seen: Vec<String>,
    /// Rows in which both sides say the same, and rows in which they don't.
    agrees: usize,
    departs: usize,
}

/// The operations of the page, by their ids.
const OPERATIONS: &str = r"
Object.fromEntries([...document.querySelectorAll('.operation')].map(operation => {
    const all = selector => [...operation.querySelectorAll(selector)];
    const name = example => example.className.replace('example ', '');
    return [operation.id, {
        method: operation.querySelector('.line .method').textContent,
        path: operation.querySelector('.line code').textContent,
        statuses: all('.responses .status').map(status => status.textContent),
        languages: all('.example').map(name),
        seen: all('.example').filter(example => example.checkVisibility()).map(name),
        agrees: all('.agrees').length,
        departs: all('.departs').length,
    }];
}))";

/// What was said last to those who don't see the page.
const SAID: &str = "document.querySelector('[role=status]').textContent";

/// Rows in which the sides differ and no erratum says why.
const UNEXPLAINED: &str = "[...document.querySelectorAll('.departs')]
    .filter(row => row.querySelector('.erratum-link') === null).map(row => row.textContent)";

/// The errata of the page, and those to which something outside of them leads.
const ERRATA: &str = "[
    [...document.querySelectorAll('.erratum')].map(erratum => erratum.id),
    [...new Set([...document.querySelectorAll('.erratum-link')].map(link => link.hash.slice(1)))],
]";

/// Links that lead nowhere in the page.
const DEAD_LINKS: &str = "[...document.querySelectorAll('a')]
    .filter(link => !link.getAttribute('href').startsWith('#') || document.getElementById(link.hash.slice(1)) === null)
    .map(link => link.outerHTML)";

/// Ids that are given twice.
const TWICE: &str = "[...document.querySelectorAll('[id]')].map(element => element.id)
    .filter((id, index, all) => all.indexOf(id) !== index)";

/// What is wider than the window.
const TOO_WIDE: &str = "document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll('body *')].filter(element =>
        element.getBoundingClientRect().right > innerWidth + 1 && element.closest('pre') === null
    ).slice(0, 5).map(element => element.outerHTML.slice(0, 200))";

/// Texts that are too pale for their ground (WCAG 2.2, success criterion 1.4.3), or too small to read, and things to press
/// that are too small for a finger (2.5.8). Links within a text are exempt there.
const UNREADABLE: &str = r"(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const known = new Map();
    const rgb = color => {
        if (!known.has(color)) {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = color;
            canvas.fillRect(0, 0, 1, 1);
            known.set(color, [...canvas.getImageData(0, 0, 1, 1).data]);
        }
        return known.get(color);
    };
    const luminance = ([red, green, blue]) => {
        const linear = [red, green, blue].map(part => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const grounds = new Map();
    const ground = element => {
        if (element === null) return [255, 255, 255, 255];
        if (!grounds.has(element)) {
            const color = rgb(getComputedStyle(element).backgroundColor);
            grounds.set(element, color[3] === 255 ? color : ground(element.parentElement));
        }
        return grounds.get(element);
    };
    const found = [];
    for (const element of document.querySelectorAll('body *')) {
        if (!element.checkVisibility()) continue;
        const style = getComputedStyle(element);
        const name = `${element.tagName} .${element.className} ${element.textContent.slice(0, 40)}`;
        const hasText = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim() !== '');
        if (hasText) {
            const [a, b] = [luminance(rgb(style.color)), luminance(ground(element))];
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (contrast < 4.5) found.push(`${name}: contrast ${contrast}`);
            if (parseFloat(style.fontSize) < 12) found.push(`${name}: ${style.fontSize}`);
        }
        const isPressed = element.matches('nav a, label, button, .erratum-link, a.class, summary');
        const box = element.getBoundingClientRect();
        if (isPressed && (box.height < 24 || box.width < 24) && box.left >= 0) {
            found.push(`${name}: ${box.width} by ${box.height}`);
        }
    }
    return found;
})()";

/// How light the ground is, from 0 to 255.
const GROUND: &str =
    r"Math.max(...getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).map(Number))";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_reference_is_whole_and_readable_on_a_desk_and_a_phone_by_day_and_by_night() {
    let Some(chromium) = installed() else {
        println!("skipped: no Chromium in PATH");
        return;
    };
    let url = format!("file://{}", asp_tests::root().join("openapi/generated/reference.html").display());
    let browser = Headless::launch(&chromium).await;
    has_everything(&browser, &url).await;
    follows_its_reader(&browser, &url).await;
    can_be_read_without_scripts(&browser, &url).await;
    can_be_printed(&browser, &url).await;
    accessible::on_a_phone(&browser, &url).await;
    for (device, size, is_phone) in
        [("desk", (1440, 1000), false), ("tablet", (820, 1180), true), ("phone", (360, 780), true)]
    {
        for (time, is_dark) in [("day", false), ("night", true)] {
            let page = browser.open().await;
            page.resize(size, is_phone, is_dark).await;
            page.goto(&format!("{url}#createRoom")).await;
            page.view(&picture(&format!("reference-{device}-{time}.png"))).await;
            let _: usize = page
                .evaluate(
                    "[...document.querySelectorAll('details')].map(details => details.open = true).length",
                )
                .await;
            assert_eq!(page.evaluate::<Vec<String>>(TOO_WIDE).await, Vec::<String>::new(), "{device}");
            assert_eq!(
                page.evaluate::<Vec<String>>(UNREADABLE).await,
                Vec::<String>::new(),
                "{device} {time}"
            );
            let ground: u8 = page.evaluate(GROUND).await;
            assert!(if is_dark { ground < 60 } else { ground > 240 }, "{device} {time}: {ground}");
            asks_for_nothing(page, &url).await;
        }
    }
    browser.close().await;
}

async fn has_everything(browser: &Headless, url: &str) {
    let page = browser.open().await;
    page.goto(url).await;
    let shown: BTreeMap<String, Shown> = page.evaluate(OPERATIONS).await;
    let document = asp_tests::document();
    assert_eq!(shown.len(), document.operations().count());
    let rows = rows(&document);
    for operation in document.operations() {
        let shown = &shown[&operation.label()];
        let statuses: Vec<String> = operation.responses().map(|(status, _)| status.to_owned()).collect();
        assert_eq!((shown.method.as_str(), shown.path.as_str()), (operation.method.name(), operation.path));
        assert_eq!(shown.statuses, statuses, "{}", operation.label());
        assert_eq!(shown.languages, ["curl", "rust", "typescript", "python"]);
        assert_eq!(shown.seen, ["curl"]);
        assert_eq!((shown.agrees, shown.departs), rows[&operation.name()], "{}", operation.label());
    }
    assert_eq!(page.evaluate::<Vec<String>>(UNEXPLAINED).await, Vec::<String>::new());
    let errata = std::fs::read_to_string(asp_tests::root().join("openapi/errata.toml")).unwrap();
    let errata: Vec<String> =
        Errata::from_toml(&errata).unwrap().errata.into_iter().map(|erratum| erratum.id).collect();
    let (there, linked): (Vec<String>, BTreeSet<String>) = page.evaluate(ERRATA).await;
    assert_eq!(there, errata);
    assert_eq!(linked, errata.into_iter().collect());
    assert_eq!(page.evaluate::<Vec<String>>(DEAD_LINKS).await, Vec::<String>::new());
    assert_eq!(page.evaluate::<Vec<String>>(TWICE).await, Vec::<String>::new());
    asks_for_nothing(page, url).await;
}

/// For each operation, `METHOD path`, how many subjects there are of which both sides say the same in all aspects, and how many
/// others.
fn rows(document: &Document) -> BTreeMap<String, (usize, usize)> {
    let mut folder: Vec<_> = std::fs::read_dir(asp_tests::root().join("openapi/documented"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folder.sort();
    let read = |path: &PathBuf| Page::from_toml(&std::fs::read_to_string(path).unwrap()).unwrap();
    let pages: Vec<Page> = folder.iter().map(read).collect();
    let mut subjects: BTreeMap<_, bool> = BTreeMap::new();
    for statement in statements(&pages, document) {
        // A page may have several rows about one subject.
        let subject = statement.subject.split(" (row ").next().unwrap().to_ascii_lowercase();
        *subjects.entry((statement.operation, subject)).or_insert(true) &= statement.is_same;
    }
    let mut rows: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for ((operation, _), is_same) in subjects {
        let (agree, depart) = rows.entry(operation).or_default();
        *(if is_same { agree } else { depart }) += 1;
    }
    rows
}

/// The language is chosen for all examples at once, and the contents show what is looked for.
async fn follows_its_reader(browser: &Headless, url: &str) {
    let page = browser.open().await;
    page.goto(url).await;
    let _: bool =
        page.evaluate("document.querySelector('label[for=createRoom-python]').click() === undefined").await;
    let shown: BTreeMap<String, Shown> = page.evaluate(OPERATIONS).await;
    assert!(shown.values().all(|shown| shown.seen == ["python"]), "{shown:#?}");
    let _: bool = page
        .evaluate(
            "(() => { const filter = document.getElementById('filter'); filter.value = 'roomTypes put';
                return filter.dispatchEvent(new Event('input')); })()",
        )
        .await;
    let found: Vec<String> = page
        .evaluate(
            "[...document.querySelectorAll('.operation-link')].filter(link => link.checkVisibility())
                .map(link => link.firstElementChild.hash)",
        )
        .await;
    assert_eq!(found, ["#updateRoomType"]);
    // Those who don't see what happens are told.
    page.wait_until(&format!("{SAID} === '1 operation'")).await;
    let _: bool = page.evaluate("document.querySelector('#createRoom .copy').click() === undefined").await;
    page.wait_until(&format!("['Copied', 'Selected'].includes({SAID})")).await;
    asks_for_nothing(page, url).await;
}

/// On paper all examples can be seen, each with its language.
async fn can_be_printed(browser: &Headless, url: &str) {
    let page = browser.open().await;
    page.print().await;
    page.goto(url).await;
    let titles: Vec<String> = page
        .evaluate(
            "[...document.querySelectorAll('#createRoom .example')].filter(example => example.checkVisibility())
                .map(example => JSON.parse(getComputedStyle(example, '::before').content))",
        )
        .await;
    assert_eq!(titles, ["curl", "Rust", "TypeScript", "Python"]);
    asks_for_nothing(page, url).await;
}

async fn can_be_read_without_scripts(browser: &Headless, url: &str) {
    let page = browser.open().await;
    page.forbid_scripts().await;
    page.goto(url).await;
    let shown: BTreeMap<String, Shown> = page.evaluate(OPERATIONS).await;
    assert!(shown.values().all(|shown| shown.seen == ["curl"]), "{shown:#?}");
    let buttons: usize = page.evaluate("document.querySelectorAll('button').length").await;
    assert_eq!(buttons, 0, "a script has run");
    asks_for_nothing(page, url).await;
}

async fn asks_for_nothing(page: Watched, url: &str) {
    let reports = page.close().await;
    assert_eq!(reports.errors, Vec::<String>::new());
    let others: Vec<_> = reports.requests.iter().filter(|asked| !asked.starts_with(url)).collect();
    assert!(others.is_empty() && !reports.requests.is_empty(), "asked for {others:?}");
}
