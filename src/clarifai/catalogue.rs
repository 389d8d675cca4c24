//! What is known to be Clarifai's, or publicly another owner's: ids, legacy names, constants and
//! accessors of the old clients, and which models are gone. The data is `catalogue.tsv`; its
//! `source` column says where each row was read.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{ResourceKind, Standing};

/// The user that owns Clarifai's own models, workflows and concepts.
pub const CLARIFAI_USER: &str = "clarifai";
/// The application of [`CLARIFAI_USER`] that holds them.
pub const CLARIFAI_APP: &str = "main";

const DATA: &str = include_str!("catalogue.tsv");

/// How sure the catalogue is that an entry is what [`Entry::known_as`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// A source states that both are one and the same.
    Same,
    /// Name and type agree; no source states it.
    Inferred,
    /// Another model that took this one's place.
    Successor,
    /// The model went to another owner under that id.
    Moved,
}

/// When a model stopped taking requests, and what took its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retirement {
    /// The date, `YYYY-MM-DD`, or the month, `YYYY-MM`, where no source says more.
    pub when: &'static str,
    /// What Clarifai names as successor.
    pub successor: Option<&'static str>,
}

/// One known resource. A model that was renamed has two: one for each id, since both are valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The kind of resource; never [`ResourceKind::Other`].
    pub kind: ResourceKind,
    /// The id, as a request may give it.
    pub id: &'static str,
    /// The owner's user id.
    pub user_id: &'static str,
    /// The owner's app id.
    pub app_id: &'static str,
    /// The readable id of today and how it relates to this entry, if `id` is not it.
    pub renamed: Option<(&'static str, Relation)>,
    /// Legacy and display names; for a concept, its name in one or more languages.
    pub names: Vec<&'static str>,
    /// Ids of versions, which identify the model too.
    pub versions: Vec<&'static str>,
    /// Constants and accessors of the legacy clients that stand for it: `js:GENERAL_MODEL`,
    /// `py:general_model`, `jvm:generalModel`.
    pub members: Vec<&'static str>,
    /// Set if the model no longer answers.
    pub retired: Option<Retirement>,
    /// Where this was read, in short.
    pub source: &'static str,
}

impl Entry {
    /// Whether it belongs to `clarifai/main`.
    #[must_use]
    pub fn is_clarifais(&self) -> bool {
        self.user_id == CLARIFAI_USER && self.app_id == CLARIFAI_APP
    }

    /// What it is known as today: the readable id. `None` where only a raw id is known.
    #[must_use]
    pub fn known_as(&self) -> Option<&'static str> {
        match self.renamed {
            Some((_, Relation::Moved)) => None,
            Some((id, _)) => Some(id),
            None if is_raw_id(self.id) => None,
            None => Some(self.id),
        }
    }

    /// Whose it is, in the terms of a call. A base workflow is Clarifai's *by name* only: every
    /// app may have one so called. `Language-Understanding` is no base workflow.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if !self.is_clarifais() {
            Standing::Public {
                user_id: self.user_id.to_owned(),
                app_id: self.app_id.to_owned(),
            }
        } else if self.kind == ResourceKind::Workflow && self.source.ends_with("base workflows") {
            Standing::ClarifaisByName
        } else {
            Standing::Clarifais
        }
    }
}

/// What a constant of the legacy JavaScript client's object stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constant {
    /// A constant that a published version has.
    Known(&'static Entry),
    /// One that looks like a model constant and never existed (`GENERAL_MODELs`,
    /// `FACE_DETECTION_MODEL`): the value is `undefined` at run time, and the intent is plainly
    /// one of Clarifai's models.
    Invented,
}

/// Whose application a user and app id name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PublicApp {
    /// `clarifai/main`.
    ClarifaiMain,
    /// Another application of user `clarifai`.
    ClarifaiOther,
    /// A public application of somebody else that the catalogue lists.
    Listed,
}

