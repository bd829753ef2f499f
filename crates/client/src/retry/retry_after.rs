//! The header `Retry-After` (RFC 9110, section 10.2.3).

use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, HeaderValue, RETRY_AFTER};

/// How long a response asks to wait, in seconds or until a date.
///
/// A date counts from the response's own `Date`, so that clocks that differ do no harm; without that header it counts
/// from `now`. What is neither is ignored.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let date = |value: &HeaderValue| httpdate::parse_http_date(value.to_str().ok()?).ok();
    let from = headers.get(DATE).and_then(date).unwrap_or(now);
    // A date in the past asks for no wait.
    Some(until.duration_since(from).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(retry_after_text: &str, date: Option<&str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, retry_after_text.parse().unwrap());
        if let Some(date) = date {
            headers.insert(DATE, date.parse().unwrap());
        }
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:00 GMT").unwrap();
        retry_after(&headers, now)
    }

    #[test]
    fn seconds_and_dates_are_read() {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(asked("7", None), seconds(7));
        assert_eq!(asked("0", None), seconds(0));
        assert_eq!(asked(" 120 ", None), seconds(120));
        assert_eq!(asked("Sun, 06 Nov 1994 08:49:37 GMT", None), seconds(37));
        assert_eq!(asked("Sunday, 06-Nov-94 08:49:37 GMT", None), seconds(37));
        let date = Some("Sun, 06 Nov 1994 08:49:30 GMT");
        assert_eq!(asked("Sun, 06 Nov 1994 08:49:37 GMT", date), seconds(7));
        assert_eq!(asked("Sun, 06 Nov 1994 08:00:00 GMT", date), seconds(0));
        assert_eq!(asked("99999999999999999999999", None), seconds(u64::MAX));
    }

    #[test]
    fn what_is_neither_is_ignored() {
        for text in ["", "soon", "-1", "1.5", "Sun, 06 Nov"] {
            assert_eq!(asked(text, None), None, "{text}");
        }
    }
}
