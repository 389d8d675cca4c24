//! What was probably meant by a misspelt word.

/// How alike two words must be, from 0 to 1, for one to be suggested for the other.
const ALIKE: f64 = 0.7;

/// The candidate whose name is most like `text`, if one is alike enough.
pub fn nearest<T: Copy>(
    text: &str,
    candidates: impl IntoIterator<Item = T>,
    name: impl Fn(T) -> &'static str,
) -> Option<T> {
    let likeness = |it: T| strsim::jaro_winkler(text, name(it));
    candidates
        .into_iter()
        .map(|it| (likeness(it), it))
        .filter(|(likeness, _)| *likeness > ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, it)| it)
}
