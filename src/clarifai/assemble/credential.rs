//! Credentials: what kind is a value that authenticates a call, and what tells so?

use smol_str::SmolStr;

use super::Reader;
use crate::clarifai::names::{is_placeholder, kind_of_placeholder};
use crate::clarifai::{Basis, Client, Credential, CredentialKind, Hop};
use crate::facts::{Construct, ExprId, Kind, Piece, Slot};
use crate::flow::{Api, At, Chunk, HopRole, OutsideKind, Step, Trail, Value, What};
use crate::source::Place;

/// How many arguments of a call may name what it reads.
const MAX_KEYS: usize = 3;

impl Reader<'_, '_> {
    /// The credential that values of an `Authorization` header hold.
    pub(super) fn header_credential(&self, client: Client, headers: &[Value]) -> Credential {
        let mut values = Vec::new();
        let mut scheme = None;
        for header in headers {
            for form in self.flow.forms(header) {
                scheme = scheme.or_else(|| Some(scheme_of(&form).to_owned()));
                values.extend(self.without_prefix(header, &form));
            }
        }
        Credential {
            scheme,
            ..self.credential(client, &values)
        }
    }

    /// The value behind `Key `: a hole, or the rest of the text.
    fn without_prefix(&self, header: &Value, form: &[Chunk]) -> Option<Value> {
        let first = form.first()?;
        let Some(text) = first.text() else {
            return match first {
                Chunk::Hole(value) => Some(value.clone()),
                Chunk::Text(_) => None,
            };
        };
        let bare = text.strip_prefix(scheme_of(form)).unwrap_or(text).trim();
        // A value that is empty is still to be filled in; only the blank between is passed over.
        let blank = |chunk: &&Chunk| matches!(chunk, Chunk::Text(text) if text.trim().is_empty());
        if let Some(Chunk::Hole(value)) = form[1..].iter().find(|chunk| !blank(chunk))
            && bare.is_empty()
        {
            return Some(value.clone());
        }
        let trail = match first {
            Chunk::Hole(value) => value.trail.clone(),
            Chunk::Text(_) => header.trail.clone(),
        };
        let what = What::Text(SmolStr::new(bare));
        Some(Value {
            what,
            context: header.context.clone(),
            trail,
        })
    }

    /// The credential that values hold. Where several disagree about the kind it is unknown.
    pub(super) fn credential(&self, client: Client, values: &[Value]) -> Credential {
        self.credential_in(client, values, &[])
    }

    /// The same for values of arguments: what the client calls its own parameter says nothing.
    pub(super) fn credential_in(
        &self,
        client: Client,
        values: &[Value],
        slots: &[Slot],
    ) -> Credential {
        let mut found: Vec<Credential> = values
            .iter()
            .map(|value| self.one(client, value, slots))
            .collect();
        let kinds = |credentials: &[Credential]| {
            let has = |kind| credentials.iter().any(|it| it.kind == kind);
            has(CredentialKind::ApiKey) && has(CredentialKind::Pat)
        };
        let mixed = kinds(&found);
        // What says more counts: a name over an unknown value.
        found.sort_by_key(|it| (it.basis, it.kind == CredentialKind::Unknown));
        let mut found = found.into_iter();
        let mut credential = found.next().unwrap_or_else(|| self.no_credential(client));
        let entered = credential.place;
        credential.others = found
            .filter(|it| it.place.is_some() && it.place != entered)
            .collect();
        if mixed && client.only_credential().is_none() {
            let known = Credential {
                others: Vec::new(),
                ..credential.clone()
            };
            credential.others.insert(0, known);
            credential.kind = CredentialKind::Unknown;
            credential.basis = Basis::Nothing;
            "either an API key or a PAT may arrive here".clone_into(&mut credential.evidence);
        }
        credential
    }

