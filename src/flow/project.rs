//! The files of a run as one program: their facts, their modules, and who mentions whom.

use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::module::Modules;
use super::pages::{Pages, Put};
use super::value::At;
use crate::facts::{
    Assignment, ClassId, Expr, ExprId, Facts, FunctionId, Imported, Kind, SignatureKind,
};
use crate::language::Language;
use crate::source::{Aliases, FileId, Place, Sources, Span, custom_folder, setting};

/// How many imports may lie between a function and a file that calls it.
const MAX_IMPORT_HOPS: usize = 4;

/// The calls of functions, by the function.
type KnownCallers = FxHashMap<(FileId, FunctionId), Arc<[At]>>;

/// Which files the modules are that a file names, by what is written there and its level.
type Resolved = FxHashMap<(SmolStr, u32), Option<FileId>>;

/// The files that take part in a run.
#[derive(Debug)]
pub struct Project {
    sources: Sources,
    facts: Vec<Option<Box<Facts>>>,
    modules: Modules,
    pages: Pages,
    /// Calls in a file by the last part of the name that is called.
    calls: Vec<FxHashMap<SmolStr, Vec<At>>>,
    /// Which files the modules are that each file imports.
    resolved: Vec<Resolved>,
    /// The files in which an address of the service may be put together.
    addressing: FxHashSet<FileId>,
    /// Who imports a file, and by which import.
    importers: Vec<Vec<(FileId, Option<u32>)>>,
    /// The files that each file imports.
    imported: Vec<Vec<FileId>>,
    /// How many functions have a name, in languages that call each other.
    named: FxHashMap<(bool, SmolStr), u32>,
    /// Values given to members of certain names, by that name in lower case.
    assigned: FxHashMap<&'static str, Vec<(FileId, u32)>>,
    /// Classes by the names of those above them, without what stands before the last dot.
    extending: FxHashMap<SmolStr, Vec<(FileId, ClassId)>>,
    /// The names of methods that an annotation makes requests.
    declared: FxHashSet<SmolStr>,
    /// Functions whose results are put in where their type is asked for.
    providers: Vec<(FileId, FunctionId)>,
    /// The calls of `….interceptors.request.use(…)`.
    intercepting: Vec<At>,
    /// Files of settings, by their path as reports show it.
    data: FxHashMap<String, serde_json::Value>,
    /// Those that frameworks read without being told to: their paths by the folder that this is
    /// the custom in, in the order in which they count.
    settings: FxHashMap<String, Vec<String>>,
    /// The calls of functions that were looked for already.
    callers: Mutex<KnownCallers>,
}

/// The members whose values are looked for in the whole project.
const GLOBAL_MEMBERS: [&str; 2] = ["authorization", "baseurl"];

impl Project {
    /// Puts the files together. `facts` has an entry for each source, `None` for one that could
    /// not be read; `aliases` are the names that configurations give to files, and `has_address`
    /// tells which files say something of the addresses that matter.
    #[must_use]
    pub fn new(
        sources: Sources,
        facts: Vec<Option<Box<Facts>>>,
        aliases: Aliases,
        has_address: impl Fn(&Facts) -> bool + Sync + Send,
    ) -> Self {
        let modules = Modules::new(&sources, &facts, aliases);
        let pages = Pages::of(&facts);
        let mut project = Self {
            calls: Vec::new(),
            importers: vec![Vec::new(); facts.len()],
            imported: vec![Vec::new(); facts.len()],
            resolved: Vec::new(),
            addressing: FxHashSet::default(),
            sources,
            facts,
            modules,
            pages,
            named: FxHashMap::default(),
            assigned: FxHashMap::default(),
            extending: FxHashMap::default(),
            declared: FxHashSet::default(),
            providers: Vec::new(),
            intercepting: Vec::new(),
            data: FxHashMap::default(),
            settings: FxHashMap::default(),
            callers: Mutex::default(),
        };
        for index in 0..project.facts.len() {
            let file = FileId(index as u32);
            project.index_names(file);
            project.index_marks(file);
        }
        project.index_calls();
        project.index_imports();
        project.index_addresses(has_address);
        project
    }

