//! Facts: what a file says, in words that are the same for every language.
//!
//! `queries/<language>/flow.scm` names the syntax nodes that matter and the roles of their
//! children; [`read`] turns them into the expressions, names, functions, classes and imports
//! below. Nothing after this step knows a language's syntax.

mod grammar;
mod lower;
mod pattern;
mod query;
mod signature;

pub use crate::language::{Import, Imported};
pub use grammar::Grammar;
pub use lower::{Outcome, read};
pub use pattern::{Patterns, Role};
pub use signature::{Signature, SignatureKind, Signatures, Slot, slots_of};

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::language::Language;
use crate::source::Span;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The index into its list.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// An expression of a file.
    ExprId,
    /// A scope of a file.
    ScopeId,
    /// A function of a file.
    FunctionId,
    /// A class of a file.
    ClassId
}

/// An expression.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
    /// The scope in which it is evaluated.
    pub scope: ScopeId,
    /// The expression that it is a direct part of.
    pub parent: Option<ExprId>,
}

/// A piece of a text.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Written out, escapes resolved.
    Text(SmolStr),
    /// An expression whose value is put in.
    Hole(ExprId),
}

/// An argument of a call.
#[derive(Debug, Clone)]
pub struct Argument {
    /// The keyword, if it is passed by one.
    pub name: Option<SmolStr>,
    /// Its value.
    pub value: ExprId,
    /// Whether the value is spread over several arguments.
    pub spread: bool,
}

/// An entry of a record.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A key that is written out, and its value.
    Field(SmolStr, ExprId),
    /// A computed key, and its value.
    Computed(ExprId, ExprId),
    /// Another record whose entries are put in here.
    Spread(ExprId),
}

/// What an expression is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A text; one without holes has at most one piece.
    Text(Vec<Piece>),
    /// Several expressions joined to one text.
    Join(Vec<ExprId>),
    /// A template with `%s`-like or `{}`-like places, and what is put there.
    Format(ExprId, Vec<Argument>),
    /// The absence of a value: `None`, `null`, `undefined`.
    Nothing,
    /// The opposite of a truth value.
    Not(ExprId),
    /// A number.
    Number(SmolStr),
    /// A name.
    Name(SmolStr),
    /// The object whose method this is: `this`.
    This,
    /// The same object, as one of the class above it: `super`.
    Super,
    /// A member of an object.
    Member(ExprId, SmolStr),
    /// An element of a container.
    Index(ExprId, ExprId),
    /// A call, or the construction of an object.
    Call(ExprId, Vec<Argument>, Construct),
    /// A record: dictionary, object literal.
    Record(Vec<Entry>),
    /// A list, tuple or array.
    List(Vec<ExprId>),
    /// One of several values.
    Choice(Vec<ExprId>),
    /// The value of another expression: parentheses, `await`, a cast.
    Same(ExprId),
    /// One element of what the expression holds: the variable of a loop.
    Element(ExprId),
    /// A function.
    Function(FunctionId),
    /// A class.
    Class(ClassId),
    /// Anything else.
    Other,
}

/// Whether a call constructs an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Construct {
    /// A plain call (in Python it may construct one all the same).
    No,
    /// `new X(…)`.
    New,
    /// An element of a page, `<X name={value}/>`.
    Element,
}

/// What kind of scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// The file.
    Module,
    /// The body of a class.
    Class(ClassId),
    /// A function with its parameters.
    Function(FunctionId),
    /// A block with names of its own.
    Block,
}

/// A region of a file in which names are bound.
#[derive(Debug, Clone)]
pub struct Scope {
    /// What kind.
    pub kind: ScopeKind,
    /// The scope around it.
    pub parent: Option<ScopeId>,
    /// Where it stands.
    pub span: Span,
    /// The names bound in it.
    pub names: FxHashMap<SmolStr, Vec<Definition>>,
}

/// One place at which a name gets a value.
#[derive(Debug, Clone)]
pub struct Definition {
    /// What it gets.
    pub value: Bound,
    /// Where.
    pub span: Span,
    /// The branches of the program around it (bodies of `if`, `else`, loops, `try`), outermost
    /// first, as indices into [`Facts::branches`]. A definition in a branch that the use does
    /// not stand in does not displace earlier ones.
    pub branch: Option<u32>,
}

