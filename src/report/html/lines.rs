//! Lines of source, as the page shows them.

use crate::clarifai::names::mask_line;
use crate::report::safe_text::safe_line;

/// How many lines of a call, or of one place of a rewrite, are shown.
pub const MAX_LINES: usize = 12;

/// How many characters of a line are shown.
const MAX_WIDTH: usize = 160;

/// A line of source, masked, made safe and cut.
pub fn shown_line(line: &str) -> String {
    let masked = mask_line(line.trim_end());
    let safe = safe_line(masked.trim_start_matches('\u{feff}'));
    let cut: String = safe.chars().take(MAX_WIDTH).collect();
    if cut.len() < safe.len() {
        format!("{cut}…")
    } else {
        cut
    }
}
