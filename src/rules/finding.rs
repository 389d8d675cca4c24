//! A finding: what a report shows of a verdict.

use crate::clarifai::{Call, Credential};
use crate::source::Place;

/// A rule, by its name in `contract.md`'s table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// `retired-client`
    RetiredClient,
    /// `key-on-pat-only-endpoint`
    KeyOnPatOnlyEndpoint,
    /// `key-on-clarifai-model`
    KeyOnClarifaiModel,
    /// `key-on-clarifai-workflow`
    KeyOnClarifaiWorkflow,
    /// `key-on-clarifai-concept`
    KeyOnClarifaiConcept,
    /// `key-outside-app`
    KeyOutsideApp,
    /// `key-on-workflow`
    KeyOnWorkflow,
    /// `key-on-unresolved-model`
    KeyOnUnresolvedModel,
    /// `key-on-custom-model`
    KeyOnCustomModel,
    /// `api-key`
    ApiKey,
    /// `missing-owner`
    MissingOwner,
    /// `wrong-owner`
    WrongOwner,
    /// `unclear-credential`
    UnclearCredential,
    /// `unverified-owner`
    UnverifiedOwner,
    /// `retired-model`
    RetiredModel,
    /// `hard-coded-credential`
    HardCodedCredential,
    /// `unused-ignore`
    UnusedIgnore,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Shown with `--pedantic` only.
    Note,
    /// May break, or will.
    Warning,
    /// The call fails.
    Error,
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// A guess; shown with `--pedantic` only.
    Low,
    /// Names tell.
    Medium,
    /// The client's type tells, or the code says it outright.
    High,
}

/// What the table says of a call. `rule` is `None` for a clean one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The first row that fits, if it is a finding.
    pub rule: Option<Rule>,
    /// Its severity; `Note` where the call is clean.
    pub severity: Severity,
    /// How sure that is.
    pub confidence: Confidence,
}

/// A further place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there: "the key enters here".
    pub message: String,
    /// Whether reports show it without `-v` (a long way is shortened to its ends).
    pub essential: bool,
}

/// How safely a fix can be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Applicability {
    /// Only shown: the client has to be replaced by hand.
    Display,
    /// Right if an assumption holds, which the title names.
    Unsafe,
    /// Certainly asks for the same thing with a PAT and the right owner.
    Safe,
}

/// One replacement of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub place: Place,
    /// The text that takes its place.
    pub text: String,
}

/// A rewrite: all its edits or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a line.
    pub title: String,
    /// How safely.
    pub applicability: Applicability,
    /// The edits, sorted by file and position, without overlap. Empty for `Display`.
    pub edits: Vec<Edit>,
}

/// What a report shows. Every text in it is already masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// Its severity.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// What breaks and why, in a sentence or two.
    pub message: String,
    /// The call.
    pub place: Place,
    /// The call that was judged; `None` for findings about a place (a suppression that matches
    /// nothing).
    pub call: Option<Call>,
    /// Further places, in the order in which a reader wants them.
    pub related: Vec<Related>,
    /// What else to know: what the service answers, what is missing to be sure.
    pub notes: Vec<String>,
    /// What to write instead: lines of code or a sentence, exact for the client at hand.
    pub help: Vec<String>,
    /// The rewrite, if there is one.
    pub fix: Option<Fix>,
    /// Stable while the code of the finding does not change: rule, path, normalised code and
    /// occurrence, hashed; 16 hex digits.
    pub fingerprint: String,
}

/// A call with its verdict, clean or not, for `--all-calls`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedCall {
    /// The call.
    pub call: Call,
    /// What the table says.
    pub verdict: Verdict,
    /// Every credential in the code that may arrive at the call, from whichever caller: by place,
    /// each once.
    pub in_code: Vec<Credential>,
}

impl JudgedCall {
    /// A call with its verdict, of several readings of its place. The call is one of them.
    #[must_use]
    pub fn of<'a>(
        call: Call,
        verdict: Verdict,
        readings: impl IntoIterator<Item = &'a Call>,
    ) -> Self {
        let credentials = readings.into_iter().map(|reading| &reading.credential);
        let all = credentials.flat_map(|it| std::iter::once(it).chain(&it.others));
        let mut in_code: Vec<Credential> = all.filter(|it| it.hard_coded).cloned().collect();
        in_code.sort_by_key(|it| it.place);
        in_code.dedup_by_key(|it| it.place);
        Self {
            call,
            verdict,
            in_code,
        }
    }
}
