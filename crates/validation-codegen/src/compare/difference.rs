//! What one side accepts and the other one may refuse, with what shows it.

use super::exchange::{Exchange, Side, Spot, refusal};
use super::gaps::Gap;

/// So many exchanges are judged for one gap.
const MOST_TRIES: usize = 40;

/// A rule of the strict side that may refuse what the loose side accepts.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub(super) spot: Spot,
    /// The status, in a response.
    pub(super) status: Option<u16>,
    /// Where in the value.
    pub(super) at: String,
    pub(super) keyword: &'static str,
    /// A JSON pointer into the document of the loose side, and one into that of the strict side.
    pub(super) loose: String,
    pub(super) strict: String,
    /// An exchange that the one accepts and the other one refuses, and what that one says.
    pub(super) shown: Option<(Exchange, Vec<String>)>,
}

impl Difference {
    /// Whether this is only about what is named: nothing is refused for it.
    pub(super) fn is_name(&self) -> bool {
        ["parameters", "headers", "properties"].contains(&self.keyword)
    }

    /// Whether both are about the same place of an exchange.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        (&self.spot, self.status, &self.at) == (&other.spot, other.status, &other.at)
    }

    /// A difference that is about more than a value: `strict` is where the rule stands.
    pub(super) fn at(spot: Spot, keyword: &'static str, (loose, strict): (&str, &str)) -> Self {
        Self {
            spot,
            status: None,
            at: String::new(),
            keyword,
            loose: loose.to_owned(),
            strict: strict.to_owned(),
            shown: None,
        }
    }

    pub(super) fn of(spot: Spot, gap: &Gap) -> Self {
        let Gap { at, keyword, loose, strict, .. } = gap.clone();
        Self { at, ..Self::at(spot, keyword, (&loose, &strict)) }
    }

    /// The difference, shown by the first of `exchanges` that does.
    pub(super) fn shown_by(
        mut self,
        (loose, strict): (Side<'_>, Side<'_>),
        exchanges: impl IntoIterator<Item = Exchange>,
    ) -> Self {
        self.shown = exchanges.into_iter().take(MOST_TRIES).find_map(|exchange| {
            let reasons = refusal(loose, strict, &exchange, &self.spot, &self.at)?;
            Some((exchange, reasons))
        });
        self
    }
}
