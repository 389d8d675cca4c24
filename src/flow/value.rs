//! Values: what an expression may hold, and the way that it came.

use std::rc::Rc;

use smol_str::SmolStr;

use crate::facts::{ClassId, ExprId, FunctionId, Signature};
use crate::source::{FileId, Place};

/// An expression of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct At {
    /// The file.
    pub file: FileId,
    /// The expression in it.
    pub expr: ExprId,
}

impl At {
    /// Another expression of the same file.
    #[must_use]
    pub const fn with(self, expr: ExprId) -> Self {
        Self {
            file: self.file,
            expr,
        }
    }
}

/// What is assumed while a value is followed: for each function on the list, the one call of it
/// that is being looked at. A parameter of such a function is the argument of that call; a
/// parameter of any other is what all callers pass. In the same way an object of which only the
/// class is known may be assumed to be of one class below, and the variable of a loop to be one of
/// the elements, so that what belongs together stays together.
#[derive(Debug, Clone, Default)]
pub struct Context(Option<Rc<Assumption>>);

#[derive(Debug)]
struct Assumption {
    about: About,
    rest: Context,
    depth: u32,
}

#[derive(Debug)]
enum About {
    Caller(FileId, FunctionId, Option<Site>),
    Class(FileId, ClassId, Rc<Object>),
    Element(At, usize),
}

/// Something that was met without an assumption about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// A parameter of a function: who calls it?
    Function(FileId, FunctionId),
    /// An object of a class: is it of one below?
    Class(FileId, ClassId),
    /// The variable of a loop over that many elements: which one is it?
    Element(At, usize),
}

/// How many assumptions may be stacked.
const MAX_CONTEXT: u32 = 12;

impl Context {
    /// The context in which nothing is assumed.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// What tells this context from others while it is kept. Two that were made apart differ, even
    /// if they assume the same.
    pub(super) fn identity(&self) -> usize {
        self.0.as_ref().map_or(0, |it| Rc::as_ptr(it).addr())
    }

    /// The same with one more assumption: this call of the function, or, for `None`, that
    /// its callers are not known.
    #[must_use]
    pub fn with(&self, file: FileId, function: FunctionId, site: Option<Site>) -> Self {
        self.and(About::Caller(file, function, site))
    }

    /// The same with the assumption that an object of the class is this one.
    #[must_use]
    pub fn with_object(&self, file: FileId, class: ClassId, object: Rc<Object>) -> Self {
        self.and(About::Class(file, class, object))
    }

    /// The same with the assumption that the variable of a loop is the element at that position.
    #[must_use]
    pub fn with_element(&self, variable: At, position: usize) -> Self {
        self.and(About::Element(variable, position))
    }

    fn and(&self, about: About) -> Self {
        let depth = self.depth() + 1;
        if depth > MAX_CONTEXT {
            return self.clone();
        }
        Self(Some(Rc::new(Assumption {
            about,
            rest: self.clone(),
            depth,
        })))
    }

    fn assumptions(&self) -> impl Iterator<Item = &About> {
        std::iter::successors(self.0.as_ref(), |it| it.rest.0.as_ref()).map(|it| &it.about)
    }

    /// The call that is assumed for a function: `None` where nothing is assumed, `Some(None)`
    /// where its callers are not known.
    #[must_use]
    pub fn site(&self, file: FileId, function: FunctionId) -> Option<Option<&Site>> {
        self.assumptions().find_map(|about| match about {
            About::Caller(its_file, its, site) if (*its_file, *its) == (file, function) => {
                Some(site.as_ref())
            }
            _ => None,
        })
    }

    /// The object that is assumed for one of a class.
    #[must_use]
    pub fn object(&self, file: FileId, class: ClassId) -> Option<&Rc<Object>> {
        self.assumptions().find_map(|about| match about {
            About::Class(its_file, its, object) if (*its_file, *its) == (file, class) => {
                Some(object)
            }
            _ => None,
        })
    }

    /// The position that is assumed for the variable of a loop.
    #[must_use]
    pub fn element(&self, variable: At) -> Option<usize> {
        self.assumptions().find_map(|about| match about {
            About::Element(its, position) if *its == variable => Some(*position),
            _ => None,
        })
    }

    /// Whether something is assumed about what was met.
    #[must_use]
    pub fn settles(&self, open: Open) -> bool {
        match open {
            Open::Function(file, function) => self.site(file, function).is_some(),
            Open::Class(file, class) => self.object(file, class).is_some(),
            Open::Element(variable, _) => self.element(variable).is_some(),
        }
    }

