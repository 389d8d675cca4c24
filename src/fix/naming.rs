//! A call at which an owner is to be named: what every way of naming it looks at.

use super::Work;
use super::census::Census;
use crate::clarifai::Call;
use crate::rules::Target;

/// An owner that is to be named at a call.
#[derive(Clone, Copy)]
pub(super) struct Naming<'a, 'p> {
    /// The project.
    pub work: &'a Work<'p>,
    /// What serves which calls.
    pub census: &'a Census,
    /// Which of the calls it is.
    pub index: usize,
    /// The call.
    pub call: &'a Call,
    /// The owner.
    pub target: &'a Target,
}
