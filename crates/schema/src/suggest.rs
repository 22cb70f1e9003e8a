//! "Did you mean ...?"

/// The candidate that is spelled most like `name`, if one is close enough.
#[must_use]
pub fn suggest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A hostile schema may be full of long names: beyond this nobody mistypes.
    if name.len() > 100 {
        return None;
    }
    let wanted = name.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 100)
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase()), candidate))
        // Of a name of two letters hardly anything is left that is not another name.
        .filter(|(distance, _)| *distance <= (1 + name.len() / 4).min(name.len() / 2))
        .min()
        .map(|(_, candidate)| candidate)
}