/// What a name is bound to.
#[derive(Debug, Clone)]
pub enum Bound {
    /// The value of an expression.
    Value(ExprId),
    /// A part of an expression's value, by a path of keys and positions (destructuring).
    Part(ExprId, Vec<Step>, Option<ExprId>),
    /// The value that it had, with this joined to its end.
    Append(ExprId),
    /// A parameter of a function.
    Parameter(FunctionId, u32),
    /// A function.
    Function(FunctionId),
    /// A class.
    Class(ClassId),
    /// An import of this file, as an index into [`Facts::imports`].
    Import(u32),
    /// The object of the method: `self`.
    Receiver(ClassId),
    /// A field of the class around.
    Field(ClassId),
    /// Declared without a value; the type, if one is named.
    Declared(Option<SmolStr>),
    /// Bound to something that is not followed (a caught error).
    Opaque,
}

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To the member of that name.
    Key(SmolStr),
    /// To the element at that position, from 0.
    Position(u32),
    /// To what is left after other parts were taken.
    Rest,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name; empty for one that is taken apart at once.
    pub name: SmolStr,
    /// Its default.
    pub default: Option<ExprId>,
    /// The type it is declared with, as written.
    pub annotation: Option<SmolStr>,
    /// A call that stands in its type: `Annotated[Client, Depends(get_client)]`.
    pub noted: Option<ExprId>,
    /// Whether it takes all remaining arguments.
    pub rest: Rest,
    /// Where.
    pub span: Span,
    /// Annotations with a text, as `@Value("${clarifai.key}")`.
    pub marks: Vec<Mark>,
}

/// Whether a parameter gathers arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// It takes one.
    No,
    /// It takes all remaining positional ones.
    Positional,
    /// It takes all remaining keywords.
    Keywords,
}

/// An annotation or decorator that stands at a declaration.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Its name, without `@`.
    pub name: SmolStr,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// Where.
    pub span: Span,
}

/// A function.
#[derive(Debug, Clone)]
pub struct Function {
    /// Its name, if it has one.
    pub name: Option<SmolStr>,
    /// Its parameters, without the one that stands for the object (`self`).
    pub parameters: Vec<Parameter>,
    /// Its scope.
    pub scope: ScopeId,
    /// The class whose method it is.
    pub class: Option<ClassId>,
    /// What it returns.
    pub returns: Vec<ExprId>,
    /// Where it stands, as a whole.
    pub span: Span,
    /// Annotations at it.
    pub marks: Vec<Mark>,
    /// The expression that stands for it.
    pub expr: ExprId,
    /// Whether what it gives back are elements of what it returns: a generator.
    pub yields: bool,
    /// Whether it is read like a field: a Python property, a JavaScript getter.
    pub getter: bool,
    /// The type it is declared to return, as written.
    pub annotation: Option<SmolStr>,
}

/// A class, interface, enumeration or record type.
#[derive(Debug, Clone)]
pub struct Class {
    /// Its name.
    pub name: SmolStr,
    /// The classes above it, as written.
    pub bases: Vec<SmolStr>,
    /// The scope of its body: its members are the names bound there.
    pub scope: ScopeId,
    /// Where it stands.
    pub span: Span,
    /// Annotations at it.
    pub marks: Vec<Mark>,
    /// The names that its body declares with a type: what a constructor that is made for it
    /// takes.
    pub components: Vec<SmolStr>,
    /// Its constructors.
    pub constructors: Vec<FunctionId>,
    /// Values given to fields of an object of the class: `self.x = …`, `this.x = …`.
    pub fields: FxHashMap<SmolStr, Vec<FieldValue>>,
}

/// A value given to a field of an object.
#[derive(Debug, Clone)]
pub struct FieldValue {
    /// The value; `None` where the field is only declared.
    pub value: Option<ExprId>,
    /// The parameter that it takes its value from, where a constructor declares it so.
    pub parameter: Option<(FunctionId, u32)>,
    /// Where.
    pub span: Span,
    /// The type it is declared with, as written.
    pub annotation: Option<SmolStr>,
    /// Annotations at it.
    pub marks: Vec<Mark>,
}

