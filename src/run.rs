//! A run, from the targets to the report: see the picture in `CONTRIBUTING.md`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::clarifai::CredentialKind;
use crate::clarifai::assemble::{Candidate, Interceptors, Known, candidates, created, unsent};
use crate::config::Configuration;
use crate::error::RunError;
use crate::fix::{self, Subject, Work};
use crate::flow::{At, Project};
use crate::gate::{self, Baseline};
use crate::gather::{Files, Overlay};
use crate::plan::Plan;
use crate::report::{Report, Summary};
use crate::rules::{Finding, Fix, JudgedCall, Rule, findings, settle};
use crate::settings::Settings;
use crate::source::{self, FileId, Place, Scan};
use crate::suppress::Suppressions;

/// Looks into the targets and reports what was found.
///
/// # Errors
/// If a target cannot be reached, a pattern is malformed, or threads cannot be started.
pub fn run(settings: &Settings) -> Result<Report, RunError> {
    look(settings, &Overlay::default()).map(|looked| looked.report)
}

/// A report, and where the files in it are.
pub(crate) struct Looked {
    /// The report.
    pub(crate) report: Report,
    /// The project root, as a canonical path.
    pub(crate) root: PathBuf,
    /// The absolute path of each file, by its id.
    pub(crate) paths: Vec<PathBuf>,
}

/// As [`run`], with some files read from an overlay.
pub(crate) fn look(settings: &Settings, overlay: &Overlay) -> Result<Looked, RunError> {
    on_threads(settings, |settings| check(settings, overlay))
}

/// The files that a run with these settings looks into, as reports show them.
///
/// # Errors
/// As [`run`].
pub fn files(settings: &Settings) -> Result<Vec<String>, RunError> {
    on_threads(settings, |settings| {
        let mut plan = Plan::new(settings)?;
        let found = plan.discover(settings)?;
        let folders = found.folders.iter();
        let paths: Vec<PathBuf> = folders
            .flat_map(|folder| folder.files.iter().map(|it| folder.path.join(&*it.name)))
            .collect();
        let configurations = plan.of_files(&paths)?;
        let all = paths.iter().zip(&configurations);
        let kept = all.filter(|(path, configuration)| !plan.excludes(path, configuration));
        Ok(kept
            .map(|(path, _)| source::display_path(&plan.root, path))
            .collect())
    })
}

/// The configuration that counts for the first target, as TOML.
///
/// # Errors
/// As [`run`].
pub fn settings_of(settings: &Settings) -> Result<String, RunError> {
    let mut plan = Plan::new(settings)?;
    let first = settings.discover.targets.first();
    let target = first.and_then(|it| it.canonicalize().ok());
    let target = target.unwrap_or_else(|| plan.root.clone());
    Ok(plan.configurations.of(&target)?.to_toml())
}

/// The file of known findings, if an option or the configuration names one.
///
/// # Errors
/// As [`run`].
pub fn baseline_file(settings: &Settings) -> Result<Option<PathBuf>, RunError> {
    let plan = Plan::new(settings)?;
    Ok(settings.baseline.file(plan.configurations.base()))
}

fn on_threads<T: Send>(
    settings: &Settings,
    work: impl FnOnce(&Settings) -> Result<T, RunError> + Send,
) -> Result<T, RunError> {
    // 0 lets the library choose: one for each processor.
    let threads = settings.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        // Following values goes as deep as a program nests.
        .stack_size(16 * 1024 * 1024)
        .build()?;
    pool.install(|| work(settings))
}

