//! What string literals have in common in all languages: their pieces, and the escapes in them.

use smol_str::SmolStr;

use super::RawPiece;

/// Adds text to the pieces of a literal, to the last of them if that is text, too.
pub(super) fn push_text(pieces: &mut Vec<RawPiece<'_>>, text: &str) {
    if let Some(RawPiece::Text(last)) = pieces.last_mut() {
        *last = SmolStr::new(format!("{last}{text}"));
    } else if !text.is_empty() {
        pieces.push(RawPiece::Text(SmolStr::new(text)));
    }
}

/// Resolves the escapes that matter for ids, URLs and JSON; others stay as they are.
pub(super) fn unescape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(it) = rest.next() {
        if it != '\\' {
            result.push(it);
            continue;
        }
        match rest.next() {
            Some('n') => result.push('\n'),
            Some('t') => result.push('\t'),
            Some('r') => result.push('\r'),
            Some('\n') => {}
            Some('u') => result.push(unicode(&mut rest).unwrap_or('\u{fffd}')),
            Some(other) => result.push(other),
            None => {}
        }
    }
    result
}

fn unicode(rest: &mut std::str::Chars<'_>) -> Option<char> {
    let digits: String = rest.clone().take(4).collect();
    let code = u32::from_str_radix(&digits, 16).ok()?;
    rest.nth(3);
    char::from_u32(code)
}
