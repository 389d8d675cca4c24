//! Text in XML, HTML and Markdown.

use std::borrow::Cow;

use super::safe_text::{safe_line, safe_lines, without_commands};

/// Text of one line for XML or HTML, between tags or in an attribute. Characters that XML cannot
/// hold are made visible.
#[must_use]
pub fn xml(text: &str) -> String {
    escaped(&safe_line(text))
}

/// As [`xml`], for text of several lines, none of which is a command to a build server.
#[must_use]
pub fn xml_lines(text: &str) -> String {
    escaped(&without_commands(&safe_lines(text)))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // XML knows two more code points that are no characters.
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Text of one line for Markdown, in a cell of a table, too: none of it is markup, a link or a
/// mention.
#[must_use]
pub fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in safe_line(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' => escaped.push_str("&#64;"),
            ':' => escaped.push_str("&#58;"),
            '\\' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' => {
                escaped.extend(['\\', c]);
            }
            '\t' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    in_code(&escaped).into_owned()
}

/// Words between single backticks become `<code>`: an unpaired one would swallow what follows.
fn in_code(text: &str) -> Cow<'_, str> {
    if !text.contains('`') {
        return Cow::Borrowed(text);
    }
    let parts: Vec<&str> = text.split('`').collect();
    let mut out = String::with_capacity(text.len() + 16);
    for (index, part) in parts.iter().enumerate() {
        match index % 2 {
            1 if index + 1 < parts.len() => {
                out.push_str("<code>");
                out.push_str(part);
                out.push_str("</code>");
            }
            1 => {
                out.push_str("&#96;");
                out.push_str(part);
            }
            _ => out.push_str(part),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(xml("a<b>&\"'\0]]>"), "a&lt;b&gt;&amp;&quot;&#39;␀]]&gt;");
        assert_eq!(xml_lines("a\nb\u{1b}"), "a\nb␛");
        assert_eq!(markdown("a|b\n@me [x](y)"), "a\\|b␊&#64;me \\[x\\](y)");
        assert_eq!(
            markdown("the `key` and ` left"),
            "the <code>key</code> and &#96; left"
        );
    }
}
