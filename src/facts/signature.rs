//! Signatures: what `auth.scm`, `resources.scm` and `owners.scm` say of the names that a program
//! uses.
//!
//! Each pattern is a node kind with a capture that says what the name means, a `#callee?`
//! predicate with the names it is about, and `#set!` entries that say which argument plays which
//! part. A name is written out from the module on, with `()` for each call on the way:
//! `clarifai.rest.ClarifaiApp().models.get`. `*.name` stands for a method of whatever object,
//! `name.*` for every member of an object. The flow of values works out the name of an
//! expression whatever it is called locally; the signature is then found by look-up, so that a
//! hundred patterns cost no more than one.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::query::{self, Written};

/// What a signature is about, by the capture in the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignatureKind {
    /// The construction of a client: takes the credential, and the owner where it can.
    Client,
    /// A call that gives a credential to what it is called on.
    Attach,
    /// A call that is given what sets headers of all requests.
    Intercept,
    /// A read of the environment or of a configuration.
    Outside,
    /// A call that asks for a resource.
    Request,
    /// A member that stands for a resource of Clarifai's.
    Accessor,
    /// A constant that stands for a resource of Clarifai's.
    Constant,
    /// A call whose object or argument is where a request goes.
    Open,
    /// A method that sends by another method of its object, which a class below may have.
    Sends,
    /// An object whose library was told options for all of its type.
    Configured,
    /// A call that takes an address as a template, and at its end what is put into that.
    Template,
    /// An annotation that makes a method a request to an address.
    Endpoint,
    /// An annotation of a parameter that is put into the address.
    Variable,
    /// An annotation that makes a parameter a header, or gives a method headers.
    Header,
    /// An annotation of a function that makes what is put in where its type is asked for.
    Provided,
    /// An annotation of a class whose fields are filled from settings.
    Settings,
    /// An annotation that names a part of the address of what it stands at.
    Prefix,
    /// An annotation that says which of several values of a type is meant.
    Qualifier,
    /// A call that gives what an element of a page provides.
    Context,
    /// What makes a stand-in for a test.
    Double,
    /// A call that makes an object of the class that is its argument.
    Made,
    /// A call that reads a member of an object, whose name is an argument.
    Member,
    /// A call that results in an object of a known type.
    Type,
    /// A call that gives one of the elements of a list.
    Element,
    /// A call that gives the pairs of key and value of a record.
    Entries,
    /// A call that makes something that keeps a value, which may be changed later.
    State,
    /// A call that gives what a function gives that is its argument.
    Result,
    /// A call that hands on the value of an argument or of its object.
    Same,
    /// A call that makes a record, or copies one.
    Record,
    /// A call whose result is a list made of others: keys, values, pairs.
    View,
    /// A call that calls a function that it is given.
    Calls,
    /// A method that calls another one of its object.
    Runs,
    /// A call or annotation that declares an option of the program.
    Option,
    /// A call that declares a field of a class.
    Field,
    /// A call that fills a template with its other arguments.
    Format,
    /// A call on a text, or on what builds one, that joins something to its end.
    Joined,
    /// A call whose arguments are keys and values in turn.
    Pairs,
    /// A name that stands for a text.
    Text,
    /// A call that joins the parts of a list.
    Spliced,
    /// A call that replaces a part of a text.
    Replaced,
    /// A call that reads a file of data.
    Data,
    /// A call whose arguments are the fields of a record.
    Fields,
    /// A call that does something else with what it is given: it is no request.
    Passive,
}

const KINDS: &[(&str, SignatureKind)] = &[
    ("auth.client", SignatureKind::Client),
    ("auth.attach", SignatureKind::Attach),
    ("auth.intercept", SignatureKind::Intercept),
    ("auth.outside", SignatureKind::Outside),
    ("resource.request", SignatureKind::Request),
    ("resource.accessor", SignatureKind::Accessor),
    ("resource.constant", SignatureKind::Constant),
    ("resource.open", SignatureKind::Open),
    ("resource.sends", SignatureKind::Sends),
    ("resource.configured", SignatureKind::Configured),
    ("resource.passive", SignatureKind::Passive),
    ("resource.template", SignatureKind::Template),
    ("resource.endpoint", SignatureKind::Endpoint),
    ("resource.variable", SignatureKind::Variable),
    ("auth.header", SignatureKind::Header),
    ("value.provided", SignatureKind::Provided),
    ("value.settings", SignatureKind::Settings),
    ("resource.prefix", SignatureKind::Prefix),
    ("value.qualifier", SignatureKind::Qualifier),
    ("value.context", SignatureKind::Context),
    ("value.double", SignatureKind::Double),
    ("value.made", SignatureKind::Made),
    ("value.member", SignatureKind::Member),
    ("value.type", SignatureKind::Type),
    ("value.element", SignatureKind::Element),
    ("value.entries", SignatureKind::Entries),
    ("value.state", SignatureKind::State),
    ("value.result", SignatureKind::Result),
    ("value.same", SignatureKind::Same),
    ("value.record", SignatureKind::Record),
    ("value.view", SignatureKind::View),
    ("value.calls", SignatureKind::Calls),
    ("value.runs", SignatureKind::Runs),
    ("value.option", SignatureKind::Option),
    ("value.field", SignatureKind::Field),
    ("value.spliced", SignatureKind::Spliced),
    ("value.replaced", SignatureKind::Replaced),
    ("value.data", SignatureKind::Data),
    ("value.format", SignatureKind::Format),
    ("value.joined", SignatureKind::Joined),
    ("value.pairs", SignatureKind::Pairs),
    ("value.text", SignatureKind::Text),
    ("owner.fields", SignatureKind::Fields),
];

