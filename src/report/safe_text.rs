//! Text of a project made safe for a terminal and for the log of a build server: a file must not
//! be able to move the cursor, set colours, reorder what the report says about it, or give orders.

use std::borrow::Cow;

/// The text with control characters and characters of direction made visible: `ESC` is `␛`, a
/// line end `␊`, a right-to-left override `\u{202e}`. Tabs stay.
#[must_use]
pub fn safe_line(text: &str) -> Cow<'_, str> {
    made_safe(text, |c| is_unsafe(c) || c == '\n')
}

/// As [`safe_line`], for text of several lines: line ends stay.
#[must_use]
pub fn safe_lines(text: &str) -> Cow<'_, str> {
    made_safe(text, is_unsafe)
}

/// A path at the beginning of a line: as [`safe_line`], and no command to a build server, which
/// takes lines that begin with `::` for such.
#[must_use]
pub fn safe_path(path: &str) -> Cow<'_, str> {
    let safe = safe_line(path);
    if safe.trim_start().starts_with("::") {
        return Cow::Owned(format!("./{safe}"));
    }
    safe
}

/// Text of several lines of which none is a command to a build server.
#[must_use]
pub fn without_commands(text: &str) -> Cow<'_, str> {
    if !text.contains("::") {
        return Cow::Borrowed(text);
    }
    let line = |line: &str| match line.trim_start().strip_prefix("::") {
        Some(rest) => format!(": :{rest}"),
        None => line.to_owned(),
    };
    Cow::Owned(text.split('\n').map(line).collect::<Vec<_>>().join("\n"))
}

fn made_safe(text: &str, is_unsafe: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_unsafe) && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if begins_command(rest) {
            safe.push(c);
            push_visible(&mut safe, c);
            rest = &rest[2 * c.len_utf8()..];
            continue;
        }
        if is_unsafe(c) {
            push_visible(&mut safe, c)
        } else {
            safe.push(c)
        }
        rest = &rest[c.len_utf8()..];
    }
    Cow::Owned(safe)
}

/// Whether a text begins with what GitHub (`##[error]`), Azure (`##vso[`) or TeamCity
/// (`##teamcity[`) obey, wherever in a line it stands.
pub fn begins_command(text: &str) -> bool {
    let word = text.strip_prefix("##");
    word.is_some_and(|it| {
        it.trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .starts_with('[')
    })
}

/// Control characters but tab and line end, and characters that change the direction of what
/// follows or that nobody sees.
pub fn is_unsafe(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        c if c.is_control() => true,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{e0000}'..='\u{e007f}' => true,
        _ => false,
    }
}

/// Unicode has a picture for each of the ASCII control characters.
fn push_visible(text: &mut String, c: char) {
    let picture = match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('␡'),
        _ => None,
    };
    match picture {
        Some(picture) => text.push(picture),
        None => text.extend(c.escape_unicode()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_made_visible() {
        assert_eq!(safe_line("\u{1b}[31mred\u{7}"), "␛[31mred␇");
        assert_eq!(safe_line("a\nb\r"), "a␊b␍");
        assert_eq!(safe_line("x\u{202e}y\u{2066}"), "x\\u{202e}y\\u{2066}");
        assert_eq!(safe_line("\u{9b}31m"), "\\u{9b}31m");
    }

    #[test]
    fn a_build_server_is_given_no_orders() {
        assert_eq!(safe_line("x ##[error]é"), "x #\\u{23}[error]é");
        assert_eq!(safe_line("###vso[a]"), "##\\u{23}vso[a]");
        assert_eq!(safe_lines("## x\n##a b["), "## x\n##a b[");
    }

    #[test]
    fn plain_text_is_left_alone() {
        for text in ["", "a\tb", "naïve 日本語 👩‍🔬"] {
            assert!(matches!(safe_line(text), Cow::Borrowed(same) if same == text));
        }
        assert_eq!(safe_lines("a\nb\u{1b}"), "a\nb␛");
    }
}