/// The parsed table and its indexes.
struct Catalogue {
    entries: Vec<Entry>,
    ids: FxHashMap<(ResourceKind, &'static str), usize>,
    names: FxHashMap<(ResourceKind, &'static str), usize>,
    members: FxHashMap<&'static str, usize>,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::build);

impl Catalogue {
    fn build() -> Self {
        let entries: Vec<Entry> = DATA.lines().skip(1).filter_map(parse_row).collect();
        let mut catalogue = Self {
            entries,
            ids: FxHashMap::default(),
            names: FxHashMap::default(),
            members: FxHashMap::default(),
        };
        // Clarifai's own rows stand first in the table, and the first row to claim an id keeps it:
        // an id that Clarifai and somebody else have is Clarifai's.
        for (at, entry) in catalogue.entries.iter().enumerate() {
            catalogue.ids.entry((entry.kind, entry.id)).or_insert(at);
            for &name in entry
                .names
                .iter()
                .filter(|_| entry.kind != ResourceKind::Concept)
            {
                catalogue.names.entry((entry.kind, name)).or_insert(at);
            }
            for &member in &entry.members {
                catalogue.members.entry(member).or_insert(at);
            }
        }
        catalogue.index_versions();
        catalogue
    }

    /// Version ids come second, so that none can shadow an id; of two rows for one model the
    /// readable one answers.
    fn index_versions(&mut self) {
        for readable in [true, false] {
            for (at, entry) in self.entries.iter().enumerate() {
                if is_raw_id(entry.id) != readable {
                    for &version in &entry.versions {
                        self.ids.entry((entry.kind, version)).or_insert(at);
                    }
                }
            }
        }
    }

    fn at(&self, index: Option<&usize>) -> Option<&Entry> {
        index.and_then(|&at| self.entries.get(at))
    }
}

/// One row of the table; `None` for a row that is not of its form, which a test rules out.
fn parse_row(row: &'static str) -> Option<Entry> {
    let columns: Vec<&'static str> = row.split('\t').collect();
    let &[
        kind,
        id,
        owner,
        known_as,
        relation,
        names,
        versions,
        members,
        retired,
        successor,
        source,
    ] = columns.as_slice()
    else {
        return None;
    };
    let (user_id, app_id) = owner.split_once('/')?;
    let list = |cell: &'static str| cell.split('|').filter(|item| !item.is_empty()).collect();
    let some = |cell: &'static str| (!cell.is_empty()).then_some(cell);
    Some(Entry {
        kind: parse_kind(kind)?,
        id,
        user_id,
        app_id,
        renamed: some(known_as).zip(parse_relation(relation)),
        names: list(names),
        versions: list(versions),
        members: list(members),
        retired: some(retired).map(|when| Retirement {
            when,
            successor: some(successor),
        }),
        source,
    })
}

fn parse_kind(cell: &str) -> Option<ResourceKind> {
    [
        ResourceKind::Model,
        ResourceKind::Workflow,
        ResourceKind::Concept,
    ]
    .into_iter()
    .find(|kind| kind.name() == cell)
}

fn parse_relation(cell: &str) -> Option<Relation> {
    match cell {
        "same" => Some(Relation::Same),
        "inferred" => Some(Relation::Inferred),
        "successor" => Some(Relation::Successor),
        "moved" => Some(Relation::Moved),
        _ => None,
    }
}

/// Whether an id is of the old, unreadable sort: 32 characters, hexadecimal but for the last
/// (one public model's id ends in `z`).
#[must_use]
pub fn is_raw_id(id: &str) -> bool {
    let lower_hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    id.len() == 32
        && id.as_bytes()[..31].iter().all(lower_hex)
        && id.as_bytes()[31].is_ascii_alphanumeric()
}

/// Whether a legacy name is too general to stand for a model where an id is expected: one plain
/// word (`food`, `color`) or a phrase with spaces or a wildcard.
fn is_generic(name: &str) -> bool {
    !name.contains(['-', '_', '.']) || name.contains([' ', '*'])
}

/// The resource that an id position names: by id, by version id, or by a legacy name that is
/// specific (`general-v1.3`). Exact and case-sensitive, as the service is. One-word names such as
/// `food` do not count here, since anybody's model may have such an id; see [`lookup_name`].
///
/// Of an id that Clarifai and another public owner have, Clarifai's is returned.
#[must_use]
pub fn lookup(kind: ResourceKind, id: &str) -> Option<&'static Entry> {
    let catalogue = &*CATALOGUE;
    // A workflow's other names are spellings of its id.
    let by_name = kind == ResourceKind::Workflow || !is_generic(id);
    let names = by_name.then_some(&catalogue.names);
    let found = catalogue.ids.get(&(kind, id));
    catalogue.at(found.or_else(|| names.and_then(|names| names.get(&(kind, id)))))
}

/// The resource that a *name* position names (`models.get("food")`, `{name: …}`, a search): as
/// [`lookup`], and by general names too. Concepts have no unique names, so only their ids count.
#[must_use]
pub fn lookup_name(kind: ResourceKind, name: &str) -> Option<&'static Entry> {
    let catalogue = &*CATALOGUE;
    lookup(kind, name).or_else(|| catalogue.at(catalogue.names.get(&(kind, name))))
}

/// The id by which the service takes a resource of Clarifai's: a legacy name or a version's id, by
/// which old clients found it, stands for the id of the model.
#[must_use]
pub fn asked_as(kind: ResourceKind, id: &str) -> &str {
    match lookup_name(kind, id) {
        Some(entry) if entry.is_clarifais() && kind == ResourceKind::Model => entry.id,
        _ => id,
    }
}

/// Whether the public application `user_id/app_id` is known to hold the resource with this id,
/// even where Clarifai has one of the same id.
#[must_use]
pub fn holds(user_id: &str, app_id: &str, kind: ResourceKind, id: &str) -> bool {
    CATALOGUE.entries.iter().any(|entry| {
        (entry.kind, entry.id, entry.user_id, entry.app_id) == (kind, id, user_id, app_id)
    })
}

/// What a constant of the legacy JavaScript client stands for: `GENERAL_MODEL` of
/// `Clarifai.GENERAL_MODEL`. Where versions differ (`FACE_DETECT_MODEL`) the published ones count.
/// `None` for a name that is no model constant (`App`, `VERSION`).
#[must_use]
pub fn constant(name: &str) -> Option<Constant> {
    let catalogue = &*CATALOGUE;
    let member = format!("js:{name}");
    if let Some(entry) = catalogue.at(catalogue.members.get(member.as_str())) {
        return Some(Constant::Known(entry));
    }
    let stem = name.strip_suffix('s').unwrap_or(name);
    let upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    (stem.contains("_MODEL") && stem.chars().all(upper)).then_some(Constant::Invented)
}

/// What an accessor of a legacy client's public models stands for, given its last segment in any
/// client's spelling: `general_model` (Python), `generalModel` or `generalModel()` (Java, PHP),
/// `GeneralModel` (C#). The spelling decides where the clients differ: Python's
/// `face_detection_model` is an older model than Java's `faceDetectionModel`.
#[must_use]
pub fn accessor(name: &str) -> Option<&'static Entry> {
    let catalogue = &*CATALOGUE;
    let name = name.strip_suffix("()").unwrap_or(name);
    let member = if name.contains('_') {
        format!("py:{name}")
    } else {
        let mut letters = name.chars();
        let first = letters.next()?.to_ascii_lowercase();
        format!("jvm:{first}{}", letters.as_str())
    };
    catalogue.at(catalogue.members.get(member.as_str()))
}

