//! What is known of Clarifai: its resources, clients and endpoints, the names that tell a
//! credential's kind, and how the values of a program are put together to a [`Call`].

pub mod address;
pub mod assemble;
mod call;
pub mod catalogue;
pub mod endpoints;
pub mod legacy_python;
pub mod names;

pub use call::{
    Basis, Call, Client, Credential, CredentialKind, Given, Hop, Intent, Operation, Owner, Part,
    Resource, ResourceKind, Standing,
};
