//! A run, from the targets to the report: see the picture in `CONTRIBUTING.md`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::clarifai::CredentialKind;
use crate::clarifai::assemble::{Candidate, Known, candidates, created, unsent};
use crate::config::{ConfigError, Configuration};
use crate::facts::{Facts, Imported, Outcome, read};
use crate::fix::{self, Subject, Work};
use crate::flow::{At, Project};
use crate::gate::{self, Baseline, BaselineError};
use crate::language::Language;
use crate::plan::Plan;
use crate::report::{Report, Summary};
use crate::rules::{Finding, Fix, JudgedCall, Rule, findings, settle};
use crate::settings::Settings;
use crate::source::{
    self, Aliases, DiscoverError, FileId, GitError, Loaded, Place, Reason, Scan, SecondNeedles,
    Skipped, SourceFile, Sources,
};
use crate::suppress::Suppressions;

/// How long one file may take to be parsed and queried.
const FILE_DEADLINE: Duration = Duration::from_secs(5);
/// How often the second look follows imports further.
const MAX_ROUNDS: usize = 4;

/// How many files may be read as context, beside so many for each file that concerns Clarifai.
const MAX_CONTEXT: usize = 500;
const MAX_CONTEXT_PER_FILE: usize = 4;
/// How many files around the targets may concern Clarifai for all of them to be read, whether or
/// not imports lead there.
const MAX_AROUND: usize = 200;

