//! Rewrites: the edits that turn broken calls into right ones.
//!
//! An edit is a splice of bytes. Edits come in groups that are done as a whole or not at all: a
//! credential and all the calls that it feeds, in whatever files, because a token at a call that
//! names no owner is the next bug. A group is *safe* where the result certainly asks for the same
//! thing; *unsafe* where that depends on something that its title names; else it is only shown.

mod address;
mod census;
mod credential;
mod diff;
mod draft;
mod elsewhere;
mod environment;
mod given;
mod imports;
mod in_address;
mod lines;
mod locate;
mod names;
mod naming;
mod over;
mod owner;
mod rename;
mod replace;
mod script;
mod splice;
mod style;
mod unused;
mod write;

use std::borrow::Cow;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

pub use diff::unified;
pub use splice::{Rewritten, choose, splice};

pub use write::{Staged, WriteError, stage, stays_inside};

use crate::clarifai::assemble::Candidate;
use crate::clarifai::catalogue::{CLARIFAI_APP, CLARIFAI_USER};
use crate::clarifai::{
    Call, Client, Credential, CredentialKind, Intent, Part, ResourceKind, Standing,
};
use crate::facts::{Facts, Imported};
use crate::flow::Project;
use crate::language::Language;
use crate::rules::{Environment, Fix, JudgedCall, Rule, Severity, Target};
use crate::source::{FileId, Place};
use census::Census;
use draft::Draft;
use naming::Naming;

/// A call that takes part: as it was judged, and every reading of it.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The call and its verdict.
    pub judged: &'a JudgedCall,
    /// The readings that the verdict comes from.
    pub readings: &'a Candidate,
}

/// What rewriting looks at.
pub struct Work<'p> {
    /// The project.
    pub project: &'p Project,
    /// The variables from which rewritten code reads.
    pub environment: &'p (dyn Fn(FileId) -> &'p Environment + Sync),
    /// The files that may be changed, by id.
    pub targets: &'p [bool],
    /// The project root, where files that tell of build tools are looked for.
    pub root: Option<&'p Path>,
    /// The files that mention a name: the first of them, and whether there are more.
    mentioned: OnceLock<FxHashMap<SmolStr, (FileId, bool)>>,
    /// The files that import a file or are imported by it, as far as was asked.
    near: Mutex<FxHashMap<FileId, Arc<[FileId]>>>,
    /// The files that import something whose path has a word in it.
    importing: OnceLock<FxHashMap<SmolStr, Vec<FileId>>>,
}