    /// The credential of a call for which none was found.
    pub(super) fn no_credential(&self, client: Client) -> Credential {
        let (kind, basis, evidence) = match client.only_credential() {
            Some(kind) => (kind, Basis::Client, client_evidence(client, kind)),
            None => (
                CredentialKind::Unknown,
                Basis::Nothing,
                "no credential was found for the call".to_owned(),
            ),
        };
        Credential {
            kind,
            basis,
            evidence,
            place: None,
            hard_coded: false,
            scheme: None,
            hops: Vec::new(),
            others: Vec::new(),
        }
    }

    fn one(&self, client: Client, value: &Value, slots: &[Slot]) -> Credential {
        let (mut kind, mut basis, mut evidence) = match self.named(value, slots) {
            Some((kind, evidence)) => (kind, Basis::Name, evidence),
            None => (CredentialKind::Unknown, Basis::Nothing, self.unnamed(value)),
        };
        match client.only_credential() {
            // A PAT in a client that cannot name an owner is a mistake of its own.
            Some(CredentialKind::ApiKey) if kind == CredentialKind::Pat => {}
            Some(only) => {
                kind = only;
                basis = Basis::Client;
                evidence = client_evidence(client, only);
            }
            None => {}
        }
        // What stands in a file of settings is not in the code.
        let in_code = value
            .trail
            .from_source()
            .next()
            .is_some_and(|step| step.role == HopRole::Enters);
        // A text without a digit is another header's value, or a name.
        let looks_real = |text: &str| {
            !is_placeholder(text) && text.len() >= 16 && text.contains(|c: char| c.is_ascii_digit())
        };
        let hard_coded = in_code && value.text().is_some_and(looks_real);
        Credential {
            kind,
            basis,
            evidence,
            place: self.entry(value),
            hard_coded,
            scheme: None,
            hops: hops(&value.trail),
            others: Vec::new(),
        }
    }

    fn entry(&self, value: &Value) -> Option<Place> {
        value.trail.from_source().next().map(|step| step.place)
    }

    /// The kind that the names along the value's way tell, the nearest to the use first. One that
    /// is no more than the word of the header, `key`, counts where no other says anything.
    fn named(&self, value: &Value, slots: &[Slot]) -> Option<(CredentialKind, String)> {
        let steps = value.trail.from_use();
        let own = |step: &&&Step| {
            step.role == HopRole::Stored
                && slots.iter().any(|slot| {
                    let Slot::Keyword(key) = slot else {
                        return false;
                    };
                    let key = key.rsplit('.').next().unwrap_or(key);
                    step.name.as_deref() == Some(key)
                })
        };
        let own_steps = steps.iter().take_while(own).count();
        let mut weak = None;
        for step in &steps[own_steps..] {
            if let Some(name) = &step.name
                && let Some(kind) = self.known.names.kind_of(name)
            {
                let said = (kind, format!("the name `{name}` says so"));
                if !self.known.names.is_bare_key(name) {
                    return Some(said);
                }
                weak.get_or_insert(said);
            }
        }
        let returned = || match value.what {
            What::Text(_) => None,
            _ => self.key_returned(&steps),
        };
        self.named_at_source(value).or_else(returned).or(weak)
    }

    /// The kind that the source of a value tells: the name of what is read, a placeholder.
    fn named_at_source(&self, value: &Value) -> Option<(CredentialKind, String)> {
        match &value.what {
            What::Outside(outside) => {
                let kind = self.known.names.kind_of(&outside.name)?;
                Some((
                    kind,
                    format!(
                        "the {} `{}` says so",
                        outside_word(outside.kind),
                        outside.name
                    ),
                ))
            }
            What::Api(api) => {
                if let Some(kind) = self.known.names.kind_of(api.last()) {
                    return Some((kind, format!("the name `{}` says so", api.last())));
                }
                let (name, kind) = api.chain().find_map(|link| self.key_read(link))?;
                Some((kind, format!("the key `{name}` says so")))
            }
            What::Text(text) => {
                let kind = kind_of_placeholder(text)?;
                Some((kind, format!("the placeholder `{text}` says so")))
            }
            _ => None,
        }
    }

