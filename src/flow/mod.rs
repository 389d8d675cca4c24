//! Following values: what may an expression hold, and where did that come from?
//!
//! Everything here works on facts, so it is the same for every language. It goes backwards from
//! an expression that a call needs, lazily, through names, fields, parameters and their callers,
//! returns and imports, until it meets something that it cannot look into: a text, an object
//! of a library, the environment. Each step is bounded and leaves its place on the value's
//! [`Trail`].

// Values, and the bounded walk that finds them.
mod bounded;
mod follow;
mod make;
mod project;
mod value;

// Names, and what gives them their values.
mod import;
mod name;
mod object;
mod parameter;
mod reach;

// Calls, and who calls.
mod call;
mod callers;
mod condition;
mod decorated;
mod handed;
mod library;
mod slot;
mod spread;

// Classes, modules, and their members.
mod class;
mod class_field;
mod export;
mod inherited;
mod member;
mod module;
mod page;
mod pages;
mod subclass;

// What records, lists, texts and settings hold.
mod built;
mod call_field;
mod container;
mod data;
mod elements;
mod field;
mod options;
mod record;
mod spliced;
mod text;

// What changes later, and where a value gets to.
mod effect;
mod later_field;
mod onward;
mod state;

pub use bounded::Flow;
pub use effect::Effect;
pub use field::same_key;
pub use project::Project;
pub use value::{
    Api, At, Chunk, Context, Handed, Handing, HopRole, Object, Open, Outside, OutsideKind, Site,
    Step, Trail, Value, What, whole_text,
};