impl<'p> Work<'p> {
    /// What rewriting looks at in a project.
    #[must_use]
    pub fn new(
        project: &'p Project,
        environment: &'p (dyn Fn(FileId) -> &'p Environment + Sync),
        targets: &'p [bool],
        root: Option<&'p Path>,
    ) -> Self {
        Self {
            project,
            environment,
            targets,
            root,
            mentioned: OnceLock::new(),
            near: Mutex::default(),
            importing: OnceLock::new(),
        }
    }

    /// Whether a file other than this one mentions or imports a name.
    fn is_mentioned_outside(&self, file: FileId, name: &str) -> bool {
        let known = self.mentioned.get_or_init(|| {
            let mut all: FxHashMap<SmolStr, (FileId, bool)> = FxHashMap::default();
            let mut note = |name: &SmolStr, file: FileId| {
                let (first, several) = all.entry(name.clone()).or_insert((file, false));
                *several |= *first != file;
            };
            for (file, facts) in self.project.files() {
                facts.mentions.keys().for_each(|name| note(name, file));
                for import in &facts.imports {
                    note(&import.local, file);
                    if let Imported::Name(name) = &import.what {
                        note(name, file);
                    }
                }
            }
            all
        });
        let found = known.get(name);
        found.is_some_and(|(first, several)| *several || *first != file)
    }

    /// Whether a file mentions a name that imports this one, or that this one imports, in however
    /// many steps: no other one can mean the same.
    fn is_mentioned_near(&self, file: FileId, name: &str) -> bool {
        if !self.is_mentioned_outside(file, name) {
            return false;
        }
        self.near(file).iter().any(|&other| {
            let says = |its: &Facts| {
                its.mentions.contains_key(name)
                    || its.imports.iter().any(|it| {
                        it.local == name || matches!(&it.what, Imported::Name(it) if it == name)
                    })
            };
            other != file && self.facts(other).is_some_and(says)
        })
    }

    /// The files that import a file or are imported by it, in however many steps.
    fn near(&self, file: FileId) -> Arc<[FileId]> {
        let mut known = self.near.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.entry(file).or_insert_with(|| {
            let mut all = self.project.dependents(file);
            all.extend(self.project.dependencies(file));
            all.into()
        });
        Arc::clone(found)
    }

    /// The files that import something whose path has a word in it, resolved or not.
    fn importing(&self, word: &str) -> &[FileId] {
        let known = self.importing.get_or_init(|| {
            let mut all: FxHashMap<SmolStr, Vec<FileId>> = FxHashMap::default();
            for (file, facts) in self.project.files() {
                let modules = facts.imports.iter().map(|it| &it.module);
                for word in modules.flat_map(|it| it.split(['.', '/'])) {
                    let files = all.entry(SmolStr::new(word)).or_default();
                    if files.last() != Some(&file) {
                        files.push(file);
                    }
                }
            }
            all
        });
        known.get(word).map_or(&[], Vec::as_slice)
    }

    fn facts(&self, file: FileId) -> Option<&'p Facts> {
        self.project.facts(file)
    }

    fn bytes(&self, file: FileId) -> &'p [u8] {
        &self.project.sources().get(file).bytes
    }

    fn text(&self, place: Place) -> String {
        let text: Cow<'_, str> = self.project.sources().get(place.file).slice(place.span);
        text.into_owned()
    }

    fn language(&self, file: FileId) -> Language {
        self.project.sources().get(file).language
    }

    fn variables(&self, file: FileId) -> &'p Environment {
        (self.environment)(file)
    }

    fn is_target(&self, file: FileId) -> bool {
        self.targets.get(file.0 as usize).copied().unwrap_or(false)
    }
}

/// Works out the rewrites: for each call that has one its index and the rewrite. Calls of the
/// same group have the same.
#[must_use]
pub fn plan(work: &Work<'_>, subjects: &[Subject<'_>]) -> Vec<(usize, Fix)> {
    let needs: Vec<Need> = subjects.iter().map(Need::of).collect();
    if !needs.iter().any(|it| it.broken) {
        return Vec::new();
    }
    let calls: Vec<&Call> = subjects.iter().map(|it| &it.judged.call).collect();
    let mut groups = groups(work, subjects, &needs);
    let mut goals: Vec<Option<Target>> = vec![None; subjects.len()];
    for group in &groups {
        let migrates = group.migrates;
        for &index in &group.members {
            let need = &needs[index];
            if need.owner || migrates && need.owner_with_token {
                goals[index] = Some(goal(calls[index]));
            }
        }
    }
    let census = Census::take(work, &calls, goals.clone());
    let mut drafts: Vec<Draft> = groups
        .par_iter()
        .map(|group| draft_of(work, subjects, &needs, &goals, &census, group))
        .collect();
    look_for_other_reads(work, subjects, &groups, &mut drafts);
    replace_clients(work, subjects, &needs, &mut groups, &mut drafts);
    let settled = groups.par_iter().zip(drafts).filter_map(|(group, draft)| {
        let fix = draft.settle(work)?;
        let concerned = group.members.iter().filter(|it| needs[**it].broken);
        Some(
            concerned
                .map(|it| (*it, fix.clone()))
                .collect::<Vec<(usize, Fix)>>(),
        )
    });
    let mut found: Vec<(usize, Fix)> = settled.flatten_iter().collect();
    found.sort_by_key(|it| it.0);
    found
}

/// What a call needs to be right.
#[derive(Debug, Clone, Copy)]
struct Need {
    /// It is a finding that a rewrite may mend.
    broken: bool,
    /// Its credential has to become a token.
    token: bool,
    /// It has to name another owner, or one at all.
    owner: bool,
    /// It has to do so once its credential is a token.
    owner_with_token: bool,
}