    /// The key that a function of the project is given which gives something that cannot be looked
    /// into: `Setting.get("clarifai_api_key")`.
    fn key_returned(&self, steps: &[&Step]) -> Option<(CredentialKind, String)> {
        let mut returned = steps.iter().filter(|it| it.role == HopRole::Returned);
        returned.find_map(|step| {
            let facts = self.project().facts(step.place.file)?;
            let start = |it: &ExprId| facts.expr(*it).span.start;
            let from = facts
                .calls
                .partition_point(|it| start(it) < step.place.span.start);
            let same = |it: &&ExprId| start(it) == step.place.span.start;
            let mut calls = facts.calls[from..].iter().take_while(same);
            let call = calls.find(|it| facts.expr(**it).span == step.place.span)?;
            let (name, kind) = self.key_given(At {
                file: step.place.file,
                expr: *call,
            })?;
            Some((kind, format!("the key `{name}` says so")))
        })
    }

    /// The key under which a call reads something of an object that is not known, and what it
    /// tells: `settings.get("clarifai.api-key")`.
    fn key_read(&self, link: &Api) -> Option<(String, CredentialKind)> {
        self.key_given(link.at?)
    }

    fn key_given(&self, at: At) -> Option<(String, CredentialKind)> {
        let facts = self.project().facts(at.file)?;
        let Kind::Call(_, arguments, Construct::No) = &facts.expr(at.expr).kind else {
            return None;
        };
        // A section stands before the key, a default behind it.
        let plain = arguments.iter().filter(|it| it.name.is_none());
        plain.take(MAX_KEYS).find_map(|key| {
            let Kind::Text(pieces) = &facts.expr(key.value).kind else {
                return None;
            };
            match pieces.as_slice() {
                [Piece::Text(name)] if !name.contains(['/', ' ']) => {
                    Some((name.to_string(), self.known.names.kind_of(name)?))
                }
                _ => None,
            }
        })
    }

    fn unnamed(&self, value: &Value) -> String {
        match &value.what {
            What::Text(_) => "a bare literal, whose kind nothing tells".to_owned(),
            What::Outside(outside) if !outside.name.is_empty() => {
                format!(
                    "the {} `{}` does not tell",
                    outside_word(outside.kind),
                    outside.name
                )
            }
            _ => "nothing tells".to_owned(),
        }
    }
}

fn client_evidence(client: Client, kind: CredentialKind) -> String {
    let what = match kind {
        CredentialKind::ApiKey => "API keys",
        _ => "personal access tokens",
    };
    format!("{} takes {what} only", client.name())
}

/// What a kind of outside is called in a message.
pub(super) const fn outside_word(kind: OutsideKind) -> &'static str {
    match kind {
        OutsideKind::Environment => "environment variable",
        OutsideKind::Setting => "setting",
        OutsideKind::Parameter => "parameter",
        OutsideKind::Missing => "name from a file that is not here,",
        OutsideKind::Unknown => "name",
    }
}

/// The stations of a way that a report may show, from the source on.
pub(super) fn hops(trail: &Trail) -> Vec<Hop> {
    let mut found: Vec<Hop> = Vec::new();
    for step in trail.from_source() {
        let role = step.role;
        let hop = Hop {
            place: step.place,
            role,
            name: step.name.as_ref().map(ToString::to_string),
        };
        // The same place may be passed twice: as an argument, and as what is bound to it.
        if found
            .last()
            .is_none_or(|last| last.place != hop.place || role == HopRole::Passed)
        {
            found.push(hop);
        }
    }
    found
}

/// What a header puts in front of the credential.
fn scheme_of(form: &[Chunk]) -> &'static str {
    let first = form.first().and_then(Chunk::text).unwrap_or_default();
    ["Key ", "key ", "Bearer ", "Key", "Token "]
        .into_iter()
        .find(|prefix| first.starts_with(prefix))
        .unwrap_or_default()
}
