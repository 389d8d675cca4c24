//! Files that were not looked into, and why.

use std::fmt;
use std::io;

/// A file that was not looked into, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// The path relative to the project root, with `/`.
    pub path: String,
    /// Why: "larger than 5 MiB", "binary", "permission denied".
    pub reason: String,
}

impl Skipped {
    /// The file at `path` (as reports show it), skipped for this reason.
    #[must_use]
    pub fn new(path: String, reason: &Reason) -> Self {
        Self {
            path,
            reason: reason.to_string(),
        }
    }
}

/// Why a file is not looked into. Its `Display` is what reports show and count by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Larger than the limit, which is given in bytes.
    TooLarge(u64),
    /// It holds NUL bytes and is not UTF-16.
    Binary,
    /// It was made by a bundler or a minifier.
    Minified,
    /// A symbolic link; links are not followed.
    Link,
    /// A FIFO, a socket or a device.
    NotRegular,
    /// Given by hand, and not of a supported language.
    Unsupported,
    /// Parsing took longer than the deadline.
    TooHard,
    /// The operating system refused.
    Unreadable(io::ErrorKind),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(limit) => write!(f, "larger than {}", size(*limit)),
            Self::Binary => f.write_str("binary"),
            Self::Minified => f.write_str("minified or bundled"),
            Self::Link => f.write_str("symbolic link"),
            Self::NotRegular => f.write_str("not a regular file"),
            Self::TooHard => f.write_str("took too long to parse"),
            Self::Unsupported => f.write_str("not of a supported language"),
            Self::Unreadable(kind) => write!(f, "{kind}"),
        }
    }
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error.kind())
    }
}

/// A number of bytes for people: whole MiB or KiB where it is that, bytes where it is not.
fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = KIB * KIB;
    match bytes {
        b if b >= MIB && b % MIB == 0 => format!("{} MiB", b / MIB),
        b if b >= KIB && b % KIB == 0 => format!("{} KiB", b / KIB),
        b => format!("{b} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_read_well() {
        assert_eq!(
            Reason::TooLarge(5 * 1024 * 1024).to_string(),
            "larger than 5 MiB"
        );
        assert_eq!(Reason::TooLarge(2048).to_string(), "larger than 2 KiB");
        assert_eq!(Reason::TooLarge(1000).to_string(), "larger than 1000 bytes");
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        assert_eq!(Reason::from(denied).to_string(), "permission denied");
    }
}
