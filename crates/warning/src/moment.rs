//! Moments as messages write them.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use crate::element::Version;

/// A moment, and how far the clocks of its author are from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// The moment itself.
    pub at: Timestamp,
    /// Minutes that the author's clocks are ahead of UTC, -840 to 840; 0 where the message does not say.
    pub offset_minutes: i16,
}

impl Moment {
    /// The moment on clocks that are `offset_minutes` (-840 to 840) ahead of UTC; minutes beyond are cut off.
    pub fn new(at: Timestamp, offset_minutes: i16) -> Self {
        Self { at, offset_minutes: offset_minutes.clamp(-840, 840) }
    }

    /// The moment on the clocks of `zone`.
    pub fn on_clocks(at: Timestamp, zone: &TimeZone) -> Self {
        Self::new(at, i16::try_from(zone.to_offset(at).seconds() / 60).unwrap_or_default())
    }
}

/// As CAP 1.2 has it: `2021-07-20T16:30:00+08:00`, UTC with `-00:00`, parts of a second cut off.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset = Offset::from_seconds(i32::from(self.offset_minutes) * 60).unwrap_or(Offset::UTC);
        let local = offset.to_datetime(self.at);
        let sign = if self.offset_minutes > 0 { '+' } else { '-' };
        let minutes = self.offset_minutes.unsigned_abs();
        write!(f, "{}{sign}{:02}:{:02}", local.strftime("%Y-%m-%dT%H:%M:%S"), minutes / 60, minutes % 60)
    }
}

/// A moment and whether the text said its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) moment: Moment,
    pub(crate) zoned: bool,
}

/// Reads `xs:dateTime`; CAP 1.2 narrows it to whole seconds with a numeric offset.
///
/// # Errors
/// What is wrong with it, in words.
pub(crate) fn read(text: &str, version: Version) -> Result<Read, &'static str> {
    const FORM: &str = "it is not of the form `2021-07-20T16:30:00+08:00`";
    let bytes = text.as_bytes();
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if bytes.len() < 19 || marks.iter().any(|&(at, mark)| bytes[at] != mark) {
        return Err(FORM);
    }
    let number = |from: usize, to: usize| digits(&bytes[from..to]).ok_or(FORM);
    let date =
        Date::new(number(0, 4)?, number(5, 7)? as i8, number(8, 10)? as i8).map_err(|_| "there is no such day")?;
    let (nanos, rest) = fraction(&bytes[19..]).ok_or(FORM)?;
    let time = Time::new(number(11, 13)? as i8, number(14, 16)? as i8, number(17, 19)? as i8, nanos)
        .map_err(|_| "there is no such time of day")?;
    if version == Version::V12 && bytes.get(19) == Some(&b'.') {
        return Err("CAP 1.2 knows no parts of a second");
    }
    let offset = match rest {
        b"" if version == Version::V12 => return Err("it does not say its zone; add one such as `+08:00`"),
        b"" => None,
        b"Z" if version == Version::V12 => return Err("CAP 1.2 writes UTC as `-00:00`, not as `Z`"),
        b"Z" => Some(0),
        rest => Some(offset(rest).ok_or("it does not end in a zone such as `+08:00`")?),
    };
    let minutes = offset.unwrap_or(0);
    let at = Offset::from_seconds(i32::from(minutes) * 60)
        .and_then(|offset| offset.to_timestamp(DateTime::from_parts(date, time)))
        .map_err(|_| "it lies outside the years 0 to 9999")?;
    Ok(Read { moment: Moment { at, offset_minutes: minutes }, zoned: offset.is_some() })
}

fn digits(bytes: &[u8]) -> Option<i16> {
    bytes.iter().try_fold(0_i16, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i16::from(byte - b'0')))
}

/// Nanoseconds behind a point, and what follows.
fn fraction(bytes: &[u8]) -> Option<(i32, &[u8])> {
    let Some(rest) = bytes.strip_prefix(b".") else { return Some((0, bytes)) };
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let nine = rest[..count].iter().copied().chain(std::iter::repeat(b'0')).take(9);
    let nanos = nine.fold(0, |sum, byte| sum * 10 + i32::from(byte - b'0'));
    (count > 0).then_some((nanos, &rest[count..]))
}

/// Minutes of `+08:00`.
fn offset(bytes: &[u8]) -> Option<i16> {
    let &[sign @ (b'+' | b'-'), h, hh, b':', m, mm] = bytes else { return None };
    let (hours, minutes) = (digits(&[h, hh])?, digits(&[m, mm])?);
    let total = hours * 60 + minutes;
    let valid = minutes < 60 && total <= 14 * 60;
    valid.then_some(if sign == b'-' { -total } else { total })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_again() {
        for text in ["2021-07-20T16:30:00+08:00", "2003-06-17T14:57:00-07:00", "2013-08-19T11:56:00-00:00"] {
            assert_eq!(read(text, Version::V12).expect("a moment").moment.to_string(), text);
        }
        let plus = read("2010-08-31T00:09:25+00:00", Version::V12).expect("a moment").moment;
        assert_eq!(plus.to_string(), "2010-08-31T00:09:25-00:00");
        assert_eq!(plus.at, "2010-08-31T00:09:25Z".parse().expect("a timestamp"));
    }

    #[test]
    fn older_versions_allow_more() {
        for (text, zoned) in [("2016-03-10T22:12:03.770", false), ("2016-03-10T22:12:03Z", true)] {
            assert_eq!(read(text, Version::V11).expect("a moment").zoned, zoned);
            assert!(read(text, Version::V12).is_err());
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "2021",
            "2021-02-29T00:00:00+08:00",
            "2021-07-20T24:00:00+08:00",
            "2021-07-20 16:30:00+08:00",
            "2021-07-20T16:30:00+8:00",
            "2021-07-20T16:30:00+15:00",
            "2021-07-20T16:30:00+08:60",
            "2021-07-20T16:30:60-00:00",
            "2021-07-20T16:30:00,08:00",
            "２021-07-20T16:30:00+08:00",
            "2021-07-20T16:30:00.+08:00",
            "-021-07-20T16:30:00Z",
        ] {
            assert!(read(text, Version::V12).is_err() && read(text, Version::V10).is_err(), "{text}");
        }
    }
}