/// Why a run failed as a whole. No single file of the project makes it fail.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is nothing to look into.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// The configuration cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Git was needed and did not answer.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The baseline cannot be used.
    #[error(transparent)]
    Baseline(#[from] BaselineError),
    /// The operating system gives no threads.
    #[error("cannot start threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Looks into the targets and reports what was found.
///
/// # Errors
/// If a target cannot be reached, a pattern is malformed, or threads cannot be started.
pub fn run(settings: &Settings) -> Result<Report, RunError> {
    look(settings, &Overlay::default()).map(|looked| looked.report)
}

/// Texts that count in the place of those on disk, by absolute path.
pub(crate) type Overlay = FxHashMap<PathBuf, Vec<u8>>;

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
    let mut files = Files {
        overlay: overlay.clone(),
        ..Files::default()
    };
    files.add(loaded, &scan.root, &FxHashSet::default());
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
    let mut configurations = plan.of_files(&files.paths)?;
    let mut project = files.project(&scan.root);
    let mut judged = judge_all(&project, &configurations);
    if depends_on_more(&project, &judged)
        && let Some(around) = plan.around(settings, &scan)?
    {
        scan.widen(around);
        files.take_back(project);
        files.look_around(&mut scan);
        files.complete(&mut scan);
        configurations = plan.of_files(&files.paths)?;
        project = files.project(&scan.root);
        judged = judge_all(&project, &configurations);
    }
    let is_target = |(path, configuration): (&PathBuf, &Arc<Configuration>)| {
        (scan.walks(path) || settings.stdin.is_some()) && !plan.excludes(path, configuration)
    };
    let targets: Vec<bool> = files
        .paths
        .iter()
        .zip(&configurations)
        .map(is_target)
        .collect();
    let fixes = rewrites(&project, &scan.root, &targets, &configurations, &judged);
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

/// Whether files of the project that were not looked into could change a verdict.
fn depends_on_more(project: &Project, judged: &[(Candidate, JudgedCall)]) -> bool {
    let is_open = |(_, judged): &(Candidate, JudgedCall)| {
        let credential = &judged.call.credential;
        let own_elsewhere = matches!(
            judged.verdict.rule,
            Some(Rule::KeyOnUnresolvedModel | Rule::UnverifiedOwner | Rule::UnclearCredential)
        );
        own_elsewhere || credential.kind == CredentialKind::Unknown && !credential.hard_coded
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

/// The files that take part, and what they say.
#[derive(Default)]
struct Files {
    sources: Vec<SourceFile>,
    facts: Vec<Option<Box<Facts>>>,
    paths: Vec<PathBuf>,
    known: FxHashSet<PathBuf>,
    skipped: Vec<Skipped>,
    overlay: Overlay,
    /// The names that configurations of the project give to files.
    aliases: Arc<Aliases>,
}

impl Files {
    /// Parses files and takes them in. Of those that only may import something at hand
    /// (`importers`), the ones that do are kept: a name in a text is soon found.
    fn add(&mut self, mut loaded: Vec<Loaded>, root: &Path, importers: &FxHashSet<PathBuf>) {
        for one in &mut loaded {
            if let Some(bytes) = self.overlay.get(&one.path) {
                one.file.bytes.clone_from(bytes);
            }
        }
        self.learn_aliases(&loaded, root);
        let (known, aliases) = (&self.known, &self.aliases);
        let facts: Vec<Option<Option<Box<Facts>>>> = loaded
            .par_iter()
            .map(|one| {
                let deadline = Instant::now() + FILE_DEADLINE;
                let facts = match read(one.file.language, &one.file.bytes, deadline) {
                    Outcome::Facts(facts) => Some(facts),
                    Outcome::TooHard => None,
                };
                let wanted = !importers.contains(&one.path)
                    || facts
                        .as_ref()
                        .is_some_and(|it| imports_any(root, &one.path, it, known, aliases));
                wanted.then_some(facts)
            })
            .collect();
        for (one, facts) in loaded.into_iter().zip(facts) {
            let Some(facts) = facts else { continue };
            if facts.is_none() {
                let path = one.file.display.clone();
                self.skipped.push(Skipped::new(path, &Reason::TooHard));
            }
            self.known.insert(one.path.clone());
            self.paths.push(one.path);
            self.sources.push(one.file);
            self.facts.push(facts);
        }
    }

    /// Reads the configurations around scripts that give names to files.
    fn learn_aliases(&mut self, loaded: &[Loaded], root: &Path) {
        let Some(aliases) = Arc::get_mut(&mut self.aliases) else {
            return;
        };
        for one in loaded.iter().filter(|it| it.file.language.is_script()) {
            let folder = one.file.display.rsplit_once('/').map_or("", |it| it.0);
            aliases.learn(root, folder);
        }
    }

    /// The files as one program, with the settings that they read.
    fn project(&mut self, root: &Path) -> Project {
        let data = self.data(root);
        let sources = Sources::new(std::mem::take(&mut self.sources));
        let mut project = Project::new(
            sources,
            std::mem::take(&mut self.facts),
            self.aliases.clone(),
        );
        project.add_data(data);
        project
    }

    /// Takes the files out of a program again, so that more can join them.
    fn take_back(&mut self, project: Project) {
        let (sources, facts) = project.into_parts();
        self.sources = sources.into_files();
        self.facts = facts;
    }

    /// Reads what around the targets concerns Clarifai by itself: what it makes, trains or sets up
    /// may be used here without an import.
    fn look_around(&mut self, scan: &mut Scan) {
        let mut around = scan.look_around(MAX_AROUND);
        around.retain(|one| !self.known.contains(&one.path));
        self.add(around, &scan.root, &FxHashSet::default());
    }

    /// Follows imports: into files that those at hand import, and to files that import them.
    fn complete(&mut self, scan: &mut Scan) {
        let mut from = 0;
        let limit = self.sources.len() * MAX_CONTEXT_PER_FILE + MAX_CONTEXT;
        for _ in 0..MAX_ROUNDS {
            let end = self.sources.len();
            let mut more = self.imported(scan, from..end);
            let importing = self.importing(scan, from..end);
            let importers = importing.iter().map(|one| one.path.clone()).collect();
            more.extend(importing);
            more.sort_by(|a, b| a.file.display.cmp(&b.file.display));
            more.dedup_by(|a, b| a.path == b.path);
            more.retain(|one| !self.known.contains(&one.path));
            more.truncate(limit.saturating_sub(end));
            if more.is_empty() {
                return;
            }
            from = end;
            self.add(more, &scan.root, &importers);
        }
    }

    /// The files of the project that these import and that are not at hand.
    fn imported(&self, scan: &Scan, range: std::ops::Range<usize>) -> Vec<Loaded> {
        let unknown = |index: usize| -> Vec<PathBuf> {
            let (Some(facts), Some(folder)) = (&self.facts[index], self.paths[index].parent())
            else {
                return Vec::new();
            };
            let paths = modules(facts).into_iter().flat_map(|module| {
                source::module_paths(&scan.root, folder, facts.language, &module, &self.aliases)
            });
            paths.filter(|path| !self.known.contains(path)).collect()
        };
        let mut paths: Vec<PathBuf> = range.into_par_iter().flat_map_iter(unknown).collect();
        paths.sort();
        paths.dedup();
        paths.iter().filter_map(|path| scan.context(path)).collect()
    }

    /// The files that may import one of these: who mentions its name in the way of an import.
    fn importing(&self, scan: &mut Scan, range: std::ops::Range<usize>) -> Vec<Loaded> {
        let mut texts: Vec<String> = Vec::new();
        let mut words: Vec<String> = Vec::new();
        for index in range.filter(|&index| self.facts[index].is_some()) {
            let source = &self.sources[index];
            let stem = import_name(&source.display);
            // Who imports a file of such a name mentions Clarifai by that, and is at hand if it is
            // in the targets.
            if stem.to_ascii_lowercase().contains("clarifai") && !scan.is_widened() {
                continue;
            }
            match source.language {
                Language::Java => words.push(stem.to_owned()),
                Language::Python => texts.extend([
                    format!("import {stem}"),
                    format!("from {stem} "),
                    format!(".{stem} import"),
                ]),
                _ => {
                    for name in self.aliases.names_of(&source.display) {
                        texts.extend(["'", "\"", "`"].map(|it| format!("{it}{name}{it}")));
                    }
                    let endings = ["'", "\"", "`", ".js", ".ts", ".jsx", ".tsx", ".mjs", ".cjs"];
                    texts.extend(endings.map(|ending| format!("/{stem}{ending}")));
                }
            }
        }
        let needles = SecondNeedles::new(
            words.iter().map(String::as_str),
            texts.iter().map(String::as_str),
        );
        scan.second_look(&needles)
    }

    /// The files of settings that these files name by a literal path, or that their frameworks
    /// read: with their paths as reports would show them.
    fn data(&self, root: &Path) -> Vec<(String, serde_json::Value)> {
        let mut paths: Vec<PathBuf> = Vec::new();
        let mut folders: FxHashSet<&Path> = FxHashSet::default();
        for (path, facts) in self.paths.iter().zip(&self.facts) {
            let (Some(folder), Some(facts)) = (path.parent(), facts) else {
                continue;
            };
            // Those above a known folder are known, too.
            let ups = folder.ancestors().take_while(|it| it.starts_with(root));
            for up in ups.take_while(|it| folders.insert(it)) {
                paths.extend(source::conventional_data(up));
            }
            for name in data_names(facts) {
                let up = folder.ancestors().take_while(|up| up.starts_with(root));
                let name = name.trim_start_matches("./").trim_start_matches("../");
                paths.extend(up.map(|up| up.join(name)).find(|path| path.is_file()));
            }
        }
        paths.sort();
        paths.dedup();
        let inside = |path: &PathBuf| {
            let real = path.canonicalize().ok()?;
            real.starts_with(root).then_some(())?;
            let data = source::read_data(path)?;
            Some((source::display_path(root, path), data))
        };
        paths.iter().filter_map(inside).collect()
    }

    fn with_syntax_errors(&self) -> usize {
        self.facts
            .iter()
            .flatten()
            .filter(|facts| facts.syntax_errors > 0)
            .count()
    }
}

/// The name by which others import a file.
fn import_name(display: &str) -> &str {
    let mut parts = display.rsplit('/');
    let name = parts.next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let folder = parts.next().unwrap_or_default();
    if matches!(stem, "index" | "__init__") {
        folder
    } else {
        stem
    }
}

/// Whether a file imports one of the known ones.
fn imports_any(
    root: &Path,
    path: &Path,
    facts: &Facts,
    known: &FxHashSet<PathBuf>,
    aliases: &Aliases,
) -> bool {
    let Some(folder) = path.parent() else {
        return false;
    };
    modules(facts).iter().any(|module| {
        let found = source::module_paths(root, folder, facts.language, module, aliases);
        found.iter().any(|path| {
            known.contains(path) || path.canonicalize().is_ok_and(|path| known.contains(&path))
        })
    })
}

/// The modules that a file imports, as written, with the dots of relative Python imports.
fn modules(facts: &Facts) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    if facts.language == Language::Java {
        // Classes of the same package need no import.
        let class =
            |name: &&smol_str::SmolStr| name.starts_with(|it: char| it.is_ascii_uppercase());
        found.extend(facts.mentions.keys().filter(class).map(ToString::to_string));
    }
    for import in &facts.imports {
        if facts.language == Language::Java {
            if let Imported::Name(name) = &import.what {
                found.push(format!("{}.{name}", import.module));
            }
            continue;
        }
        let module = format!("{}{}", ".".repeat(import.level as usize), import.module);
        // `from package import module`
        if let Imported::Name(name) = &import.what
            && facts.language == Language::Python
        {
            let dot = if import.module.is_empty() { "" } else { "." };
            found.push(format!("{module}{dot}{name}"));
        }
        found.push(module);
    }
    for export in &facts.exports {
        if let crate::facts::Exported::From(module, _) = &export.what {
            found.push(module.to_string());
        }
    }
    found.extend(facts.required_modules());
    found.sort();
    found.dedup();
    found
}

/// The texts of a file that look like paths of files of settings.
fn data_names(facts: &Facts) -> Vec<&str> {
    const ENDINGS: [&str; 7] = [".json", ".yml", ".yaml", ".toml", ".ini", ".cfg", ".env"];
    let texts = facts.exprs.iter().filter_map(|expr| match &expr.kind {
        crate::facts::Kind::Text(pieces) => match pieces.as_slice() {
            [crate::facts::Piece::Text(text)] => Some(text.as_str()),
            _ => None,
        },
        _ => None,
    });
    let imports = facts.imports.iter().map(|import| import.module.as_str());
    texts
        .chain(imports)
        .filter(|text| text.len() < 200 && ENDINGS.iter().any(|ending| text.ends_with(ending)))
        .collect()
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
        .into_iter()
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
        let known = Arc::new(Known { names, own });
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