/// Whether a user and app id name a known public application, and whose.
#[must_use]
pub fn owner_of_app(user_id: &str, app_id: &str) -> Option<PublicApp> {
    if user_id == CLARIFAI_USER {
        let main = app_id == CLARIFAI_APP;
        return Some(if main {
            PublicApp::ClarifaiMain
        } else {
            PublicApp::ClarifaiOther
        });
    }
    let listed = |entry: &Entry| (entry.user_id, entry.app_id) == (user_id, app_id);
    CATALOGUE
        .entries
        .iter()
        .any(listed)
        .then_some(PublicApp::Listed)
}

/// Since when a resource that is known to be Clarifai's no longer answers, if it is one of those that
/// were decommissioned. A version id or a legacy name tells as well as the model's id.
#[must_use]
pub fn retirement(kind: ResourceKind, id: &str) -> Option<Retirement> {
    lookup_name(kind, id).and_then(|entry| entry.retired)
}

/// Whether a token is an id or version id of the catalogue, of whatever kind.
#[must_use]
pub fn is_listed_id(token: &str) -> bool {
    let ids = &CATALOGUE.ids;
    [
        ResourceKind::Model,
        ResourceKind::Workflow,
        ResourceKind::Concept,
    ]
    .into_iter()
    .any(|kind| ids.contains_key(&(kind, token)))
}