    /// The calls that are assumed, the last assumption first.
    #[must_use]
    pub fn sites(&self) -> Vec<At> {
        let sites = self.assumptions().filter_map(|about| match about {
            About::Caller(_, _, site) => site.as_ref().map(|site| site.call),
            _ => None,
        });
        sites.collect()
    }

    /// The elements and classes that are assumed: where, and which.
    #[must_use]
    pub fn cases(&self) -> Vec<(At, u32)> {
        let cases = self.assumptions().filter_map(|about| match about {
            About::Caller(..) => None,
            About::Class(_, _, object) => {
                let expr = ExprId(0);
                let file = object.file;
                Some((At { file, expr }, object.class.0))
            }
            About::Element(variable, position) => Some((*variable, *position as u32)),
        });
        cases.collect()
    }

    /// How many assumptions there are.
    #[must_use]
    pub fn depth(&self) -> u32 {
        self.0.as_ref().map_or(0, |it| it.depth)
    }
}

/// A call of a function.
#[derive(Debug, Clone)]
pub struct Site {
    /// The call.
    pub call: At,
    /// The context in which it is made.
    pub context: Context,
    /// The object whose method is called, where it is known.
    pub receiver: Option<Rc<Object>>,
    /// Whether the call was found by looking for callers: what its arguments are depends on
    /// what is assumed of the callers of the function that it stands in, in turn.
    pub open: bool,
    /// How the call comes to call the function.
    pub handing: Handing,
}

impl Site {
    /// A call that calls the function by name, and whose arguments are what they are in a context.
    #[must_use]
    pub fn direct(call: At, context: Context, receiver: Option<Rc<Object>>) -> Self {
        Self {
            call,
            context,
            receiver,
            open: false,
            handing: Handing::Direct,
        }
    }

    /// The context in which the arguments of the call are to be seen, from inside of a context
    /// that assumes the call.
    #[must_use]
    pub fn outer(&self, inside: &Context) -> Context {
        if self.open {
            inside.clone()
        } else {
            self.context.clone()
        }
    }
}

/// How a call passes arguments to a function.
#[derive(Debug, Clone, Copy)]
pub enum Handing {
    /// It calls the function, with its own arguments.
    Direct,
    /// The function is handed to it where that mention stands, and called with what the list or
    /// promise holds: `ids.map(ask)`.
    Callback(At),
    /// The function is an argument, and those behind are for it, from that position on:
    /// `submit(ask, "x")`.
    Behind(usize),
    /// It comes to call the function with as many arguments before its own.
    Ahead(usize),
    /// The function is an argument, and the elements of those behind are for it: `map(ask, list)`.
    Elements(usize),
    /// The function is an argument, and others hold a list and a record for it:
    /// `Thread(target=ask, args=("x",))`.
    Listed(&'static Signature),
}

/// A positional argument: where it stands, and the context that it is to be seen in.
#[derive(Debug, Clone)]
pub struct Handed {
    /// Where.
    pub at: At,
    /// In which context.
    pub context: Context,
}

/// The role of one station on a value's way from where it enters to where it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HopRole {
    /// Where the value comes into the program: a literal, an environment read, a parameter.
    Enters,
    /// A name was bound to it.
    Bound,
    /// It was passed to a function.
    Passed,
    /// A function returned it.
    Returned,
    /// It was imported from another file.
    Imported,
    /// It was put into a field or a record.
    Stored,
}

/// One step of a value's way.
#[derive(Debug)]
pub struct Step {
    /// Where.
    pub place: Place,
    /// What happened there.
    pub role: HopRole,
    /// The name that the value had there.
    pub name: Option<SmolStr>,
    before: Trail,
}

/// The way of a value, from where it is used back to where it comes from.
#[derive(Debug, Clone, Default)]
pub struct Trail(Option<Rc<Step>>);

impl Trail {
    /// The way that has not begun.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// What tells this way from others while it is kept.
    pub(super) fn identity(&self) -> usize {
        self.0.as_ref().map_or(0, |it| Rc::as_ptr(it).addr())
    }

    /// The way with one more step back.
    #[must_use]
    pub fn then(&self, place: Place, role: HopRole, name: Option<SmolStr>) -> Self {
        Self(Some(Rc::new(Step {
            place,
            role,
            name,
            before: self.clone(),
        })))
    }

    /// This way, whose beginning at the use is `beginning`, with another beginning instead.
    #[must_use]
    pub fn begun_by(&self, beginning: &Self, other: Self) -> Self {
        let mut steps = Vec::new();
        let mut way = self;
        while let Some(step) = way
            .0
            .as_deref()
            .filter(|_| way.identity() != beginning.identity())
        {
            steps.push(step);
            way = &step.before;
        }
        let again = |way: Self, step: &Step| way.then(step.place, step.role, step.name.clone());
        steps.into_iter().rev().fold(other, again)
    }