fn check(settings: &Settings, overlay: &Overlay) -> Result<Looked, RunError> {
    let mut plan = Plan::new(settings)?;
    let (mut scan, loaded) = plan.scan(settings)?;
    let mut files = Files::new(&scan.root, overlay);
    files.add(loaded, &FxHashSet::default());
    let in_doubt = !plan.is_whole(settings) && files.follow_leads(&mut scan);
    files.complete(&mut scan);
    let mut summary = Summary {
        walked: scan.walked,
        read: scan.read,
        candidates: files.sources.len(),
        skipped: std::mem::take(&mut scan.skipped),
        with_syntax_errors: files.with_syntax_errors(),
        ..Summary::default()
    };
    summary.skipped.append(&mut files.skipped);
    let Judged {
        project,
        configurations,
        calls: judged,
    } = judge_in_context(settings, &mut plan, &mut scan, &mut files, in_doubt)?;
    let is_target = |(path, configuration): (&PathBuf, &Arc<Configuration>)| {
        scan.walks(path) && !plan.excludes(path, configuration)
    };
    let all = files.paths.iter().zip(&configurations);
    let targets: Vec<bool> = all.map(is_target).collect();
    let fixes = match settings.rewrites {
        true => rewrites(&project, &scan.root, &targets, &configurations, &judged),
        false => FxHashMap::default(),
    };
    let is_in_target = |place: Place| targets[place.file.0 as usize];
    let mut calls: Vec<JudgedCall> = judged.into_iter().map(|(_, call)| call).collect();
    let suppressions = settings
        .suppressions
        .then(|| suppressions(&project, &targets));
    let sources = project.into_sources();
    let mut findings = findings(&calls, &sources, &|file| {
        &configurations[file.0 as usize].environment
    });
    // A call may have a finding in another file than its own, where its credential stands.
    findings.retain(|it| is_in_target(it.place));
    calls.retain(|it| is_in_target(it.call.place));
    attach(&mut findings, fixes);
    if let Some(suppressions) = suppressions {
        summary.suppressed = suppressions.apply(&mut findings, &sources);
    }
    let looked_into = gate::Files {
        root: &scan.root,
        paths: &files.paths,
        configurations: &configurations,
    };
    gate::by_rule(&mut findings, &mut summary, settings, &looked_into);
    if let Some(mut lines) = plan.lines(settings)? {
        gate::by_line(
            &mut findings,
            &mut summary,
            &mut lines,
            &sources,
            &looked_into,
        )?;
    }
    let base = plan.configurations.base();
    if let Some(file) = settings.baseline.file(base) {
        let baseline = Baseline::read(&file)?;
        let looks_into = |path: &Path| scan.walks(path);
        gate::by_baseline(
            &mut findings,
            &mut summary,
            &baseline,
            &sources,
            &scan.root,
            looks_into,
        );
    }
    count(&mut summary, &calls);
    let mut report = Report {
        findings,
        calls,
        summary,
        sources,
    };
    report.sort();
    report.select(settings.pedantic || base.pedantic);
    gate::count_failing(&mut report, settings, base);
    Ok(Looked {
        report,
        root: scan.root,
        paths: files.paths,
    })
}

/// The files as one program, the configuration of each, and every call with its verdict.
struct Judged {
    project: Project,
    configurations: Vec<Arc<Configuration>>,
    calls: Vec<(Candidate, JudgedCall)>,
}

impl Judged {
    fn of(files: &mut Files, plan: &mut Plan) -> Result<Self, RunError> {
        let configurations = plan.of_files(&files.paths)?;
        let project = files.project();
        let calls = judge_all(&project, &configurations);
        Ok(Self {
            project,
            configurations,
            calls,
        })
    }
}

/// Judges the calls, with the project around the targets where that could change a verdict, or
/// where only that tells whether a target that says nothing of Clarifai takes part (`in_doubt`).
fn judge_in_context(
    settings: &Settings,
    plan: &mut Plan,
    scan: &mut Scan,
    files: &mut Files,
    in_doubt: bool,
) -> Result<Judged, RunError> {
    let judged = Judged::of(files, plan)?;
    if (in_doubt || depends_on_more(&judged.project, &judged.calls))
        && let Some(around) = plan.around(settings, scan)?
    {
        scan.widen(around);
        files.take_back(judged.project);
        files.look_around(scan);
        files.complete(scan);
        return Judged::of(files, plan);
    }
    Ok(judged)
}

/// Whether files of the project that were not looked into could change a verdict.
fn depends_on_more(project: &Project, judged: &[(Candidate, JudgedCall)]) -> bool {
    let is_open = |(_, judged): &(Candidate, JudgedCall)| {
        let credential = &judged.call.credential;
        let own_elsewhere = matches!(
            judged.verdict.rule,
            Some(Rule::KeyOnUnresolvedModel | Rule::UnverifiedOwner | Rule::UnclearCredential)
        );
        // Where the client is made may tell of another credential than its type does.
        let made_elsewhere = credential.place.is_none();
        let unknown = credential.kind == CredentialKind::Unknown && !credential.hard_coded;
        own_elsewhere || made_elsewhere || unknown
    };
    let silent = judged.is_empty() && project.files().next().is_some();
    silent || project.asked_for_callers() || judged.iter().any(is_open)
}

