//! What is known of Clarifai: its resources, clients and endpoints, the names that tell a
//! credential's kind, and how the values of a program are put together to a [`Call`].

pub mod assemble;
mod call;
pub mod catalogue;
pub mod endpoints;
pub mod names;

pub use call::{
    Basis, Call, Client, Credential, CredentialKind, Given, Hop, HopRole, Intent, Operation, Owner,
    Part, Resource, ResourceKind, Standing,
};