impl Need {
    fn of(subject: &Subject<'_>) -> Self {
        let JudgedCall { call, verdict, .. } = subject.judged;
        let complete = call.owner.user_id.is_some() && call.owner.app_id.is_some();
        let right = match Target::of(call) {
            Target::Fixed { user_id, app_id } => {
                let is = |part: &Option<Part>, id: &str| match part {
                    Some(Part::Literal(text)) => text == id,
                    Some(Part::Dynamic(_)) => true,
                    None => false,
                };
                is(&call.owner.user_id, &user_id) && is(&call.owner.app_id, &app_id)
            }
            Target::Own | Target::Open => complete,
        };
        let (token, owner) = match verdict.rule {
            Some(
                Rule::KeyOnClarifaiModel
                | Rule::KeyOnClarifaiWorkflow
                | Rule::KeyOnClarifaiConcept
                | Rule::KeyOutsideApp
                | Rule::KeyOnWorkflow
                | Rule::KeyOnCustomModel
                | Rule::KeyOnUnresolvedModel,
            ) => (true, !right),
            Some(Rule::KeyOnPatOnlyEndpoint) => (true, false),
            Some(Rule::MissingOwner | Rule::WrongOwner) => (false, true),
            _ => (false, false),
        };
        let broken = verdict.severity > Severity::Note && (token || owner);
        Self {
            broken,
            token: token && broken,
            owner: owner && broken,
            owner_with_token: !right && verdict.rule != Some(Rule::KeyOnPatOnlyEndpoint),
        }
    }
}

/// Calls that are rewritten together.
#[derive(Debug, Default)]
struct Group {
    members: Vec<usize>,
    /// Whether their credential becomes a token.
    migrates: bool,
}

/// Puts calls together that share a credential which has to change.
fn groups(work: &Work<'_>, subjects: &[Subject<'_>], needs: &[Need]) -> Vec<Group> {
    let mut of_place: FxHashMap<Place, usize> = FxHashMap::default();
    let mut parents: Vec<usize> = (0..subjects.len()).collect();
    for (index, subject) in subjects.iter().enumerate() {
        let readings = subject.readings.readings.iter().flatten();
        let call = &subject.judged.call;
        let given = readings.chain([call]).map(|it| &it.credential);
        let others = given.flat_map(|it| std::iter::once(it).chain(&it.others));
        let mut keys: Vec<Place> = others.filter_map(|it| it.place).collect();
        if call.client == Client::LegacyJavaScript {
            keys.extend(owner::constructor(work, call).map(|it| work.project.place(it)));
        }
        for key in keys {
            let first = *of_place.entry(key).or_insert(index);
            join(&mut parents, first, index);
        }
    }
    let mut found: FxHashMap<usize, Group> = FxHashMap::default();
    for index in 0..subjects.len() {
        let call = &subjects[index].judged.call;
        let need = needs[index];
        let group = found.entry(root(&parents, index)).or_default();
        group.members.push(index);
        let bare = call.credential.kind == CredentialKind::Unknown
            && need.broken
            && credential::is_literal(work, call);
        group.migrates |= need.token || bare;
    }
    let mut groups = Vec::new();
    for (_, group) in found {
        let shared = group
            .members
            .iter()
            .any(|it| subjects[*it].judged.call.client == Client::LegacyJavaScript);
        if group.migrates || shared {
            groups.push(group);
        } else {
            // A token stays as it is, so that each call can be mended by itself.
            let alone = |member: usize| Group {
                members: vec![member],
                migrates: false,
            };
            groups.extend(group.members.into_iter().map(alone));
        }
    }
    groups.retain(|it| it.members.iter().any(|it| needs[*it].broken));
    groups.sort_by_key(|it| it.members[0]);
    groups
}

fn root(parents: &[usize], mut at: usize) -> usize {
    while parents[at] != at {
        at = parents[at];
    }
    at
}

fn join(parents: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(parents, one), root(parents, other));
    parents[one.max(other)] = one.min(other);
}

