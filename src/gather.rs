//! The files of a run: those that concern Clarifai, those that they import or are imported by,
//! and the settings that they read.

mod leads;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::clarifai::address;
use crate::facts::{Facts, Imported, Outcome, read};
use crate::flow::Project;
use crate::language::Language;
use crate::source::{
    self, Aliases, Listing, Loaded, Reason, Scan, SecondNeedles, Skipped, SourceFile, Sources,
};

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

/// Texts that count in the place of those on disk, by absolute path.
pub(crate) type Overlay = FxHashMap<PathBuf, Vec<u8>>;

/// The files that take part, and what they say.
pub(crate) struct Files {
    /// Where else files are.
    listing: Listing,
    /// Their texts, by id.
    pub(crate) sources: Vec<SourceFile>,
    /// What they say, `None` for one that could not be read.
    facts: Vec<Option<Box<Facts>>>,
    /// Their absolute paths.
    pub(crate) paths: Vec<PathBuf>,
    known: FxHashSet<PathBuf>,
    /// What was given up.
    pub(crate) skipped: Vec<Skipped>,
    /// Texts that count in the place of those on disk.
    overlay: Overlay,
    /// The names that configurations of the project give to files.
    aliases: Aliases,
}

impl Files {
    /// None yet, of a project whose root is a canonical path, with an overlay for those to come.
    pub(crate) fn new(root: &Path, overlay: &Overlay) -> Self {
        Self {
            listing: Listing::new(root),
            sources: Vec::new(),
            facts: Vec::new(),
            paths: Vec::new(),
            known: FxHashSet::default(),
            skipped: Vec::new(),
            overlay: overlay.clone(),
            aliases: Aliases::default(),
        }
    }

    /// Parses files and takes them in. Of those that only may import something at hand
    /// (`importers`), the ones that do are kept: a name in a text is soon found.
    pub(crate) fn add(&mut self, mut loaded: Vec<Loaded>, importers: &FxHashSet<PathBuf>) {
        for one in &mut loaded {
            if let Some(bytes) = self.overlay.get(&one.path) {
                one.file.bytes.clone_from(bytes);
            }
        }
        self.learn_aliases(&loaded);
        let (listing, known, aliases) = (&self.listing, &self.known, &self.aliases);
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
                        .is_some_and(|it| imports_any(listing, &one.path, it, known, aliases));
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
    fn learn_aliases(&mut self, loaded: &[Loaded]) {
        for one in loaded.iter().filter(|it| it.file.language.is_script()) {
            let folder = one.file.display.rsplit_once('/').map_or("", |it| it.0);
            self.aliases.learn(&self.listing, folder);
        }
    }

    /// The files as one program, with the settings that they read.
    pub(crate) fn project(&mut self) -> Project {
        let data = self.data();
        let sources = Sources::new(std::mem::take(&mut self.sources));
        let mut project = Project::new(
            sources,
            std::mem::take(&mut self.facts),
            std::mem::take(&mut self.aliases),
            address::is_in,
        );
        project.add_data(data);
        project
    }

    /// Takes the files out of a program again, so that more can join them.
    pub(crate) fn take_back(&mut self, project: Project) {
        let (sources, facts, aliases) = project.into_parts();
        self.sources = sources.into_files();
        self.facts = facts;
        self.aliases = aliases;
    }

    /// Reads what around the targets concerns Clarifai by itself: what it makes, trains or sets up
    /// may be used here without an import.
    pub(crate) fn look_around(&mut self, scan: &mut Scan) {
        let mut around = scan.look_around(MAX_AROUND);
        around.retain(|one| !self.known.contains(&one.path));
        self.add(around, &FxHashSet::default());
    }

    /// Follows imports: into files that those at hand import, and to files that import them.
    pub(crate) fn complete(&mut self, scan: &mut Scan) {
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
            self.add(more, &importers);
        }
    }

    /// The files of the project that these import and that are not at hand.
    fn imported(&self, scan: &Scan, range: std::ops::Range<usize>) -> Vec<Loaded> {
        let unknown = |index: usize| -> Vec<PathBuf> {
            let Some(facts) = &self.facts[index] else {
                return Vec::new();
            };
            let mut paths = self.import_paths(&self.paths[index], facts);
            paths.retain(|path| !self.known.contains(path));
            paths
        };
        let mut paths: Vec<PathBuf> = range.into_par_iter().flat_map_iter(unknown).collect();
        paths.sort();
        paths.dedup();
        paths.iter().filter_map(|path| scan.context(path)).collect()
    }

    /// The files that may import one of these: who mentions its name in the way of an import.
    fn importing(&self, scan: &mut Scan, range: std::ops::Range<usize>) -> Vec<Loaded> {
        if !scan.passed_over_any() {
            return Vec::new();
        }
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
                Language::Python => texts.extend(python_imports(stem)),
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
    fn data(&self) -> Vec<(String, serde_json::Value)> {
        let root = self.listing.root();
        let mut paths: Vec<PathBuf> = Vec::new();
        let mut folders: FxHashSet<&Path> = FxHashSet::default();
        for (path, facts) in self.paths.iter().zip(&self.facts) {
            let (Some(folder), Some(facts)) = (path.parent(), facts) else {
                continue;
            };
            // Those above a known folder are known, too.
            let ups = folder.ancestors().take_while(|it| it.starts_with(root));
            for up in ups.take_while(|it| folders.insert(it)) {
                paths.extend(source::conventional_data(&self.listing, up));
            }
            for name in data_names(facts) {
                let up = folder.ancestors().take_while(|up| up.starts_with(root));
                let name = name.trim_start_matches("./").trim_start_matches("../");
                paths.extend(
                    up.map(|up| up.join(name))
                        .find(|path| self.listing.is_file(path)),
                );
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

    /// How many of them have errors of syntax.
    pub(crate) fn with_syntax_errors(&self) -> usize {
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

/// How Python writes the import of a module of this name, by itself, below a package or in a list.
fn python_imports(stem: &str) -> impl Iterator<Item = String> {
    let plain = [
        format!("import {stem}"),
        format!("from {stem} "),
        format!(".{stem} import"),
    ];
    let ends = [",", " as ", "\n", "\r"];
    let below = ends.map(|end| format!(".{stem}{end}"));
    let listed = ends.map(|end| format!(", {stem}{end}"));
    plain.into_iter().chain(below).chain(listed)
}

/// Whether a file imports one of the known ones.
fn imports_any(
    listing: &Listing,
    path: &Path,
    facts: &Facts,
    known: &FxHashSet<PathBuf>,
    aliases: &Aliases,
) -> bool {
    let Some(folder) = path.parent() else {
        return false;
    };
    modules(facts).iter().any(|module| {
        let found = source::module_paths(listing, folder, facts.language, module, aliases);
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
