//! Invented hazards in real proportions: for the demonstration, and for measurements that need many rows.
//!
//! *Where*: as many as people live there, by the city's published counts; a point inside the smallest unit. *On which
//! day* and *how long until closed*: as in the 65,421 sanitation cases of the City of Chicago's 311 list up to
//! 30 June 2014. *What*: an even draw over the categories given; no public count of them is known.

use domain::unit::boundary::{Boundary, Position};
use fastrand::Rng;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::{City, rows};

/// Days until closed, as (share of the cases, days): below the first share on the same day.
const DAYS_TO_CLOSE: [(f64, f64); 8] =
    [(0.05, 1.0), (0.25, 2.0), (0.50, 4.0), (0.75, 8.0), (0.90, 16.0), (0.95, 26.0), (0.99, 52.0), (1.0, 180.0)];

/// Cases of Monday to Sunday.
const WEEKDAYS: [u32; 7] = [12_726, 12_024, 11_224, 10_485, 9_452, 4_995, 4_515];

/// Tries for a point inside a unit before its middle is taken.
const TRIES: usize = 20;

/// Invents hazards; the same seed invents the same ones.
pub struct Life {
    places: Vec<Place>,
    categories: Vec<String>,
    random: Rng,
}

struct Place {
    code: String,
    boundary: Boundary,
    /// People here and in the places before.
    people: u64,
}

/// Where and what.
#[derive(Clone, Debug, PartialEq)]
pub struct Invented {
    /// Code of the unit.
    pub unit: String,
    /// A point inside it.
    pub position: Position,
    /// Catalogue id.
    pub category: String,
}

/// One that is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    /// Where and what.
    pub hazard: Invented,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// When it was closed.
    pub closed_at: Timestamp,
}

impl Life {
    /// For the smallest populated units whose codes begin with `within`, and these catalogue ids.
    #[must_use]
    pub fn new(city: &City, within: &str, categories: Vec<String>, seed: u64) -> Self {
        let mut inner = vec![false; city.units.len()];
        for parent in city.units.iter().filter(|unit| unit.population.is_some()).filter_map(|unit| unit.parent) {
            if let Some(inner) = inner.get_mut(parent as usize) {
                *inner = true;
            }
        }
        let mut people = 0;
        let smallest = city.units.iter().zip(&inner).filter(|(_, inner)| !**inner).map(|(unit, _)| unit);
        let places = smallest.filter(|unit| unit.code.starts_with(within)).filter_map(|unit| {
            people += u64::from(unit.population.filter(|people| *people > 0)?);
            Some(Place { code: unit.code.clone(), boundary: rows::boundary(&unit.boundary), people })
        });
        Self { places: places.collect(), categories, random: Rng::with_seed(seed) }
    }

    /// Another hazard; none when nobody lives in the city or there is no category.
    pub fn hazard(&mut self) -> Option<Invented> {
        let all = self.places.last()?.people;
        let drawn = self.random.u64(0..all);
        let place = self.places.get(self.places.partition_point(|place| place.people <= drawn))?;
        let category = self.categories.get(self.random.usize(0..self.categories.len().max(1)))?.clone();
        let bounds = place.boundary.bounds()?;
        let mut within = || Position {
            x: self.random.i32(bounds.min.x..=bounds.max.x),
            y: self.random.i32(bounds.min.y..=bounds.max.y),
        };
        let inside = (0..TRIES).map(|_| within()).find(|position| place.boundary.contains(*position));
        let position = inside.or_else(|| place.boundary.inner_position())?;
        Some(Invented { unit: place.code.clone(), position, category })
    }

    /// Another one that is over: reported on one of the last `days` days, the first of them `from` days before `now`, and
    /// closed by `now`. None as for [`hazard`](Self::hazard), and beyond the calendar.
    pub fn closed(&mut self, from: u32, days: u32, now: Timestamp) -> Option<Closed> {
        let hazard = self.hazard()?;
        let today = TimeZone::UTC.to_datetime(now).weekday().to_monday_zero_offset();
        let day = self.days_ago(days, usize::try_from(today).ok()?) + from;
        let minutes = self.pick(24 * 60) as i64;
        let ago = SignedDuration::from_hours(24 * i64::from(day)) + SignedDuration::from_mins(minutes);
        let reported_at = now.checked_sub(ago).ok()?;
        let took = SignedDuration::from_secs_f64(self.days_to_close() * 86_400.0);
        Some(Closed { hazard, reported_at, closed_at: reported_at.checked_add(took).ok()?.min(now) })
    }

    /// Days from the report to its closing, 0.0 to 180.0.
    fn days_to_close(&mut self) -> f64 {
        let drawn = self.random.f64();
        let (mut share, mut days) = (0.0, 0.0);
        for (next_share, next_days) in DAYS_TO_CLOSE {
            if drawn < next_share {
                return days + (next_days - days) * (drawn - share) / (next_share - share);
            }
            (share, days) = (next_share, next_days);
        }
        days
    }

    /// How many whole days ago, 0 to `days` − 1, weekdays in their proportion; `today` is 0 for a Monday.
    fn days_ago(&mut self, days: u32, today: usize) -> u32 {
        loop {
            let ago = self.random.u32(0..days.max(1));
            let weekday = (today + 7 - ago as usize % 7) % 7;
            if self.random.u32(0..WEEKDAYS[0]) < WEEKDAYS[weekday] {
                return ago;
            }
        }
    }

    /// A number in `0..below`; 0 when that is empty.
    pub fn pick(&mut self, below: usize) -> usize {
        self.random.usize(0..below.max(1))
    }
}
