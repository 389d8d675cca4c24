//! From the bytes of a file to the text that is parsed.

use encoding_rs::{Encoding, UTF_8};

use super::skipped::Reason;

/// How far into a file a NUL byte makes it binary. Git looks as far.
const BINARY_WINDOW: usize = 8 * 1024;

const UTF_32_LE_BOM: &[u8] = b"\xff\xfe\x00\x00";

/// The text of a file, ready to be parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// UTF-8, or bytes that are not quite that: a parser takes them as they are.
    pub bytes: Vec<u8>,
    /// Whether the bytes differ from those on disk (UTF-16, turned into UTF-8).
    pub decoded: bool,
}

/// Turns UTF-16 with a byte order mark into UTF-8 and leaves all else as it is: a UTF-8 byte
/// order mark is kept, so that offsets are those on disk, and invalid UTF-8 too.
///
/// # Errors
/// [`Reason::Binary`] if there are NUL bytes near the beginning of what is no UTF-16.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, Reason> {
    match utf16(&bytes) {
        Some(encoding) => {
            let (text, _) = encoding.decode_with_bom_removal(&bytes);
            Ok(Decoded {
                bytes: text.into_owned().into_bytes(),
                decoded: true,
            })
        }
        None if is_binary(&bytes) => Err(Reason::Binary),
        None => Ok(Decoded {
            bytes,
            decoded: false,
        }),
    }
}

/// Whether the bytes are UTF-16, by their byte order mark.
#[must_use]
pub fn is_utf16(bytes: &[u8]) -> bool {
    utf16(bytes).is_some()
}

/// Whether the bytes are no text: a NUL near the beginning.
#[must_use]
pub fn is_binary(bytes: &[u8]) -> bool {
    memchr::memchr(0, &bytes[..bytes.len().min(BINARY_WINDOW)]).is_some()
}

fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let (encoding, _) = Encoding::for_bom(bytes)?;
    (encoding != UTF_8 && !bytes.starts_with(UTF_32_LE_BOM)).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(bytes: &[u8]) {
        let decoded = decode(bytes.to_vec()).unwrap();
        assert_eq!(
            decoded,
            Decoded {
                bytes: bytes.to_vec(),
                decoded: false
            }
        );
    }

    #[test]
    fn utf8_is_kept_to_the_byte() {
        same(b"");
        same(b"x = 1\r\n");
        same(b"\xef\xbb\xbfx = 1\n");
        same(b"name = 'Jos\xe9'\n");
    }

    #[test]
    fn utf16_becomes_utf8() {
        let expected = Decoded {
            bytes: "é=1".into(),
            decoded: true,
        };
        assert_eq!(
            decode(b"\xff\xfe\xe9\x00=\x001\x00".to_vec()).unwrap(),
            expected
        );
        assert_eq!(
            decode(b"\xfe\xff\x00\xe9\x00=\x001".to_vec()).unwrap(),
            expected
        );
        // An odd byte at the end is replaced, not fatal.
        assert!(decode(b"\xff\xfe=\x00x".to_vec()).unwrap().decoded);
    }

    #[test]
    fn nul_bytes_make_it_binary() {
        assert_eq!(decode(b"GIF\x00".to_vec()), Err(Reason::Binary));
        assert_eq!(
            decode(b"\xff\xfe\x00\x00x\x00\x00\x00".to_vec()),
            Err(Reason::Binary)
        );
        let mut late = vec![b' '; BINARY_WINDOW];
        late.push(0);
        same(&late);
    }
}
