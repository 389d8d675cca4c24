//! What makes a finding the same finding tomorrow.

use super::Rule;
use crate::clarifai::names::mask;

/// The fingerprint of a finding, 16 hexadecimal digits: the FNV-1a hash of the rule, the file's
/// path, the code of the finding without white space and secrets, and which of its equals in the
/// file it is, from 0. Lines do not count, so code may move; neither does the credential, which
/// may be exchanged.
#[must_use]
pub fn fingerprint(rule: Rule, path: &str, code: &str, occurrence: u32) -> String {
    let code: String = mask(code).split_whitespace().collect();
    let mut hash = Fnv::default();
    for part in [rule.name(), path, &code, &occurrence.to_string()] {
        hash.write(part.as_bytes());
        // No part contains this byte, so no two lists of parts run together to the same bytes.
        hash.write(&[0xff]);
    }
    format!("{:016x}", hash.0)
}

/// FNV-1a with 64 bits: written out here so that no change of a library changes fingerprints.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv() {
        let mut hash = Fnv::default();
        hash.write(b"foobar");
        assert_eq!(hash.0, 0x8594_4171_f739_67e8);
    }

    #[test]
    fn layout_and_secrets_do_not_count() {
        let print = |code, at| fingerprint(Rule::MissingOwner, "a.py", code, at);
        let first = print("f(x,\n  'Key 0a1b2c3d4e5f60718293a4b5c6d7e8f9')", 0);
        assert_eq!(first.len(), 16);
        assert_eq!(
            first,
            print("f(x, 'Key 0a1bffffffffff0718293a4b5c6d7e8f')", 0)
        );
        assert_ne!(
            first,
            print("f(y, 'Key 0a1b2c3d4e5f60718293a4b5c6d7e8f9')", 0)
        );
        assert_ne!(print("f(x)", 0), print("f(x)", 1));
        assert_ne!(
            print("f(x)", 0),
            fingerprint(Rule::WrongOwner, "a.py", "f(x)", 0)
        );
        assert_ne!(
            print("f(x)", 0),
            fingerprint(Rule::MissingOwner, "b.py", "f(x)", 0)
        );
    }
}