fn draft_of(
    work: &Work<'_>,
    subjects: &[Subject<'_>],
    needs: &[Need],
    goals: &[Option<Target>],
    census: &Census,
    group: &Group,
) -> Draft {
    let mut draft = Draft::default();
    if let Some(why) = torn(subjects, goals, group) {
        draft.stop(why);
        return draft;
    }
    for &index in &group.members {
        let call = &subjects[index].judged.call;
        let need = needs[index];
        if !need.broken && !(group.migrates && (need.owner_with_token || changes_kind(call))) {
            continue;
        }
        if let Some(why) = hindrance(subjects, index, &goals[index]) {
            draft.stop(&why);
            continue;
        }
        if group.migrates && goals[index].is_none() && Target::of(call) == Target::Open {
            draft.assume("the owner that run time gives holds what is asked for");
        }
        if group.migrates {
            let mut changes = true;
            for reading in credentials(work, &subjects[index]) {
                changes &= credential::rewrite(work, census, &reading, &mut draft);
            }
            if !changes && need.broken && goals[index] == Some(Target::Own) {
                draft.stop("the key comes from outside of the code");
            }
        } else if call.credential.kind == CredentialKind::Pat && call.credential.hard_coded {
            credential::rewrite(work, census, call, &mut draft);
        } else if call.credential.kind == CredentialKind::Unknown {
            draft.assume("the credential that the call is given is a PAT");
        }
        if let Some(target) = &goals[index] {
            if is_clarifais_by_name(call)
                && let Some(id) = &call.resource.id
            {
                draft.assume(&format!(
                    "the workflow `{id}` is Clarifai's, not one of your own of that name"
                ));
            }
            let naming = Naming {
                work,
                census,
                index,
                call,
                target,
            };
            owner::rewrite(&naming, &mut draft);
        }
    }
    draft
}

/// Why a call cannot be rewritten where it stands, whatever there is around it.
fn hindrance(
    subjects: &[Subject<'_>],
    index: usize,
    goal: &Option<Target>,
) -> Option<Cow<'static, str>> {
    let judged = &subjects[index].judged;
    let call = &judged.call;
    if !call.client.can_name_owner() {
        let name = call.client.name();
        let why = format!("`{name}` cannot name an owner and has to be replaced");
        return Some(Cow::Owned(why));
    }
    if call.resource.kind == ResourceKind::Concept && call.operation.intent == Intent::Search {
        let why = "the search is in your own application, by a concept of Clarifai's";
        return Some(Cow::Borrowed(why));
    }
    let pat_only = judged.verdict.rule == Some(Rule::KeyOnPatOnlyEndpoint);
    if pat_only && call.owner.user_id.is_none() {
        return Some(Cow::Borrowed("it is not seen on whose behalf this asks"));
    }
    undecided(subjects, index, goal).map(Cow::Borrowed)
}

/// A call for each place at which a credential of it enters, by whatever caller or branch: all of
/// them become tokens, together or not at all.
fn credentials<'a>(work: &Work<'_>, subject: &Subject<'a>) -> Vec<Cow<'a, Call>> {
    let mut found = vec![Cow::Borrowed(&subject.judged.call)];
    let mut add = |call: Cow<'a, Call>| {
        let same = |it: &Cow<'_, Call>| it.credential.place == call.credential.place;
        if !found.iter().any(same) {
            found.push(call);
        }
    };
    let readings = subject.readings.readings.iter().flatten();
    for reading in std::iter::once(&subject.judged.call).chain(readings) {
        add(Cow::Borrowed(reading));
        // An empty text is still to be filled in.
        let fills = |it: &&Credential| it.place.is_some_and(|it| work.text(it).len() > 2);
        for other in reading.credential.others.iter().filter(fills) {
            let mut call = reading.clone();
            call.credential = other.clone();
            add(Cow::Owned(call));
        }
    }
    found
}

