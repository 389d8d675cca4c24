//! Numbers of bytes as people write them.

/// Offsets in a file are kept as 32-bit numbers.
const LARGEST: u64 = u32::MAX as u64 / 2;

/// A number of bytes, with `K` or `M` for KiB and MiB.
///
/// # Errors
/// If it is none, or not below 2 GiB.
pub fn parse_size(text: &str) -> Result<u64, String> {
    let (digits, unit) = match text.strip_suffix(['k', 'K']) {
        Some(digits) => (digits, 1024),
        None => match text.strip_suffix(['m', 'M']) {
            Some(digits) => (digits, 1024 * 1024),
            None => (text, 1),
        },
    };
    let size = digits
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(unit));
    size.filter(|&size| size <= LARGEST)
        .ok_or_else(|| "expected a number of bytes below 2 GiB, such as 500K or 5M".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::DEFAULT_MAX_FILE_SIZE;

    #[test]
    fn sizes() {
        assert_eq!(parse_size("100"), Ok(100));
        assert_eq!(parse_size("500K"), Ok(500 * 1024));
        assert_eq!(parse_size("5M"), Ok(DEFAULT_MAX_FILE_SIZE));
        for wrong in ["", "M", "-1", "5G", "9999999999999999999M", "4000M"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
    }
}