/// What a module gives to others.
#[derive(Debug, Clone)]
pub enum Exported {
    /// A name bound in the module.
    Local(SmolStr),
    /// The value of an expression.
    Value(ExprId),
    /// Something of another module; `None` for the module as a whole.
    From(SmolStr, Option<SmolStr>),
}

/// An export that is written out. Languages in which every name of a module can be imported
/// have none.
#[derive(Debug, Clone)]
pub struct Export {
    /// The name under which others get it: `default` for the default export, `*` for all names of
    /// another module, `=` for the module's value as a whole (`module.exports = …`).
    pub name: SmolStr,
    /// What they get.
    pub what: Exported,
}

/// A value given to a member or an element of something: `a.b = c`, `a["b"] = c`.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// The object.
    pub object: ExprId,
    /// The member or key; `None` where it is computed.
    pub key: Option<SmolStr>,
    /// What computes the key.
    pub computed: Option<ExprId>,
    /// The value.
    pub value: ExprId,
    /// Where.
    pub span: Span,
}

/// What decides which of the branches in a fork is run.
#[derive(Debug, Clone, Copy)]
pub struct Fork {
    /// The condition.
    pub condition: ExprId,
    /// Where the branch stands that is run if it holds.
    pub body: Span,
}

/// What keeps the value of an expression.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A name, in the scope in which it is bound.
    Name(ScopeId, SmolStr),
    /// A field of a class.
    Field(ClassId, SmolStr),
}

/// What a file says.
#[derive(Debug)]
pub struct Facts {
    /// Its language.
    pub language: Language,
    /// Its expressions, in the order in which they begin.
    pub exprs: Vec<Expr>,
    /// Its scopes; the first is the module's.
    pub scopes: Vec<Scope>,
    /// Its functions.
    pub functions: Vec<Function>,
    /// Its classes.
    pub classes: Vec<Class>,
    /// Its imports.
    pub imports: Vec<Import>,
    /// Its exports.
    pub exports: Vec<Export>,
    /// Its calls, in order.
    pub calls: Vec<ExprId>,
    /// Values given to members and elements.
    pub assignments: Vec<Assignment>,
    /// What the module exports by assignment as a whole: `module.exports = …`.
    pub exports_whole: Vec<ExprId>,
    /// What it exports by assignment under a name: `exports.x = …`, `module.exports.x = …`.
    pub exports_named: Vec<(SmolStr, ExprId)>,
    /// Indices into `assignments`, by the object.
    pub assigned: FxHashMap<ExprId, Vec<u32>>,
    /// Branches: where each stands and which one is around it.
    pub branches: Vec<(Span, Option<u32>)>,
    /// The branches of which only one inner branch is run at a time, with what decides.
    pub forks: FxHashMap<u32, Option<Fork>>,
    /// The expressions that are names or members, by that name: who mentions it?
    pub mentions: FxHashMap<SmolStr, Vec<ExprId>>,
    /// What keeps the values of expressions: the object that an expression makes can be changed
    /// later under these names.
    pub holders: FxHashMap<ExprId, Vec<Holder>>,
    /// The choices of which the first value counts that is there.
    pub firsts: FxHashSet<ExprId>,
    /// The types that values are declared or cast to, as written.
    pub types: FxHashMap<ExprId, SmolStr>,
    /// The package that the file belongs to, where the language has such (Java).
    pub package: SmolStr,
    /// Whether a generator wrote the file and says so at its beginning ("DO NOT EDIT"): the stubs of
    /// a client ask nobody by themselves.
    pub generated: bool,
    /// Where comments stand.
    pub comments: Vec<Span>,
    /// How many syntax errors there are.
    pub syntax_errors: u32,
}