    /// This way, with its source at another place.
    #[must_use]
    pub fn out_of(&self, place: Place) -> Self {
        let source = self.0.as_deref();
        source.map_or_else(Self::new, |source| {
            source.before.then(place, source.role, source.name.clone())
        })
    }

    /// The steps from the source of the value to its use.
    pub fn from_source(&self) -> impl Iterator<Item = &Step> {
        std::iter::successors(self.0.as_deref(), |step| step.before.0.as_deref())
    }

    /// The steps from the use of the value to its source: the nearest first.
    #[must_use]
    pub fn from_use(&self) -> Vec<&Step> {
        let mut steps: Vec<&Step> = self.from_source().collect();
        steps.reverse();
        steps
    }
}

/// What comes from outside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutsideKind {
    /// An environment variable.
    Environment,
    /// A setting: a property, a configuration entry, a secret of some store.
    Setting,
    /// A parameter whose callers are not in the project.
    Parameter,
    /// A name of a file that is not there.
    Missing,
    /// Something that cannot be followed further.
    Unknown,
}

/// A value from outside.
#[derive(Debug)]
pub struct Outside {
    /// Where from.
    pub kind: OutsideKind,
    /// Its name there.
    pub name: SmolStr,
}

/// An object or function of a library, by the name under which its documentation has it.
#[derive(Debug)]
pub struct Api {
    /// The name from the module on, with `()` for each call: see [`crate::facts::Signatures`].
    pub path: SmolStr,
    /// The expression.
    pub at: Option<At>,
    /// The context of the expression.
    pub context: Context,
    /// What it is a member or result of.
    pub base: Option<Rc<Api>>,
}

impl Api {
    /// This and what it came from, nearest first.
    pub fn chain(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |api| api.base.as_deref())
    }

    /// The last part of the name, without `()`.
    #[must_use]
    pub fn last(&self) -> &str {
        let path = self.path.strip_suffix("()").unwrap_or(&self.path);
        path.rsplit('.').next().unwrap_or(path)
    }
}

/// An object of a class of the project.
#[derive(Debug)]
pub struct Object {
    /// The file of the class.
    pub file: FileId,
    /// The class.
    pub class: ClassId,
    /// The call that made it, if one is known.
    pub made: Option<(At, Context)>,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum What {
    /// A text.
    Text(SmolStr),
    /// A text with parts that are values.
    Chunks(Rc<Vec<Chunk>>),
    /// An expression that is looked into when needed: record, list, template.
    Node(At),
    /// The keywords, or the remaining positional arguments from that position on, of a call.
    Arguments(At, Option<usize>),
    /// Of a library.
    Api(Rc<Api>),
    /// A function of the project, and the object whose method it is.
    Function(FileId, FunctionId, Option<Rc<Object>>),
    /// A class of the project.
    Class(FileId, ClassId),
    /// An object of the project.
    Object(Rc<Object>),
    /// A module of the project.
    Module(FileId),
    /// Values in a row, each with its alternatives: a list that a call makes.
    Row(Rc<Vec<Vec<Value>>>),
    /// From outside.
    Outside(Rc<Outside>),
    /// Data that was read from a text or a file; the holes of the text it was in.
    Data(Rc<serde_json::Value>, Rc<Vec<Value>>),
    /// No value.
    Nothing,
}

/// A part of a text.
#[derive(Debug, Clone)]
pub enum Chunk {
    /// Known.
    Text(SmolStr),
    /// A value: one that is no text, or a text that came another way than the text around it.
    Hole(Value),
}

impl Chunk {
    /// The text, if it is known.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Hole(value) => value.text(),
        }
    }
}

/// The whole text, if all of it is known.
#[must_use]
pub fn whole_text(form: &[Chunk]) -> Option<String> {
    form.iter().map(Chunk::text).collect()
}

/// A value, the context in which it was found, and its way.
#[derive(Debug, Clone)]
pub struct Value {
    /// What it is.
    pub what: What,
    /// The context of the expressions in it.
    pub context: Context,
    /// Its way.
    pub trail: Trail,
}

impl Value {
    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.what {
            What::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The library object, if it is one.
    #[must_use]
    pub fn api(&self) -> Option<&Rc<Api>> {
        match &self.what {
            What::Api(api) => Some(api),
            _ => None,
        }
    }
}