/// The `#set!` keys that signatures may have.
const KEYS: &[&str] = &[
    "client",
    "credential",
    "kind",
    "user",
    "app",
    "resource",
    "id",
    "url",
    "version",
    "default",
    "through",
    "intent",
    "type",
    "fields",
    "name",
    "value",
    "when",
    "also",
    "lookup",
    "prefer",
    "dead",
    "with",
];

/// One way to give an argument: by position or by keyword.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// The argument at that position, from 0.
    Position(usize),
    /// The argument with that keyword, or that field of a record which is an argument.
    Keyword(SmolStr),
    /// The object that the method is called on.
    Receiver,
}

/// What is known of a name.
#[derive(Debug)]
pub struct Signature {
    /// What it is about.
    pub kind: SignatureKind,
    settings: FxHashMap<SmolStr, SmolStr>,
}

impl Signature {
    /// What the query says under a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.settings.get(key).map(SmolStr::as_str)
    }

    /// The ways in which the argument for `key` may be given, in the order in which they count.
    #[must_use]
    pub fn slots(&self, key: &str) -> Vec<Slot> {
        slots_of(self.get(key).unwrap_or_default())
    }
}

/// The ways to give an argument that a text lists.
#[must_use]
pub fn slots_of(text: &str) -> Vec<Slot> {
    text.split_whitespace()
        .map(|word| match word.parse() {
            Ok(position) => Slot::Position(position),
            Err(_) if word == "receiver" => Slot::Receiver,
            Err(_) => Slot::Keyword(SmolStr::new(word)),
        })
        .collect()
}

/// The names that signatures of one kind are about.
#[derive(Debug, Default)]
struct Names {
    exact: FxHashMap<SmolStr, Vec<u32>>,
    /// By the object whose members they are.
    members: FxHashMap<SmolStr, Vec<u32>>,
    /// By the method, of whatever object.
    methods: FxHashMap<SmolStr, Vec<u32>>,
}

/// The signatures of a language.
#[derive(Debug, Default)]
pub struct Signatures {
    all: Vec<Signature>,
    /// By kind: a look-up is for one of them, and most kinds have few names.
    names: Vec<Names>,
    /// The names and objects of all kinds.
    known: FxHashSet<SmolStr>,
    /// The last parts of the names of requests and accessors, for a quick look.
    asking: FxHashSet<SmolStr>,
    /// The last parts of the names of views.
    viewing: FxHashSet<SmolStr>,
    /// The modules that the names begin with, up to their first separator.
    roots: FxHashSet<SmolStr>,
    /// The objects that a name of a signature goes on from.
    objects: FxHashSet<SmolStr>,
    /// Requests by what follows the construction of the client in their name.
    tails: FxHashMap<SmolStr, u32>,
}

impl Signatures {
    /// Compiles the queries of a language.
    ///
    /// # Panics
    /// If a query has another form or uses words that the vocabulary does not have. The texts are
    /// part of the program, and a test compiles them all.
    #[must_use]
    pub fn compile(files: &[(&str, &str)]) -> Self {
        let mut signatures = Self::default();
        for (name, text) in files {
            let patterns = query::read(text).unwrap_or_else(|line| panic!("{name}: line {line}"));
            for written in &patterns {
                signatures.add(written, name);
            }
        }
        signatures
    }

    fn add(&mut self, written: &Written, file: &str) {
        let kind = KINDS.iter().find(|(name, _)| *name == written.capture);
        let kind = kind
            .unwrap_or_else(|| panic!("{file}: no such capture: {}", written.capture))
            .1;
        for (key, _) in &written.settings {
            assert!(KEYS.contains(&key.as_str()), "{file}: no such key: {key}");
        }
        let settings = written.settings.iter().cloned().collect();
        let id = self.all.len() as u32;
        self.all.push(Signature { kind, settings });
        for (predicate, names) in &written.predicates {
            assert_eq!(predicate, "callee?", "{file}: no such predicate");
            for name in names {
                self.index(name, id);
            }
        }
    }

