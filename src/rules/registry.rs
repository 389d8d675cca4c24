//! The rules by name: severity, a line about each, and the documentation that `explain`, SARIF
//! and the README show.

use std::fmt;

use super::{Rule, Severity};

impl Rule {
    /// Every rule, in the order of the table in the README: calls first, from the gravest row of
    /// the table of verdicts down, then what is found beside them.
    pub const ALL: [Self; 17] = [
        Self::RetiredClient,
        Self::KeyOnPatOnlyEndpoint,
        Self::KeyOnClarifaiModel,
        Self::KeyOnClarifaiWorkflow,
        Self::KeyOnClarifaiConcept,
        Self::KeyOutsideApp,
        Self::KeyOnWorkflow,
        Self::KeyOnUnresolvedModel,
        Self::KeyOnCustomModel,
        Self::ApiKey,
        Self::MissingOwner,
        Self::WrongOwner,
        Self::UnclearCredential,
        Self::UnverifiedOwner,
        Self::RetiredModel,
        Self::HardCodedCredential,
        Self::UnusedIgnore,
    ];

    /// The rule's name, as configuration, suppressions and reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RetiredClient => "retired-client",
            Self::KeyOnPatOnlyEndpoint => "key-on-pat-only-endpoint",
            Self::KeyOnClarifaiModel => "key-on-clarifai-model",
            Self::KeyOnClarifaiWorkflow => "key-on-clarifai-workflow",
            Self::KeyOnClarifaiConcept => "key-on-clarifai-concept",
            Self::KeyOutsideApp => "key-outside-app",
            Self::KeyOnWorkflow => "key-on-workflow",
            Self::KeyOnUnresolvedModel => "key-on-unresolved-model",
            Self::KeyOnCustomModel => "key-on-custom-model",
            Self::ApiKey => "api-key",
            Self::MissingOwner => "missing-owner",
            Self::WrongOwner => "wrong-owner",
            Self::UnclearCredential => "unclear-credential",
            Self::UnverifiedOwner => "unverified-owner",
            Self::RetiredModel => "retired-model",
            Self::HardCodedCredential => "hard-coded-credential",
            Self::UnusedIgnore => "unused-ignore",
        }
    }

    /// The rule of that name, exactly as [`Rule::name`] writes it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// The rule whose name is most like this text, if one is at all.
    #[must_use]
    pub fn nearest(text: &str) -> Option<Self> {
        crate::nearest::nearest(text, Self::ALL, Self::name)
    }

    /// How grave a finding of this rule is, where the configuration does not say otherwise.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::KeyOnPatOnlyEndpoint
            | Self::KeyOnClarifaiModel
            | Self::KeyOnClarifaiWorkflow
            | Self::KeyOnClarifaiConcept
            | Self::KeyOutsideApp
            | Self::MissingOwner
            | Self::WrongOwner => Severity::Error,
            Self::RetiredClient
            | Self::KeyOnWorkflow
            | Self::KeyOnUnresolvedModel
            | Self::KeyOnCustomModel
            | Self::RetiredModel
            | Self::HardCodedCredential
            | Self::UnusedIgnore => Severity::Warning,
            Self::ApiKey | Self::UnclearCredential | Self::UnverifiedOwner => Severity::Note,
        }
    }

    /// One sentence about the rule: the first of its documentation.
    #[must_use]
    pub fn summary(self) -> &'static str {
        let mut lines = self.documentation().lines();
        lines.by_ref().find(|line| line.starts_with("# "));
        lines.find(|line| !line.is_empty()).unwrap_or_default()
    }

    /// The rule's documentation, in Markdown: a title, a sentence, and the sections "What breaks",
    /// "Why", "What the service answers", "Example", "Instead", "When it is a false alarm".
    #[must_use]
    pub const fn documentation(self) -> &'static str {
        match self {
            Self::RetiredClient => include_str!("docs/retired-client.md"),
            Self::KeyOnPatOnlyEndpoint => include_str!("docs/key-on-pat-only-endpoint.md"),
            Self::KeyOnClarifaiModel => include_str!("docs/key-on-clarifai-model.md"),
            Self::KeyOnClarifaiWorkflow => include_str!("docs/key-on-clarifai-workflow.md"),
            Self::KeyOnClarifaiConcept => include_str!("docs/key-on-clarifai-concept.md"),
            Self::KeyOutsideApp => include_str!("docs/key-outside-app.md"),
            Self::KeyOnWorkflow => include_str!("docs/key-on-workflow.md"),
            Self::KeyOnUnresolvedModel => include_str!("docs/key-on-unresolved-model.md"),
            Self::KeyOnCustomModel => include_str!("docs/key-on-custom-model.md"),
            Self::ApiKey => include_str!("docs/api-key.md"),
            Self::MissingOwner => include_str!("docs/missing-owner.md"),
            Self::WrongOwner => include_str!("docs/wrong-owner.md"),
            Self::UnclearCredential => include_str!("docs/unclear-credential.md"),
            Self::UnverifiedOwner => include_str!("docs/unverified-owner.md"),
            Self::RetiredModel => include_str!("docs/retired-model.md"),
            Self::HardCodedCredential => include_str!("docs/hard-coded-credential.md"),
            Self::UnusedIgnore => include_str!("docs/unused-ignore.md"),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl Severity {
    /// The name in reports and in the configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Note, Self::Warning, Self::Error]
            .into_iter()
            .find(|severity| severity.name() == name)
    }
}

impl super::Confidence {
    /// The name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clarifai::names::mask;

    const SECTIONS: [&str; 6] = [
        "## What breaks",
        "## Why",
        "## What the service answers",
        "## Example",
        "## Instead",
        "## When it is a false alarm",
    ];

    #[test]
    fn names_lead_back() {
        for rule in Rule::ALL {
            assert_eq!(Rule::from_name(rule.name()), Some(rule));
        }
        assert_eq!(Rule::from_name("no-such-rule"), None);
    }

    #[test]
    fn every_rule_is_documented() {
        for rule in Rule::ALL {
            let text = rule.documentation();
            assert_eq!(text.lines().next(), Some(format!("# {rule}").as_str()));
            let sections: Vec<_> = text
                .lines()
                .filter(|line| line.starts_with("## "))
                .collect();
            assert_eq!(sections, SECTIONS, "{rule}");
            for part in text.split("\n## ").skip(1) {
                let body = part.split_once('\n').map(|(_, body)| body.trim());
                assert!(body.is_some_and(|body| !body.is_empty()), "{rule}: {part}");
            }
            assert_eq!(mask(text), text, "{rule}");
        }
    }

    #[test]
    fn summaries_are_sentences() {
        for rule in Rule::ALL {
            let summary = rule.summary();
            assert!(
                summary.ends_with('.') && summary.len() < 120,
                "{rule}: {summary}"
            );
            assert!(!summary.contains(". "), "{rule}: {summary}");
        }
    }

    #[test]
    fn documentation_names_existing_rules_only() {
        for rule in Rule::ALL {
            let linked = rule.documentation().split("](").skip(1);
            for link in linked.filter_map(|rest| rest.split(')').next()) {
                if let Some(name) = link.strip_suffix(".md") {
                    assert!(Rule::from_name(name).is_some(), "{rule} links to {link}");
                }
            }
        }
    }
}
