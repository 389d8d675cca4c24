//! Following values: what may an expression hold, and where did that come from?
//!
//! Everything here works on facts, so it is the same for every language. It goes backwards from
//! an expression that a call needs, lazily, through names, fields, parameters and their callers,
//! returns and imports, until it meets something that it cannot look into: a text, an object
//! of a library, the environment. Each step is bounded and leaves its place on the value's
//! [`Trail`].

mod bounded;
mod built;
mod call;
mod call_field;
mod callers;
mod class;
mod class_field;
mod condition;
mod container;
mod data;
mod effect;
mod elements;
mod export;
mod field;
mod follow;
mod handed;
mod import;
mod inherited;
mod later_field;
mod library;
mod make;
mod member;
mod module;
mod name;
mod object;
mod onward;
mod options;
mod parameter;
mod project;
mod reach;
mod record;
mod slot;
mod spliced;
mod spread;
mod state;
mod subclass;
mod text;
mod value;

pub use bounded::Flow;
pub use effect::Effect;
pub use field::same_key;
pub use project::Project;
pub use value::{
    Api, At, Chunk, Context, Handed, Handing, HopRole, Object, Open, Outside, OutsideKind, Site,
    Step, Trail, Value, What, whole_text,
};
