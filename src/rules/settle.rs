//! From the readings of a place to one verdict.

use super::{JudgedCall, Verdict, is_retired, judge};
use crate::clarifai::Call;
use crate::source::Place;

/// How many callers of a helper a call lists.
const MAX_CALLERS: usize = 12;

/// Settles the readings of one place.
///
/// Each reading has the owners that are possible with one credential and one resource: the best
/// of them counts, since a program that knows several owners chooses the fitting one as a rule.
/// Of the readings the gravest counts. If those of one and the same case differ, the call is
/// ambiguous; if only callers differ from each other, the verdict is certain, and the callers for
/// which it holds are listed.
#[must_use]
pub fn settle(readings: &[Vec<Call>]) -> Option<JudgedCall> {
    let judged: Vec<(&Call, Verdict)> = readings.iter().filter_map(|owners| best(owners)).collect();
    // Among several the one is named that can still be asked for.
    let (gravest, verdict) = *judged
        .iter()
        .max_by_key(|(call, verdict)| (weight(*verdict), !is_retired(call)))?;
    let mut call = gravest.clone();
    let disputed = judged
        .iter()
        .any(|(other, its)| is_same_case(other, &call) && its.rule != verdict.rule);
    call.ambiguous |= disputed;
    call.callers = callers(&judged, verdict);
    let verdict = judge(&call);
    let readings = judged.iter().map(|(call, _)| *call);
    Some(JudgedCall::of(call, verdict, readings))
}

/// Whether two readings are of the same caller, the same elements and the same classes.
fn is_same_case(one: &Call, other: &Call) -> bool {
    one.callers == other.callers && one.cases == other.cases
}

fn best(owners: &[Call]) -> Option<(&Call, Verdict)> {
    owners
        .iter()
        .map(|call| (call, judge(call)))
        .min_by_key(|(_, verdict)| weight(*verdict))
}

/// How much a verdict weighs: a clean one nothing, else by severity, then by confidence, then by
/// the order of the rules.
fn weight(
    verdict: Verdict,
) -> (
    bool,
    super::Severity,
    super::Confidence,
    std::cmp::Reverse<Option<super::Rule>>,
) {
    let Verdict {
        rule,
        severity,
        confidence,
    } = verdict;
    (
        rule.is_some(),
        severity,
        confidence,
        std::cmp::Reverse(rule),
    )
}

/// The callers for which a verdict holds, in the order of files and positions.
fn callers(judged: &[(&Call, Verdict)], verdict: Verdict) -> Vec<Place> {
    let mut found: Vec<Place> = judged
        .iter()
        .filter(|(_, its)| its.rule == verdict.rule)
        .flat_map(|(call, _)| call.callers.iter().copied())
        .collect();
    found.sort_unstable();
    found.dedup();
    found.truncate(MAX_CALLERS);
    found
}
