//! Telling scripts that a tool made from those that people wrote.

use crate::language::Language;

/// What bundlers write at the beginning of what they make, whether minified or not.
const BUNDLER_MARKS: [&[u8]; 5] = [
    b"// webpackBootstrap",
    b"(self[\"webpackChunk",
    b"(this[\"webpackJsonp",
    b"parcelRequire = (function",
    b"(function(){function r(e,n,t){function o(i,f){",
];

/// How far into a file a bundler's mark is looked for.
const MARK_WINDOW: usize = 4 * 1024;

/// A line of more bytes than this may be minified code.
const LONG_LINE: usize = 2_000;

/// Of this many bytes of minified code at least one is a bracket, a semicolon or a comma. Lines
/// that are long for another reason, such as a picture in base64, have next to none.
const BYTES_PER_MARK: usize = 33;

/// Whether a script was bundled or minified: a bundler's mark near its beginning, or more than
/// half of its bytes in lines of dense code longer than 2,000 bytes. Only JavaScript and
/// TypeScript are bundled; other languages never are.
#[must_use]
pub fn is_minified(language: Language, bytes: &[u8]) -> bool {
    if matches!(language, Language::Python | Language::Java) {
        return false;
    }
    let beginning = &bytes[..bytes.len().min(MARK_WINDOW)];
    if BUNDLER_MARKS
        .iter()
        .any(|mark| memchr::memmem::find(beginning, mark).is_some())
    {
        return true;
    }
    let dense: usize = bytes
        .split(|&byte| byte == b'\n')
        .filter(|line| line.len() > LONG_LINE && is_dense_code(line))
        .map(<[u8]>::len)
        .sum();
    dense > bytes.len() / 2
}

fn is_dense_code(line: &[u8]) -> bool {
    let marks = line
        .iter()
        .filter(|byte| b"(){}[];,".contains(byte))
        .count();
    marks > line.len() / BYTES_PER_MARK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_long_line_of_code() {
        let bundle = "function a(b,c){return b(c)};".repeat(1000);
        assert!(is_minified(Language::JavaScript, bundle.as_bytes()));
        assert!(!is_minified(Language::Python, bundle.as_bytes()));
    }

    #[test]
    fn a_bundlers_mark() {
        assert!(is_minified(
            Language::JavaScript,
            b"/******/ (function(modules) { // webpackBootstrap\n/******/ var x;\n"
        ));
    }

    #[test]
    fn written_by_hand() {
        let short = "app.models.predict(Clarifai.GENERAL_MODEL, url);\n".repeat(1000);
        assert!(!is_minified(Language::JavaScript, short.as_bytes()));
        let picture = format!(
            "const picture = \"{}\";\nsend(picture);\n",
            "iVBORw0K".repeat(9000)
        );
        assert!(!is_minified(Language::JavaScript, picture.as_bytes()));
    }
}
