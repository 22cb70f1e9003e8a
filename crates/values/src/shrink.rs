//! Values that are a little smaller.

use crate::Datum;

/// All values that are one step smaller than this one, the smallest first: without a member or element, with a
/// shorter string, with a simpler number, or with a part in place of the whole.
#[must_use]
pub fn smaller(datum: &Datum) -> Vec<Datum> {
    let mut found = steps(datum);
    found.retain(|other| other.size() < datum.size() || other.size() == datum.size() && plain(other, datum));
    found.sort_by_key(Datum::size);
    found.dedup();
    found
}

/// Whether a number was made simpler without becoming shorter.
fn plain(new: &Datum, old: &Datum) -> bool {
    matches!((new, old), (Datum::Number(new), Datum::Number(old)) if new == "0" && old != "0")
}

fn steps(datum: &Datum) -> Vec<Datum> {
    match datum {
        Datum::Null | Datum::Bool(_) => Vec::new(),
        Datum::Number(text) if text == "0" || text == "1" => Vec::new(),
        Datum::Number(_) => vec![Datum::number(0), Datum::number(1)],
        Datum::String(text) if text.is_empty() => Vec::new(),
        Datum::String(text) => {
            let count = text.chars().count();
            let half: String = text.chars().take(count / 2).collect();
            let last: String = text.chars().take(count - 1).collect();
            vec![Datum::string(""), Datum::string("a"), Datum::String(half), Datum::String(last)]
        }
        Datum::Array(items) => {
            let mut found = Vec::new();
            if items.len() > 3 {
                found.push(Datum::Array(Vec::new()));
                found.push(Datum::Array(items[..items.len() / 2].to_vec()));
                found.push(Datum::Array(items[items.len() / 2..].to_vec()));
            }
            for (index, item) in items.iter().enumerate() {
                let mut without = items.clone();
                without.remove(index);
                found.push(Datum::Array(without));
                found.extend(steps(item).into_iter().map(|item| {
                    let mut with = items.clone();
                    with[index] = item;
                    Datum::Array(with)
                }));
            }
            found
        }
        Datum::Object(members) => {
            let mut found = Vec::new();
            for (index, (key, member)) in members.iter().enumerate() {
                let mut without = members.clone();
                without.remove(index);
                found.push(Datum::Object(without));
                found.extend(steps(member).into_iter().map(|member| {
                    let mut with = members.clone();
                    with[index] = (key.clone(), member);
                    Datum::Object(with)
                }));
            }
            found
        }
    }
}

#[cfg(test)]
mod tests {
    use super::smaller;
    use crate::Datum;

    #[test]
    fn a_value_shrinks_to_what_matters() {
        let text = r#"{"a":[1,2,{"b":"a long text with an x in it","c":null}],"d":{"e":12.50}}"#;
        let mut value = Datum::parse(text).unwrap();
        let fails = |value: &Datum| value.to_string().contains('x');
        while let Some(next) = smaller(&value).into_iter().find(fails) {
            assert!(next.size() <= value.size());
            value = next;
        }
        let end = value.to_string();
        assert!(end.len() < 40 && end.contains('x'), "{end}");
    }
}