/// Gives the calls by a client that cannot name an owner a rewrite of their own where it can be
/// replaced. Whatever else is done with the client goes on with the key.
fn replace_clients(
    work: &Work<'_>,
    subjects: &[Subject<'_>],
    needs: &[Need],
    groups: &mut Vec<Group>,
    drafts: &mut Vec<Draft>,
) {
    let members: Vec<usize> = groups
        .iter()
        .flat_map(|it| &it.members)
        .copied()
        .filter(|it| needs[*it].broken && replace::concerns(&subjects[*it].judged.call))
        .collect();
    let mut draft = Draft::default();
    let mended = replace::rewrite(work, subjects, &members, &mut draft);
    if mended.is_empty() {
        return;
    }
    for group in groups.iter_mut() {
        group.members.retain(|it| !mended.contains(it));
    }
    groups.push(Group {
        members: mended,
        migrates: false,
    });
    drafts.push(draft);
}

/// A variable that no rewrite stops reading in some place may be there for the same calls.
fn look_for_other_reads(
    work: &Work<'_>,
    subjects: &[Subject<'_>],
    groups: &[Group],
    drafts: &mut [Draft],
) {
    let edited = drafts
        .iter()
        .filter(|it| !it.is_stopped())
        .flat_map(|it| it.edits().iter().map(|edit| edit.place));
    let names_of = |group: &Group| -> Vec<String> {
        let members = group.members.iter().filter(|_| group.migrates);
        let mut names: Vec<String> = members
            .flat_map(|it| credentials(work, &subjects[*it]))
            .filter_map(|it| credential::key_variable(work, &it))
            .collect();
        names.sort();
        names.dedup();
        names
    };
    let names: Vec<Vec<String>> = groups.iter().map(names_of).collect();
    let wanted: FxHashSet<&str> = names.iter().flatten().map(String::as_str).collect();
    let elsewhere = credential::read_elsewhere(work, &wanted, edited);
    let shared = |name: &String| names.iter().filter(|it| it.contains(name)).count() > 1;
    for (own, draft) in names.iter().zip(drafts) {
        for name in own {
            let tested = elsewhere.tested.get(name).map_or(&[][..], Vec::as_slice);
            let follows = !shared(name) && tested.iter().all(|it| work.is_target(it.file));
            if follows && !draft.is_stopped() {
                for place in tested {
                    draft.replace(*place, credential::variable_for(work, place.file, name));
                }
            }
            if elsewhere.used.contains(name) || !follows && !tested.is_empty() {
                draft.assume(&format!(
                    "what else reads `{name}` does not need it for these calls"
                ));
            }
        }
    }
}

/// Why the calls on one client cannot be mended together: the legacy client of npm takes one
/// owner for all of them.
fn torn(subjects: &[Subject<'_>], goals: &[Option<Target>], group: &Group) -> Option<&'static str> {
    let legacy = |it: &&usize| subjects[**it].judged.call.client == Client::LegacyJavaScript;
    let mut wanted = group.members.iter().filter(legacy).map(|it| &goals[*it]);
    let first = wanted.next()?;
    wanted
        .any(|it| it != first)
        .then_some("calls on one client ask for resources of different owners; they need two")
}

/// Whether a call that is no finding depends on the credential's being a key.
fn changes_kind(call: &Call) -> bool {
    call.credential.kind == CredentialKind::ApiKey
}

/// The owner that a call has to name. Where a name is that of a workflow of Clarifai's, it is
/// taken for that: [`draft_of`] says so.
fn goal(call: &Call) -> Target {
    match Target::of(call) {
        Target::Open if is_clarifais_by_name(call) => Target::Fixed {
            user_id: CLARIFAI_USER.to_owned(),
            app_id: CLARIFAI_APP.to_owned(),
        },
        target => target,
    }
}

/// Whether a workflow has a name that Clarifai's own have, too, which every app may have one of.
fn is_clarifais_by_name(call: &Call) -> bool {
    call.resource.standing == Standing::ClarifaisByName && Target::of(call) == Target::Open
}

/// Why it cannot be told what a call has to name.
fn undecided(
    subjects: &[Subject<'_>],
    index: usize,
    goal: &Option<Target>,
) -> Option<&'static str> {
    let Some(goal) = goal else { return None };
    if *goal == Target::Open {
        return Some("it is not known whose the resource is");
    }
    let readings = &subjects[index].readings.readings;
    let differs = readings.iter().flatten().any(|it| self::goal(it) != *goal);
    differs.then_some("its callers ask for resources of different owners")
}
