//! What tells that a text or a name is about an address of the service.

use crate::facts::{Facts, Kind, Piece};

/// Parts of the paths of the service (`/v2/users/…/apps/…/models/…/outputs`).
const PATHS: [&str; 5] = ["/v2", "models/", "workflows/", "/outputs", "users/"];

/// The length in bytes above which a text is no name.
const MAX_NAME: usize = 80;

/// Whether a text has part of an address of the service.
#[must_use]
pub fn is_part(text: &str) -> bool {
    text.contains("clarifai") || PATHS.iter().any(|it| text.contains(it))
}

/// Whether the name of a variable or setting says that it holds an address of Clarifai's.
#[must_use]
pub fn is_named(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let parts = ["url", "uri", "endpoint", "host", "base"];
    name.contains("clarifai") && parts.iter().any(|it| name.contains(it))
}

/// Whether a file has part of an address in a text, or names one.
#[must_use]
pub fn is_in(facts: &Facts) -> bool {
    if !facts.generated && facts.mentions.keys().any(|it| is_named(it)) {
        return true;
    }
    let has = |piece: &Piece| match piece {
        Piece::Text(text) => {
            let words = ["larifai.com", "v2/"];
            words.iter().chain(&PATHS).any(|it| text.contains(it))
                || text.len() < MAX_NAME && is_named(text)
        }
        Piece::Hole(_) => false,
    };
    let mut texts = facts.exprs.iter().filter(|_| !facts.generated);
    texts.any(|expr| matches!(&expr.kind, Kind::Text(pieces) if pieces.iter().any(has)))
}
