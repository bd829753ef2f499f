//! What a fault does, to which exchanges, and how often.

use asp_validation::Operation;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The greatest number of exchanges that can be let through before a fault: draws are looked at one by one.
const MOST: u32 = 1_000_000;

/// The longest message of a status, in bytes.
const LONGEST_MESSAGE: usize = 4_096;

/// The longest latency: a day.
const LONGEST_LATENCY: u64 = 86_400_000;

/// A rule for faults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = FaultRule)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Rule {
    /// The operationIds of the operations that it strikes; all if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) operations: Option<Vec<String>>,
    /// The id of the client that it strikes; all if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) client: Option<String>,
    /// What happens.
    pub(crate) kind: Effect,
    /// How likely it is to strike: more than 0, at most 1, which is the default.
    #[serde(default = "always")]
    #[schema(default = 1.0, exclusive_minimum = 0, maximum = 1)]
    pub(crate) probability: f64,
    /// How often it strikes; without end if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, maximum = 1_000_000)]
    pub(crate) count: Option<u32>,
    /// How many exchanges pass before it strikes for the first time.
    #[serde(default)]
    #[schema(default = 0, maximum = 1_000_000)]
    pub(crate) skip: u32,
    /// What chance starts from: the same seed strikes the same exchanges. Chosen at random if left out.
    #[serde(default = "rand::random")]
    #[schema(required = false, value_type = i64, minimum = 0, maximum = 4_294_967_295_i64)]
    pub(crate) seed: u32,
}

fn always() -> f64 {
    1.0
}

/// What a fault does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FaultEffect)]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(crate) enum Effect {
    /// Answers with a status and the body of an error; the operation is not carried out.
    Status {
        /// The status.
        #[schema(minimum = 400, maximum = 599)]
        status: u16,
        /// The message in the body.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false)]
        message: Option<String>,
    },
    /// Lets time pass on the server's clock before the operation is carried out.
    Latency {
        /// How much.
        #[schema(minimum = 1, maximum = 86_400_000)]
        milliseconds: u64,
    },
    /// Carries the operation out and answers with a body that is not JSON. An answer without a body gets one, and 204,
    /// which has none, becomes 200.
    MalformedBody {},
    /// Carries the operation out and closes the connection in the middle of the body. An answer without a body gets one,
    /// and 204, which has none, becomes 200.
    TruncatedBody {},
    /// Answers with a page of HTML, as a proxy would; the operation is not carried out.
    Html {
        /// The status.
        #[schema(minimum = 400, maximum = 599)]
        status: u16,
    },
    /// Closes the connection without an answer; the operation is not carried out.
    DroppedBeforeCommit {},
    /// Carries the operation out and closes the connection without an answer.
    DroppedAfterCommit {},
    /// Carries the operation out and answers with a status and the body of an error in place of what came of it.
    StatusAfterCommit {
        /// The status.
        #[schema(minimum = 400, maximum = 599)]
        status: u16,
        /// The message in the body.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false)]
        message: Option<String>,
    },
    /// Carries the operation out and lets time pass on the server's clock before it answers.
    LatencyAfterCommit {
        /// How much.
        #[schema(minimum = 1, maximum = 86_400_000)]
        milliseconds: u64,
    },
}

impl Effect {
    /// What it does, as the rule spells it.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Status { .. } => "status",
            Self::Latency { .. } => "latency",
            Self::MalformedBody {} => "malformed-body",
            Self::TruncatedBody {} => "truncated-body",
            Self::Html { .. } => "html",
            Self::DroppedBeforeCommit {} => "dropped-before-commit",
            Self::DroppedAfterCommit {} => "dropped-after-commit",
            Self::StatusAfterCommit { .. } => "status-after-commit",
            Self::LatencyAfterCommit { .. } => "latency-after-commit",
        }
    }
}

impl Rule {
    /// Whether the rule makes sense; a fragment that says why not.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.operation_bits()?;
        if !(self.probability > 0.0 && self.probability <= 1.0) {
            return Err(format!("probability is {}; it must be more than 0 and at most 1", self.probability));
        }
        if self.count.is_some_and(|count| count == 0 || count > MOST) {
            return Err(format!("count must be from 1 to {MOST}; leave it out for a fault without end"));
        }
        if self.skip > MOST {
            return Err(format!("skip must be at most {MOST}"));
        }
        match &self.kind {
            Effect::Status { status, .. }
            | Effect::StatusAfterCommit { status, .. }
            | Effect::Html { status }
                if !(400..600).contains(status) =>
            {
                Err(format!("status is {status}; it must be from 400 to 599"))
            }
            Effect::Status { message: Some(message), .. }
            | Effect::StatusAfterCommit { message: Some(message), .. }
                if message.len() > LONGEST_MESSAGE =>
            {
                Err(format!("message must have at most {LONGEST_MESSAGE} bytes"))
            }
            Effect::Latency { milliseconds } | Effect::LatencyAfterCommit { milliseconds }
                if !(1..=LONGEST_LATENCY).contains(milliseconds) =>
            {
                Err(format!("milliseconds must be from 1 to {LONGEST_LATENCY}"))
            }
            _ => Ok(()),
        }
    }

    /// The operations as bits; a fragment if there is no such operation.
    pub(super) fn operation_bits(&self) -> Result<u64, String> {
        let Some(operations) = &self.operations else { return Ok(u64::MAX) };
        if operations.is_empty() {
            return Err("operations is empty; leave it out for all of them".to_owned());
        }
        operations.iter().try_fold(0, |bits, name| match name.parse() {
            Ok(operation) => Ok(bits | bit(operation)),
            Err(_) => Err(format!("operations has `{name}`, which is no operationId of the document")),
        })
    }

    /// Looks at the draws behind `after` up to `last` until `most` have hit: the draw that it came to, and how many hit.
    pub(super) fn first_hits(&self, after: i64, last: i64, most: i64) -> (i64, i64) {
        if most <= 0 {
            return (after, 0);
        }
        if self.probability >= 1.0 {
            let last = last.min(after.max(i64::from(self.skip)).saturating_add(most));
            return (last, self.hits_between(after + 1, last));
        }
        let mut hits = 0;
        for draw in after + 1..=last {
            hits += i64::from(self.hits(draw));
            if hits == most {
                return (draw, hits);
            }
        }
        (last, hits)
    }

    /// How many of the draws from `first` to `last`, counted from 1, hit.
    pub(super) fn hits_between(&self, first: i64, last: i64) -> i64 {
        if self.probability >= 1.0 {
            return (last - first.max(i64::from(self.skip) + 1) + 1).max(0);
        }
        (first..=last).map(|draw| i64::from(self.hits(draw))).sum()
    }

    /// Whether draw `draw`, counted from 1, strikes if there is no count.
    pub(super) fn hits(&self, draw: i64) -> bool {
        if draw <= i64::from(self.skip) {
            return false;
        }
        // The output function of SplitMix64 over a sequence of its own for each seed.
        let step = 0x9e37_79b9_7f4a_7c15_u64;
        let mut bits = u64::from(self.seed)
            .wrapping_mul(0xd1b5_4a32_d192_ed03)
            .wrapping_add(step.wrapping_mul(draw.cast_unsigned()));
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        // 32 bits are a number from 0 to 1 that a double holds exactly.
        let chance = f64::from((bits >> 32) as u32) / 4_294_967_296.0;
        chance < self.probability
    }
}

/// The bit of an operation: there are 25, so that 64 bits have room.
pub(super) fn bit(operation: Operation) -> u64 {
    1 << (operation as u32)
}