    /// Every file of the project by its id, on all processors.
    fn each_file<T: Send>(&self, of: impl Fn(FileId) -> T + Sync + Send) -> Vec<T> {
        let ids = (0..self.facts.len() as u32).into_par_iter();
        ids.map(|id| of(FileId(id))).collect()
    }

    fn index_calls(&mut self) {
        self.calls = self.each_file(|file| self.calls_in(file));
        for (id, calls) in (0..).zip(&self.calls) {
            let Some(facts) = self.facts[id as usize].as_deref() else {
                continue;
            };
            let used = calls.get("use").into_iter().flatten();
            self.intercepting.extend(used.filter(|call| {
                matches!(&facts.expr(call.expr).kind,
                    Kind::Call(callee, ..) if is_of_interceptors(facts, *callee))
            }));
        }
    }

    /// The calls of a file by the last part of what they call.
    fn calls_in(&self, file: FileId) -> FxHashMap<SmolStr, Vec<At>> {
        let mut calls: FxHashMap<SmolStr, Vec<At>> = FxHashMap::default();
        let Some(facts) = self.facts(file).filter(|it| !it.generated) else {
            return calls;
        };
        for &expr in &facts.calls {
            if let Kind::Call(callee, _, _) = &facts.expr(expr).kind
                && let Some(name) = last_name(facts, &facts.expr(*callee).kind)
            {
                calls.entry(name).or_default().push(At { file, expr });
            }
        }
        calls
    }

    /// What classes, functions and assignments of a file are called.
    fn index_names(&mut self, file: FileId) {
        let Some(facts) = self.facts[file.0 as usize].as_deref() else {
            return;
        };
        if facts.generated {
            return;
        }
        for (index, class) in facts.classes.iter().enumerate() {
            for base in &class.bases {
                let name = SmolStr::new(base.rsplit('.').next().unwrap_or(base));
                let below = (file, ClassId(index as u32));
                self.extending.entry(name).or_default().push(below);
            }
        }
        let group = facts.language.is_script();
        for name in facts.functions.iter().filter_map(|it| it.name.clone()) {
            *self.named.entry((group, name)).or_default() += 1;
        }
        for (index, assignment) in facts.assignments.iter().enumerate() {
            let Some(key) = &assignment.key else { continue };
            let member = GLOBAL_MEMBERS
                .iter()
                .find(|it| key.eq_ignore_ascii_case(it));
            if let Some(member) = member {
                self.assigned
                    .entry(member)
                    .or_default()
                    .push((file, index as u32));
            }
        }
    }

    fn index_marks(&mut self, file: FileId) {
        let Some(facts) = self.facts[file.0 as usize].as_deref() else {
            return;
        };
        for (index, function) in facts.functions.iter().enumerate() {
            for mark in &function.marks {
                let path = format!("@{}", mark.name);
                let signatures = facts.language.signatures();
                let known = |kind| signatures.exactly(&path, kind).is_some();
                if known(SignatureKind::Endpoint) {
                    self.declared.extend(function.name.clone());
                }
                if known(SignatureKind::Provided) {
                    self.providers.push((file, FunctionId(index as u32)));
                }
            }
        }
    }