impl Facts {
    /// The expression with this id.
    #[must_use]
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.index()]
    }

    /// The function with this id.
    #[must_use]
    pub fn function(&self, id: FunctionId) -> &Function {
        &self.functions[id.index()]
    }

    /// The calls that begin in a region, in order.
    pub fn calls_in(&self, span: Span) -> impl Iterator<Item = ExprId> {
        let start = |it: &ExprId| self.expr(*it).span.start;
        let from = self.calls.partition_point(|it| start(it) < span.start);
        let inside = move |it: &&ExprId| start(it) < span.end;
        self.calls[from..].iter().take_while(inside).copied()
    }

    /// The methods of a class.
    pub fn methods(&self, class: ClassId) -> impl Iterator<Item = (FunctionId, &Function)> {
        let all = (0..).map(FunctionId).zip(&self.functions);
        all.filter(move |(_, it)| it.class == Some(class))
    }

    /// Whether a method is one of the class: its first parameter is the class itself.
    #[must_use]
    pub fn is_class_method(&self, method: FunctionId) -> bool {
        let marks = &self.function(method).marks;
        marks
            .iter()
            .any(|it| self.language.is_class_method(&it.name))
    }

    /// What a method calls its object, where that is a parameter.
    #[must_use]
    pub fn receiver_of(&self, method: FunctionId) -> Option<&SmolStr> {
        let names = &self.scope(self.function(method).scope).names;
        let is_receiver = |it: &Definition| matches!(it.value, Bound::Receiver(_));
        let mut own = names.iter().filter(|(_, it)| it.iter().any(is_receiver));
        own.next().map(|(name, _)| name)
    }

    /// The class with this id.
    #[must_use]
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[id.index()]
    }

    /// The scope with this id.
    #[must_use]
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.index()]
    }

    /// The scope and those around it, innermost first.
    pub fn scopes_from(&self, id: ScopeId) -> impl Iterator<Item = (ScopeId, &Scope)> {
        std::iter::successors(Some(id), |&at| self.scope(at).parent).map(|at| (at, self.scope(at)))
    }

    /// The function that an expression stands in.
    #[must_use]
    pub fn function_around(&self, scope: ScopeId) -> Option<FunctionId> {
        self.scopes_from(scope)
            .find_map(|(_, scope)| match scope.kind {
                ScopeKind::Function(function) => Some(function),
                _ => None,
            })
    }

    /// The class whose body or methods an expression stands in.
    #[must_use]
    pub fn class_around(&self, scope: ScopeId) -> Option<ClassId> {
        self.scopes_from(scope)
            .find_map(|(_, scope)| match scope.kind {
                ScopeKind::Class(class) => Some(class),
                _ => None,
            })
    }

    /// The record whose method an expression stands in.
    #[must_use]
    pub fn record_around(&self, scope: ScopeId) -> Option<ExprId> {
        self.scopes_from(scope).find_map(|(_, scope)| {
            let ScopeKind::Function(function) = scope.kind else {
                return None;
            };
            let parent = self.expr(self.function(function).expr).parent;
            parent.filter(|it| matches!(self.expr(*it).kind, Kind::Record(_)))
        })
    }

    /// The modules that calls of `require` and `import` name.
    pub fn required_modules(&self) -> impl Iterator<Item = String> {
        self.calls.iter().filter_map(|&call| {
            let Kind::Call(callee, arguments, _) = &self.expr(call).kind else {
                return None;
            };
            let Kind::Name(name) = &self.expr(*callee).kind else {
                return None;
            };
            let Kind::Text(pieces) = &self.expr(arguments.first()?.value).kind else {
                return None;
            };
            match pieces.as_slice() {
                [Piece::Text(text)] if matches!(name.as_str(), "require" | "import") => {
                    Some(text.to_string())
                }
                _ => None,
            }
        })
    }

    /// The whole chain of member accesses and calls that begins with this expression: from `a` in
    /// `a.b().c` to the whole of it.
    #[must_use]
    pub fn chain_top(&self, id: ExprId) -> ExprId {
        let (mut top, mut at) = (id, id);
        while let Some(parent) = self.expr(at).parent {
            match &self.expr(parent).kind {
                Kind::Member(object, _) if *object == at => top = parent,
                Kind::Call(callee, _, Construct::No) if *callee == at => top = parent,
                // What only has the value of the chain is part of it if the chain goes on.
                Kind::Same(inner) if *inner == at => {}
                _ => break,
            }
            at = parent;
        }
        top
    }
}
