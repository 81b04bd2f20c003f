//! Data from its JSON text, with the place of what is not of the form.

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use crate::refusal::{Code, Refusal};

/// A value from its JSON text.
///
/// # Errors
/// [`Code::Shape`] with the place in the data, where it is known, and what the reader says.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| Refusal::new(Code::Shape, pointer(error.path()), error.inner()))?;
    reader.end().map_err(|error| Refusal::new(Code::Shape, "", error))?;
    Ok(value)
}

/// The place as a JSON pointer.
fn pointer(path: &serde_path_to_error::Path) -> String {
    let segment = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{key}"),
        Segment::Enum { variant } => format!("/{variant}"),
        Segment::Unknown => String::new(),
    };
    path.iter().map(segment).collect()
}

#[cfg(test)]
mod tests {
    use crate::checklist::Fail;

    #[test]
    fn what_is_not_of_the_form_is_refused_with_its_place() {
        let text = r#"[{"category": "A01", "description": {"zh": "水", "en": "Water"}}, {"category": 1}]"#;
        let refusal = super::read::<Vec<Fail>>(text).expect_err("refused");
        assert_eq!(refusal.path, "/1/category");
        assert!(refusal.value.contains("line 1"), "{refusal}");
    }

    #[test]
    fn nothing_may_follow() {
        assert_eq!(super::read::<Vec<Fail>>("[] []").expect_err("refused").path, "");
    }
}