/// The rewrites of the calls that have one, by the place of the call.
fn rewrites(
    project: &Project,
    root: &Path,
    targets: &[bool],
    configurations: &[Arc<Configuration>],
    judged: &[(Candidate, JudgedCall)],
) -> FxHashMap<Place, Fix> {
    let environment = |file: FileId| &configurations[file.0 as usize].environment;
    let work = Work::new(project, &environment, targets, Some(root));
    let subjects: Vec<Subject> = judged
        .iter()
        .map(|(readings, judged)| Subject { judged, readings })
        .collect();
    let planned = fix::plan(&work, &subjects);
    planned
        .into_iter()
        .map(|(index, fix)| (judged[index].1.call.place, fix))
        .collect()
}

/// Gives the findings of calls their rewrites. What is found beside a call has none of its own.
fn attach(findings: &mut [Finding], fixes: FxHashMap<Place, Fix>) {
    for finding in findings {
        let own = finding
            .call
            .as_ref()
            .is_some_and(|call| call.place == finding.place);
        if own && !matches!(finding.rule, Rule::RetiredModel | Rule::HardCodedCredential) {
            finding.fix = fixes.get(&finding.place).cloned();
        }
    }
}

/// Every call, with its readings and its verdict.
fn judge_all(
    project: &Project,
    configurations: &[Arc<Configuration>],
) -> Vec<(Candidate, JudgedCall)> {
    let known = known(project, configurations);
    let files: Vec<FileId> = project.files().map(|(file, _)| file).collect();
    let read: Vec<(Vec<Candidate>, FxHashSet<At>)> = files
        .par_iter()
        .map(|&file| {
            let mut consumed = FxHashSet::default();
            let found = candidates(project, file, &known[file.0 as usize], &mut consumed);
            (found, consumed)
        })
        .collect();
    let consumed: FxHashSet<At> = read.iter().flat_map(|(_, it)| it.iter().copied()).collect();
    let unsent: Vec<Vec<Candidate>> = files
        .par_iter()
        .map(|&file| unsent(project, file, &known[file.0 as usize], &consumed))
        .collect();
    let mut places: Vec<Candidate> = Vec::new();
    let all = read.into_iter().map(|(found, _)| found).chain(unsent);
    for candidate in all.flatten() {
        places.push(candidate);
    }
    places.sort_by_key(|it| it.place);
    // One request may be sent from several places.
    let mut merged: Vec<Candidate> = Vec::new();
    for candidate in places {
        match merged
            .last_mut()
            .filter(|last| last.place == candidate.place)
        {
            Some(last) => last.readings.extend(candidate.readings),
            None => merged.push(candidate),
        }
    }
    merged
        .into_par_iter()
        .filter_map(|it| {
            let judged = settle(&it.readings)?;
            Some((it, judged))
        })
        .collect()
}

/// The suppressing comments of the target files.
fn suppressions(project: &Project, targets: &[bool]) -> Suppressions {
    let is_target = |file: FileId| targets.get(file.0 as usize).copied().unwrap_or(false);
    Suppressions::read(
        project.files().filter(|(file, _)| is_target(*file)),
        project.sources(),
    )
}

/// What is known beforehand for each file: what the project creates itself, and what the
/// configuration of the file says.
fn known(project: &Project, configurations: &[Arc<Configuration>]) -> Vec<Arc<Known>> {
    let own = created(project);
    let interceptors = Arc::new(Interceptors::of(project));
    let mut all: Vec<(&Arc<Configuration>, Arc<Known>)> = Vec::new();
    let of = configurations.iter().map(|configuration| {
        let known = all.iter().find(|(it, _)| Arc::ptr_eq(it, configuration));
        if let Some((_, known)) = known {
            return Arc::clone(known);
        }
        let mut own = own.clone();
        own.models.extend(configuration.own_models.iter().cloned());
        own.workflows
            .extend(configuration.own_workflows.iter().cloned());
        let names = configuration.names.clone();
        let known = Arc::new(Known {
            names,
            own,
            interceptors: Arc::clone(&interceptors),
        });
        all.push((configuration, Arc::clone(&known)));
        known
    });
    of.collect()
}

fn count(summary: &mut Summary, calls: &[JudgedCall]) {
    summary.calls = calls.len();
    summary.clean = calls.iter().filter(|it| it.verdict.rule.is_none()).count();
    let files: FxHashSet<FileId> = calls.iter().map(|it| it.call.place.file).collect();
    summary.files_with_calls = files.len();
}