    fn index(&mut self, name: &str, id: u32) {
        self.roots.insert(SmolStr::new(root(name)));
        let kind = self.all[id as usize].kind as usize;
        if self.names.len() <= kind {
            self.names.resize_with(kind + 1, Names::default);
        }
        let names = &mut self.names[kind];
        let (map, key) = if let Some(method) = name.strip_prefix("*.") {
            (&mut names.methods, method)
        } else if let Some(object) = name.strip_suffix(".*") {
            (&mut names.members, object)
        } else {
            (&mut names.exact, name)
        };
        if !name.starts_with("*.") {
            self.known.insert(SmolStr::new(key));
        }
        map.entry(SmolStr::new(key)).or_default().push(id);
        if let Some((object, _)) = name.rsplit_once('.') {
            self.objects.insert(SmolStr::new(object));
        }
        if self.all[id as usize].kind == SignatureKind::View {
            let last = name.rsplit('.').next().unwrap_or(name);
            self.viewing.insert(SmolStr::new(last));
        }
        self.index_request(name, id);
    }

    fn index_request(&mut self, name: &str, id: u32) {
        let kind = self.all[id as usize].kind;
        if !matches!(
            kind,
            SignatureKind::Request | SignatureKind::Accessor | SignatureKind::Open
        ) {
            return;
        }
        if kind == SignatureKind::Request
            && let Some((_, tail)) = name.split_once("().")
        {
            self.tails.entry(SmolStr::new(tail)).or_insert(id);
        }
        let (object, last) = name.rsplit_once('.').unwrap_or(("", name));
        // `object.*`: whatever is a member of an object of that name.
        let key = match last {
            "*" => object
                .trim_end_matches("()")
                .rsplit('.')
                .next()
                .unwrap_or_default(),
            last => last,
        };
        self.asking.insert(SmolStr::new(key));
    }

    /// Whether any signature is about something of the package that a module belongs to.
    #[must_use]
    pub fn has_root(&self, module: &str) -> bool {
        self.roots.contains(root(module))
    }

    /// Whether a name that ends so, or whose object does, may be that of a request.
    #[must_use]
    pub fn may_ask(&self, last: &str) -> bool {
        self.asking.contains(last)
    }

    /// Whether the name of a view ends so: `of` in `List.of`.
    #[must_use]
    pub fn is_last(&self, last: &str) -> bool {
        self.viewing.contains(last)
    }

    /// The request whose name goes on so after the construction of a client:
    /// `models.predict`.
    #[must_use]
    pub fn by_tail(&self, tail: &str) -> Option<&Signature> {
        self.tails.get(tail).map(|&id| &self.all[id as usize])
    }

    fn names(&self, kind: SignatureKind) -> Option<&Names> {
        self.names.get(kind as usize)
    }

    /// The first signature of a name in one of the maps.
    fn first(&self, map: &FxHashMap<SmolStr, Vec<u32>>, name: &str) -> Option<&Signature> {
        let id = *map.get(name)?.first()?;
        self.all.get(id as usize)
    }

    /// The signature of a certain kind for a name: for the name itself, else for all members of
    /// its object, else for that method of whatever object.
    #[must_use]
    pub fn find(&self, name: &str, kind: SignatureKind) -> Option<&Signature> {
        let names = self.names(kind)?;
        let exactly = self.first(&names.exact, name);
        if exactly.is_some() || names.members.is_empty() && names.methods.is_empty() {
            return exactly;
        }
        let (object, method) = name.rsplit_once('.').unwrap_or(("", name));
        self.first(&names.members, object)
            .or_else(|| self.first(&names.methods, method))
    }

    /// The signature of a certain kind for exactly this name.
    #[must_use]
    pub fn exactly(&self, name: &str, kind: SignatureKind) -> Option<&Signature> {
        self.first(&self.names(kind)?.exact, name)
    }

    /// The signature for that method of whatever object.
    #[must_use]
    pub fn method(&self, method: &str, kind: SignatureKind) -> Option<&Signature> {
        self.first(&self.names(kind)?.methods, method)
    }

    /// Whether there is any signature of this kind.
    #[must_use]
    pub fn any(&self, kind: SignatureKind) -> bool {
        self.all.iter().any(|it| it.kind == kind)
    }

    /// Whether any signature of whatever kind is about this name or its members.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.known.contains(name)
    }

    /// Whether any signature is about what an object has: whether a name goes on from it.
    #[must_use]
    pub fn is_about(&self, object: &str) -> bool {
        self.objects.contains(object)
    }

    /// Every name that a signature is about, with the signature.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Signature)> {
        self.names
            .iter()
            .flat_map(|names| [&names.exact, &names.members, &names.methods])
            .flat_map(|map| {
                map.iter().flat_map(|(name, ids)| {
                    ids.iter()
                        .map(|&id| (name.as_str(), &self.all[id as usize]))
                })
            })
    }
}

/// The package that a module or a name belongs to.
fn root(name: &str) -> &str {
    name.split(['.', '/']).next().unwrap_or(name)
}