    /// The classes that have one of that name right above them.
    pub(super) fn extending(&self, name: &str) -> &[(FileId, ClassId)] {
        self.extending.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether an annotation makes some method of that name a request.
    #[must_use]
    pub fn declares(&self, method: &str) -> bool {
        self.declared.contains(method)
    }

    /// The calls that give requests of a client to a function before they are sent:
    /// `….interceptors.request.use(…)`.
    #[must_use]
    pub fn intercepting(&self) -> &[At] {
        &self.intercepting
    }

    /// The functions whose results are put in where their type is asked for.
    pub(super) fn providers(&self) -> &[(FileId, FunctionId)] {
        &self.providers
    }

    fn index_imports(&mut self) {
        let all = self.each_file(|file| self.imports_of(file));
        for (id, (resolved, found)) in (0..).zip(all) {
            self.resolved.push(resolved);
            for (target, import) in found.into_iter().filter(|it| it.0 != FileId(id)) {
                self.importers[target.0 as usize].push((FileId(id), import));
                self.imported[id as usize].push(target);
            }
        }
    }

    /// What the modules mean that a file names, and the files that it imports, by which import.
    fn imports_of(&self, file: FileId) -> (Resolved, Vec<(FileId, Option<u32>)>) {
        let mut resolved = Resolved::default();
        let Some(facts) = self.facts(file) else {
            return (resolved, Vec::new());
        };
        let mut found: Vec<(FileId, Option<u32>)> = Vec::new();
        let mut resolve = |module: &str, level| {
            let target = self.modules.resolve(file, facts.language, module, level);
            resolved.insert((SmolStr::new(module), level), target);
            target
        };
        for (index, import) in facts.imports.iter().enumerate() {
            let index = Some(index as u32);
            if facts.language == Language::Java {
                let full = match &import.what {
                    Imported::Name(name) => format!("{}.{name}", import.module),
                    _ => import.module.to_string(),
                };
                let class = self
                    .modules
                    .class(&full)
                    .or_else(|| self.modules.class(&import.module));
                found.extend(class.map(|(target, _)| (target, index)));
                continue;
            }
            found.extend(resolve(&import.module, import.level).map(|target| (target, index)));
            if let Imported::Name(name) = &import.what
                && facts.language == Language::Python
            {
                let dot = if import.module.is_empty() { "" } else { "." };
                let module = format!("{}{dot}{name}", import.module);
                found.extend(resolve(&module, import.level).map(|target| (target, index)));
            }
        }
        for module in facts.required_modules() {
            found.extend(resolve(&module, 0).map(|target| (target, None)));
        }
        for export in &facts.exports {
            if let crate::facts::Exported::From(module, _) = &export.what {
                found.extend(resolve(module, 0).map(|target| (target, None)));
            }
        }
        if facts.language == Language::Java {
            found.extend(
                self.same_package(facts)
                    .into_iter()
                    .map(|target| (target, None)),
            );
        }
        let seen = self.pages.mentioned(file, facts, &self.sources);
        found.extend(seen.into_iter().map(|target| (target, None)));
        (resolved, found)
    }

    /// Marks the files that say something of an address, and those near them by imports: a
    /// helper that is given one, a file that takes one from another.
    fn index_addresses(&mut self, has_address: impl Fn(&Facts) -> bool + Sync + Send) {
        let says = self.each_file(|file| self.facts(file).is_some_and(&has_address));
        let said = (0..).map(FileId).zip(says).filter(|(_, says)| *says);
        let mut near: FxHashSet<FileId> = said.map(|(file, _)| file).collect();
        let mut imports: Vec<Vec<FileId>> = vec![Vec::new(); self.facts.len()];
        for (target, importers) in (0..).zip(&self.importers) {
            for (importer, _) in importers {
                imports[importer.0 as usize].push(FileId(target));
            }
        }
        let mut open: Vec<FileId> = near.iter().copied().collect();
        for _ in 0..MAX_IMPORT_HOPS {
            let mut next = Vec::new();
            for file in open {
                let up = self.importers[file.0 as usize]
                    .iter()
                    .map(|(importer, _)| *importer);
                let down = imports[file.0 as usize].iter().copied();
                next.extend(up.chain(down).filter(|other| near.insert(*other)));
            }
            open = next;
        }
        self.addressing = near;
    }

    /// Whether a file may put an address of the service together.
    #[must_use]
    pub fn may_address(&self, file: FileId) -> bool {
        self.addressing.contains(&file)
    }

    /// What scripts of a page put where a file sees it under a name.
    pub(super) fn put_by_scripts(&self, file: FileId, name: &str) -> Vec<(FileId, Put)> {
        self.pages.put(file, name, &self.sources)
    }

    /// The file that a module means which a file imports.
    pub(super) fn resolve(&self, from: FileId, module: &str, level: u32) -> Option<FileId> {
        let known = self.resolved.get(from.0 as usize)?;
        match known.get(&(SmolStr::new(module), level)) {
            Some(target) => *target,
            None => {
                let language = self.facts(from)?.language;
                self.modules.resolve(from, language, module, level)
            }
        }
    }

    /// The files of the classes of the same package that a file mentions.
    fn same_package(&self, facts: &Facts) -> Vec<FileId> {
        let class = |name: &SmolStr| match facts.package.as_str() {
            "" => self.modules.class(name),
            package => self.modules.class(&format!("{package}.{name}")),
        };
        let upper = |name: &&SmolStr| name.starts_with(|it: char| it.is_ascii_uppercase());
        facts
            .mentions
            .keys()
            .filter(upper)
            .filter_map(class)
            .map(|it| it.0)
            .collect()
    }

    /// The sources.
    #[must_use]
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Gives the sources back.
    #[must_use]
    pub fn into_sources(self) -> Sources {
        // Millions of small things are given back.
        self.facts.into_par_iter().for_each(drop);
        self.sources
    }

    /// Gives all that it was put together from back.
    #[must_use]
    pub fn into_parts(self) -> (Sources, Vec<Option<Box<Facts>>>, Aliases) {
        (self.sources, self.facts, self.modules.into_aliases())
    }

    /// Whether something that was followed depends on who calls a function of the project: more
    /// files could change what it comes to.
    #[must_use]
    pub fn asked_for_callers(&self) -> bool {
        self.callers.lock().is_ok_and(|known| !known.is_empty())
    }

    /// The modules.
    #[must_use]
    pub(super) const fn modules(&self) -> &Modules {
        &self.modules
    }

    /// The facts of a file, if it could be read.
    #[must_use]
    pub fn facts(&self, file: FileId) -> Option<&Facts> {
        self.facts.get(file.0 as usize)?.as_deref()
    }

    /// Every file with facts.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &Facts)> {
        self.facts
            .iter()
            .enumerate()
            .filter_map(|(index, facts)| Some((FileId(index as u32), facts.as_deref()?)))
    }

