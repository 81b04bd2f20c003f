//! A text in parts that fit: UCS-2, joined by a header that phones read.

use uuid::Uuid;

/// Letters of one message.
const WHOLE: usize = 70;

/// Letters of a part: six bytes of 140 are its header.
const PART: usize = 67;

/// Most parts; nobody reads a text that is longer.
const PARTS_MAX: usize = 10;

/// The parts as they travel, and a reference that the same message has each time.
pub(super) fn of(text: &str, id: Uuid) -> (Vec<Vec<u8>>, u16) {
    let [.., high, low] = *id.as_bytes();
    let reference = u16::from_be_bytes([high, low]);
    let units: Vec<u16> = text.encode_utf16().collect();
    if units.len() <= WHOLE {
        return (vec![bytes(&units)], reference);
    }
    let mut parts: Vec<&[u16]> = Vec::new();
    let mut rest = units.as_slice();
    while !rest.is_empty() && parts.len() < PARTS_MAX {
        let mut end = rest.len().min(PART);
        // A letter of two units stays whole.
        if end < rest.len() && rest.get(end - 1).is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
            end -= 1;
        }
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    let count = u8::try_from(parts.len()).unwrap_or(u8::MAX);
    let parts = (1_u8..).zip(parts).map(|(number, part)| {
        // Length of the header; concatenated, 3 bytes: reference, how many, which.
        let mut joined = vec![5, 0, 3, low, count, number];
        joined.extend(bytes(part));
        joined
    });
    (parts.collect(), reference)
}

fn bytes(units: &[u16]) -> Vec<u8> {
    units.iter().flat_map(|unit| unit.to_be_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_letters_and_joined_by_its_header() {
        let id = Uuid::from_bytes([7; 16]);
        let (whole, reference) = of(&"汛".repeat(70), id);
        assert_eq!((whole.len(), whole[0].len(), reference), (1, 140, 0x0707));
        // The letter at the edge has two units.
        let text = format!("{}😀{}", "汛".repeat(66), "情".repeat(70));
        let (parts, _) = of(&text, id);
        assert_eq!(
            parts.iter().map(|part| part[..6].to_vec()).collect::<Vec<_>>(),
            [vec![5, 0, 3, 7, 3, 1], vec![5, 0, 3, 7, 3, 2], vec![5, 0, 3, 7, 3, 3]]
        );
        assert!(parts.iter().all(|part| part.len() <= 140));
        let units: Vec<u16> = parts
            .iter()
            .flat_map(|part| part[6..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect::<Vec<_>>())
            .collect();
        assert_eq!(String::from_utf16(&units).expect("whole letters"), text);
        assert_eq!(of(&"x".repeat(10_000), id).0.len(), PARTS_MAX);
    }
}