/// Every entry, in the order of the table.
#[must_use]
pub fn entries() -> &'static [Entry] {
    &CATALOGUE.entries
}

/// The entries in which a text occurs (id, today's id, name, version id, constant, accessor or
/// owner), whatever its case, in the order of the table. An empty text finds all.
#[must_use]
pub fn search(text: &str) -> Vec<&'static Entry> {
    let wanted = text.to_lowercase();
    entries()
        .iter()
        .filter(|entry| mentions(entry, &wanted))
        .collect()
}

fn mentions(entry: &Entry, wanted: &str) -> bool {
    let owner = format!("{}/{}", entry.user_id, entry.app_id);
    let renamed = entry.renamed.map(|(id, _)| id);
    [entry.id, &owner]
        .into_iter()
        .chain(renamed)
        .chain(entry.names.iter().copied())
        .chain(entry.versions.iter().copied())
        .chain(entry.members.iter().copied())
        .any(|text| text.to_lowercase().contains(wanted))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const GENERAL: &str = "aaa03c23b3724a16a56b629203edc62c";

    fn model(id: &str) -> Option<&'static str> {
        lookup(ResourceKind::Model, id).map(|entry| entry.id)
    }

    #[test]
    fn every_row_is_loaded() {
        let count = |kind, clarifais| {
            let wanted = |entry: &&Entry| entry.kind == kind && entry.is_clarifais() == clarifais;
            entries().iter().filter(wanted).count()
        };
        assert_eq!(DATA.lines().count() - 1, entries().len());
        assert_eq!(count(ResourceKind::Model, true), 97);
        assert_eq!(count(ResourceKind::Workflow, true), 24);
        assert_eq!(count(ResourceKind::Concept, true), 127);
        assert_eq!(count(ResourceKind::Model, false), 69);
        assert_eq!(count(ResourceKind::Workflow, false), 1);
    }

    #[test]
    fn rows_are_unique_and_well_formed() {
        let mut seen = BTreeSet::new();
        for entry in entries() {
            assert!(
                seen.insert((entry.kind, entry.id, entry.user_id, entry.app_id)),
                "{entry:?}"
            );
            assert!(
                !entry.id.is_empty() && !entry.source.is_empty(),
                "{entry:?}"
            );
            assert!(
                entry.versions.iter().all(|version| is_raw_id(version)),
                "{entry:?}"
            );
            let known = |member: &&str| {
                ["js:", "py:", "jvm:"]
                    .iter()
                    .any(|client| member.starts_with(client))
            };
            assert!(entry.members.iter().all(known), "{entry:?}");
            assert_eq!(
                lookup(entry.kind, entry.id).map(|found| found.id),
                Some(entry.id)
            );
        }
        assert!(DATA.lines().skip(1).all(|row| {
            let columns: Vec<_> = row.split('\t').collect();
            columns[3].is_empty() == columns[4].is_empty()
                && (columns[4].is_empty() || parse_relation(columns[4]).is_some())
        }));
    }

    #[test]
    fn doubtful_ids_are_never_clarifais() {
        for id in [
            "general-asr-nemo_jasper",
            "vehicle-detector-alpha-x",
            "sentiment-analysis-twitter-roberta-base",
            "crop-health-NDVI",
            "land-cover-classification",
            "embed",
            "9f54c0342741574068ec696ddbebd699",
        ] {
            let entry = lookup_name(ResourceKind::Model, id);
            assert!(entry.is_none_or(|entry| !entry.is_clarifais()), "{id}");
        }
        assert_eq!(
            lookup_name(ResourceKind::Workflow, "food-and-general"),
            None
        );
    }

    #[test]
    fn ids_names_and_versions_identify() {
        assert_eq!(model(GENERAL), Some(GENERAL));
        assert_eq!(model("general-v1.3"), Some(GENERAL));
        assert_eq!(
            model("celeb-v1.3"),
            Some("e466caa0619f444ab97497640cefc4dc")
        );
        assert_eq!(
            model("e15d0f873e66047e579f90cf82c9882z").map(str::len),
            Some(32)
        );
        assert_eq!(
            model("1d5fd481e0cf4826aa72ec3ff049e044"),
            Some("food-item-recognition")
        );
        // Both rows of the colour model list this version: the readable id answers.
        assert_eq!(
            model("dd9458324b4b45c2be1a7ba84d27cd04"),
            Some("color-recognition")
        );
        assert_eq!(model("General-V1.3"), None);
        assert_eq!(model("my-model"), None);
        assert_eq!(lookup(ResourceKind::Workflow, GENERAL), None);
    }

    #[test]
    fn general_names_count_as_names_only() {
        for name in [
            "general",
            "food",
            "color",
            "face",
            "logo",
            "demographics",
            "logo v2",
        ] {
            assert_eq!(model(name), None, "{name}");
            assert!(lookup_name(ResourceKind::Model, name).is_some(), "{name}");
        }
        assert_eq!(lookup_name(ResourceKind::Concept, "dog"), None);
        assert_eq!(lookup_name(ResourceKind::Concept, "city"), None);
    }

    #[test]
    fn todays_ids() {
        let known_as = |id| lookup(ResourceKind::Model, id).and_then(Entry::known_as);
        assert_eq!(known_as(GENERAL), Some("general-image-recognition"));
        assert_eq!(
            known_as("general-image-recognition"),
            Some("general-image-recognition")
        );
        assert_eq!(
            known_as("a403429f2ddf4b49b307e318f00e528b"),
            Some("face-detection")
        );
        assert_eq!(known_as("c386b7a870114f4a87477c0824499348"), None);
        assert_eq!(known_as("967b89910f39a91f0b38189fe79775df"), None);
    }

    #[test]
    fn constants() {
        let known = |name| match constant(name) {
            Some(Constant::Known(entry)) => Some(entry.id),
            _ => None,
        };
        assert_eq!(known("GENERAL_MODEL"), Some(GENERAL));
        assert_eq!(
            known("FACE_DETECT_MODEL"),
            Some("a403429f2ddf4b49b307e318f00e528b")
        );
        assert_eq!(
            known("FACE_EMBED_MODEL"),
            Some("d02b4508df58432fbb84e800597b8959")
        );
        assert_eq!(
            known("LANDSCAPE_QUALITY"),
            Some("bec14810deb94c40a05f1f0eb3c91403")
        );
        assert_eq!(constant("GENERAL_MODELs"), Some(Constant::Invented));
        assert_eq!(constant("FACE_DETECTION_MODEL"), Some(Constant::Invented));
        for other in ["App", "VERSION", "models", "_model", ""] {
            assert_eq!(constant(other), None, "{other}");
        }
    }

    #[test]
    fn accessors() {
        let id = |name| accessor(name).map(|entry| entry.id);
        for name in [
            "general_model",
            "generalModel",
            "generalModel()",
            "GeneralModel",
        ] {
            assert_eq!(id(name), Some(GENERAL), "{name}");
        }
        assert_eq!(
            id("face_detection_model"),
            Some("a403429f2ddf4b49b307e318f00e528b")
        );
        assert_eq!(
            id("faceDetectionModel"),
            Some("53e1df302c079b3db8a0a36033ed2d15")
        );
        assert_eq!(
            id("FoodVideoModel"),
            Some("bd367be194cf45149e75f01d59f77ba7")
        );
        assert_eq!(id("my_model"), None);
        assert_eq!(id(""), None);
        let python = |entry: &Entry| entry.members.iter().any(|member| member.starts_with("py:"));
        assert_eq!(entries().iter().filter(|entry| python(entry)).count(), 18);
    }

    #[test]
    fn standings() {
        let standing = |kind, id| lookup(kind, id).map(Entry::standing);
        let clarifais = Some(Standing::Clarifais);
        assert_eq!(standing(ResourceKind::Model, GENERAL), clarifais);
        assert_eq!(standing(ResourceKind::Concept, "ai_98Xb0K3q"), clarifais);
        assert_eq!(
            standing(ResourceKind::Workflow, "Language-Understanding"),
            clarifais
        );
        for workflow in [
            "General",
            "Face",
            "asr-sentiment",
            "Person-Tracking",
            "Segmentation",
        ] {
            let expected = Some(Standing::ClarifaisByName);
            assert_eq!(
                standing(ResourceKind::Workflow, workflow),
                expected,
                "{workflow}"
            );
        }
        let yolo = Standing::Public {
            user_id: "wongkinyiu".into(),
            app_id: "yolov7".into(),
        };
        assert_eq!(standing(ResourceKind::Model, "yolov7"), Some(yolo));
        // Somebody else has a model of this id too.
        assert_eq!(
            standing(ResourceKind::Model, "apparel-classification-v2"),
            clarifais
        );
        let other = ("csweb", "App-ClarfAI-Apparel-v2");
        assert!(holds(
            other.0,
            other.1,
            ResourceKind::Model,
            "apparel-classification-v2"
        ));
        assert!(!holds(other.0, other.1, ResourceKind::Model, GENERAL));
    }

    #[test]
    fn owners() {
        assert_eq!(
            owner_of_app("clarifai", "main"),
            Some(PublicApp::ClarifaiMain)
        );
        assert_eq!(
            owner_of_app("clarifai", "anything"),
            Some(PublicApp::ClarifaiOther)
        );
        assert_eq!(
            owner_of_app("openai", "chat-completion"),
            Some(PublicApp::Listed)
        );
        assert_eq!(owner_of_app("openai", "main"), None);
        assert_eq!(owner_of_app("me", "main"), None);
    }

    #[test]
    fn retired_models() {
        let when = |id| retirement(ResourceKind::Model, id).map(|retired| retired.when);
        assert_eq!(when("nougat-base"), Some("2025-12-31"));
        assert_eq!(when("86039c857a206810679f7f72b82fff54"), Some("2025-12-31"));
        assert_eq!(when("651c5412d53c408fa3b4fe3dcc060be7"), Some("2025-12-31"));
        assert_eq!(when("c2cf7cecd8a6427da375b9f35fcd2381"), Some("2020-02-01"));
        assert_eq!(when(GENERAL), None);
        let demographics = retirement(ResourceKind::Model, "c0c0ac362b03416da06ab3fa36fb58e3");
        let successor = demographics.and_then(|retired| retired.successor);
        assert_eq!(successor, Some("workflow Demographics"));
        let all = entries().iter().filter(|entry| entry.retired.is_some());
        // Fourteen of the decommissioning page by id, one more by its old id, four earlier.
        assert_eq!(all.count(), 19);
    }

    #[test]
    fn searching() {
        assert_eq!(search("").len(), entries().len());
        assert!(
            search("FACE_DETECT")
                .iter()
                .any(|entry| entry.id.starts_with("a403429f"))
        );
        assert!(search("dd9458324b4b45c2").len() == 2);
        assert!(
            search("openai/")
                .iter()
                .all(|entry| entry.user_id == "openai")
        );
        assert!(search("no such thing").is_empty());
    }
}