    /// An expression.
    #[must_use]
    pub fn expr(&self, at: At) -> Option<&Expr> {
        self.facts(at.file)?.exprs.get(at.expr.index())
    }

    /// Where an expression stands.
    #[must_use]
    pub fn place(&self, at: At) -> Place {
        let span = self.expr(at).map_or(Span::new(0, 0), |expr| expr.span);
        Place {
            file: at.file,
            span,
        }
    }

    /// The values given anywhere in the project to members called `authorization` or `baseurl`
    /// (in whatever case), which libraries keep for all their requests.
    pub fn assigned(&self, member: &str) -> impl Iterator<Item = (FileId, &Facts, &Assignment)> {
        self.assigned
            .get(member)
            .into_iter()
            .flatten()
            .filter_map(|&(file, index)| {
                let facts = self.facts(file)?;
                Some((file, facts, facts.assignments.get(index as usize)?))
            })
    }

    /// Takes in files of settings: their paths, as reports would show them, and what they hold.
    pub fn add_data(&mut self, data: impl IntoIterator<Item = (String, serde_json::Value)>) {
        self.data.extend(data);
        let mut paths: Vec<&String> = self.data.keys().collect();
        // The file that counts for all stands before those of one profile.
        paths.sort_by_key(|path| (path.contains("application-"), *path));
        for path in paths {
            if let Some(folder) = custom_folder(path) {
                let known = self.settings.entry(folder.to_owned()).or_default();
                known.push(path.clone());
            }
        }
    }

    /// The settings in a file that the code in another one names by a path: from its own folder,
    /// or from one above, where the program may be started.
    pub(super) fn data(&self, from: FileId, path: &str) -> Option<&serde_json::Value> {
        let path = path.trim_start_matches("./").trim_start_matches("../");
        self.folders(from)
            .find_map(|folder| self.data.get(&join(folder, path)))
    }

    /// A setting that stands in a file which frameworks read without being told to.
    pub(super) fn setting(&self, from: FileId, name: &str) -> Option<String> {
        if self.settings.is_empty() {
            return None;
        }
        self.folders(from).find_map(|folder| {
            let files = self.settings.get(folder)?;
            files
                .iter()
                .find_map(|file| setting(self.data.get(file)?, name))
        })
    }

