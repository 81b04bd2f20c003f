//! Polygons as well-known text (OGC 06-103r4, section 7), the form boundaries have in CSV.

use std::fmt::Write;

use domain::unit::Boundary;

use super::boundary::Rings;

/// `MULTIPOLYGON` in degrees; seven decimals at most, exact on the grid.
pub(super) fn write(boundary: &Boundary) -> String {
    let mut text = String::from("MULTIPOLYGON(");
    for (i, rings) in boundary.polygons.iter().enumerate() {
        text.push_str(if i == 0 { "(" } else { ",(" });
        for (j, ring) in rings.iter().enumerate() {
            text.push_str(if j == 0 { "(" } else { ",(" });
            for (k, p) in ring.iter().chain(ring.first()).enumerate() {
                let comma = if k == 0 { "" } else { "," };
                // Writing to a string cannot fail.
                let _ = write!(text, "{comma}{} {}", p.lon(), p.lat());
            }
            text.push(')');
        }
        text.push(')');
    }
    text.push(')');
    text
}

/// Reads `POLYGON` and `MULTIPOLYGON`, with or without `SRID=4326;`, `Z`, `M` or `ZM`; further
/// coordinates of a position are passed over. The error says what was met where.
pub(super) fn parse(text: &str) -> Result<Vec<Rings>, String> {
    let mut scan = Scan { text, at: 0 };
    if let Some(rest) = text.trim_start().get(..5).filter(|start| start.eq_ignore_ascii_case("srid=")) {
        let end = text.find(';').ok_or("`SRID=` without `;`")?;
        let start = text.len() - text.trim_start().len() + rest.len();
        if !matches!(text.get(start..end).map(str::trim), Some("4326" | "4490" | "0")) {
            return Err("the SRID is not 4326".to_owned());
        }
        scan.at = end + 1;
    }
    let word = scan.word().to_ascii_uppercase();
    let mut tag = scan.word().to_ascii_uppercase();
    if matches!(tag.as_str(), "Z" | "M" | "ZM") {
        tag = scan.word().to_ascii_uppercase();
    }
    let polygons = match (word.trim_end_matches(['Z', 'M']), tag.as_str()) {
        ("POLYGON" | "MULTIPOLYGON", "EMPTY") => Vec::new(),
        ("POLYGON", "") => vec![scan.list(|scan| scan.list(Scan::position))?],
        ("MULTIPOLYGON", "") => scan.list(|scan| scan.list(|scan| scan.list(Scan::position)))?,
        _ => return Err(format!("`{}` is not `POLYGON` or `MULTIPOLYGON`", domain::geometry::check::shortened(&word))),
    };
    scan.spaces();
    if scan.at != text.len() {
        return Err(scan.expected("the end"));
    }
    Ok(polygons)
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// The letters that come next.
    fn word(&mut self) -> &'a str {
        self.spaces();
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn expected(&self, what: &str) -> String {
        match self.rest().chars().next() {
            Some(found) => format!("expected {what} at byte {}, found `{found}`", self.at),
            None => format!("expected {what}, found the end"),
        }
    }

    /// Whether `sign` comes next; then it is passed.
    fn takes(&mut self, sign: char) -> bool {
        self.spaces();
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len_utf8();
        }
        found
    }

    /// `( item , item … )`. Depth is the depth of the grammar, never of the text.
    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Result<T, String>) -> Result<Vec<T>, String> {
        if !self.takes('(') {
            return Err(self.expected("`(`"));
        }
        let mut items = Vec::new();
        loop {
            items.push(item(self)?);
            if self.takes(')') {
                return Ok(items);
            }
            if !self.takes(',') {
                return Err(self.expected("`,` or `)`"));
            }
        }
    }

    fn position(&mut self) -> Result<(f64, f64), String> {
        let position = (self.number()?, self.number()?);
        for _ in 0..2 {
            self.spaces();
            if self.rest().starts_with([',', ')']) {
                break;
            }
            self.number()?;
        }
        Ok(position)
    }

    fn number(&mut self) -> Result<f64, String> {
        self.spaces();
        let rest = self.rest();
        let end = rest
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E')))
            .unwrap_or(rest.len());
        let number = rest[..end].parse().map_err(|_| self.expected("a number"))?;
        self.at += end;
        Ok(number)
    }
}
