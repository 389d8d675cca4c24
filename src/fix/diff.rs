//! A patch that `git apply` takes.

use similar::{Algorithm, TextDiff};

/// The change of one file as a unified diff, with the path relative to the root. Lines are
/// compared byte by byte, line ends included.
#[must_use]
pub fn unified(path: &str, old: &[u8], new: &[u8]) -> Vec<u8> {
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .diff_lines(old, new);
    let (before, after) = (quoted("a", path), quoted("b", path));
    let mut patch = format!("diff --git {before} {after}\n").into_bytes();
    let mut unified = diff.unified_diff();
    unified.header(&before, &after);
    // Writing into memory cannot fail.
    let _ = unified.to_writer(&mut patch);
    patch
}

/// A path as git writes it: in quotes where it has characters that would mislead.
fn quoted(side: &str, path: &str) -> String {
    let whole = format!("{side}/{path}");
    let plain = |it: char| !it.is_control() && !matches!(it, '"' | '\\');
    if whole.chars().all(plain) {
        return whole;
    }
    let mut text = String::from("\"");
    for it in whole.chars() {
        match it {
            '"' | '\\' => text.extend(['\\', it]),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            it if it.is_control() => text.push_str(&format!("\\{:03o}", it as u32)),
            it => text.push(it),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_names_the_file_and_keeps_line_ends() {
        let patch = unified("src/a.py", b"a\r\nb\r\n", b"a\r\nc\r\n");
        let patch = String::from_utf8(patch).unwrap();
        assert_eq!(
            patch,
            "diff --git a/src/a.py b/src/a.py\n--- a/src/a.py\n+++ b/src/a.py\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n"
        );
    }

    #[test]
    fn a_missing_last_line_end_is_told() {
        let patch = String::from_utf8(unified("a.js", b"a", b"b")).unwrap();
        assert!(
            patch.ends_with("-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"),
            "{patch}"
        );
    }

    #[test]
    fn odd_names_are_quoted() {
        assert_eq!(quoted("a", "x \"y\".py"), "\"a/x \\\"y\\\".py\"");
        assert_eq!(quoted("a", "x y.py"), "a/x y.py");
    }
}