    /// The folder of a file and those above it.
    fn folders(&self, file: FileId) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.sources.get(file).display.as_str()), |path| {
            above(path)
        })
        .skip(1)
    }

    /// The calls of a function: looked for by `find` the first time. What is found depends on
    /// the project alone, so it does not matter which thread asks first.
    pub(super) fn callers_of(
        &self,
        file: FileId,
        function: FunctionId,
        find: impl FnOnce() -> Vec<At>,
    ) -> Arc<[At]> {
        let key = (file, function);
        let known = self
            .callers
            .lock()
            .ok()
            .and_then(|known| known.get(&key).cloned());
        known.unwrap_or_else(|| {
            let found: Arc<[At]> = find().into();
            if let Ok(mut known) = self.callers.lock() {
                known.insert(key, found.clone());
            }
            found
        })
    }

    /// The calls in a file of something with that name.
    pub(super) fn calls_named(&self, file: FileId, name: &str) -> &[At] {
        self.calls
            .get(file.0 as usize)
            .and_then(|calls| calls.get(name))
            .map_or(&[], Vec::as_slice)
    }

    /// The calls in all files of something with that name.
    pub fn calls_of(&self, name: &str) -> impl Iterator<Item = At> {
        self.calls
            .iter()
            .filter_map(move |calls| calls.get(name))
            .flatten()
            .copied()
    }

    /// What a call calls.
    #[must_use]
    pub fn callee(&self, call: At) -> Option<At> {
        match self.expr(call)?.kind {
            Kind::Call(callee, ..) => Some(call.with(callee)),
            _ => None,
        }
    }

    /// Who imports a file directly, and by which of its imports (`None` for a `require`).
    pub(super) fn importers(&self, file: FileId) -> &[(FileId, Option<u32>)] {
        self.importers
            .get(file.0 as usize)
            .map_or(&[], Vec::as_slice)
    }

    /// The file itself and the files that import it, directly or through others, in order.
    #[must_use]
    pub fn dependents(&self, file: FileId) -> Vec<FileId> {
        let importers = |at| self.importers(at).iter().map(|(importer, _)| *importer);
        within_hops(file, importers)
    }

    /// The file itself and the files that it imports, directly or through others, in order.
    #[must_use]
    pub fn dependencies(&self, file: FileId) -> Vec<FileId> {
        let imported = |at: FileId| self.imported.get(at.0 as usize).into_iter().flatten();
        within_hops(file, |at| imported(at).copied())
    }

    /// Whether only one function of the project has that name, among languages that call each
    /// other.
    pub(super) fn is_only(&self, language: Language, name: &SmolStr) -> bool {
        self.named
            .get(&(language.is_script(), name.clone()))
            .is_some_and(|count| *count == 1)
    }
}

/// A file and what is reached from it in a bounded number of steps, in order.
fn within_hops<I: Iterator<Item = FileId>>(
    file: FileId,
    next_of: impl Fn(FileId) -> I,
) -> Vec<FileId> {
    let mut found: FxHashSet<FileId> = FxHashSet::from_iter([file]);
    let mut open = vec![file];
    for _ in 0..MAX_IMPORT_HOPS {
        let next = open.into_iter().flat_map(&next_of);
        open = next.filter(|it| found.insert(*it)).collect();
    }
    let mut found: Vec<FileId> = found.into_iter().collect();
    found.sort_unstable();
    found
}

/// Whether a member is one of `….interceptors.request` or the like: many a framework has a `use`
/// for other things.
fn is_of_interceptors(facts: &Facts, member: ExprId) -> bool {
    let mut at = member;
    while let Kind::Member(object, name) = &facts.expr(at).kind {
        if name == "interceptors" {
            return true;
        }
        at = *object;
    }
    false
}

/// The last part of the name that an expression calls.
pub(super) fn last_name(facts: &Facts, kind: &Kind) -> Option<SmolStr> {
    match kind {
        Kind::Name(name) | Kind::Member(_, name) => Some(name.clone()),
        Kind::Same(inner) => match &facts.expr(*inner).kind {
            Kind::Name(name) | Kind::Member(_, name) => Some(name.clone()),
            _ => None,
        },
        Kind::Super => Some(SmolStr::new("super")),
        _ => None,
    }
}

/// The folder of a path; the empty one has none.
fn above(path: &str) -> Option<&str> {
    (!path.is_empty()).then(|| path.rsplit_once('/').map_or("", |(folder, _)| folder))
}

fn join(folder: &str, path: &str) -> String {
    if folder.is_empty() {
        path.to_owned()
    } else {
        format!("{folder}/{path}")
    }
}
