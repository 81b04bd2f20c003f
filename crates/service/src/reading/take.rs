//! Readings come in: each row for itself, what is sound is kept, and what crosses a threshold is proposed.

use std::collections::BTreeMap;

use domain::reading::{Fresh, Quantity, Reading, ReadingRefusal, Series, admit, thousandths};
use jiff::Timestamp;
use store::gauge::{self, Gauge};
use store::{StoreError, journal};

use crate::{Service, ServiceError};

/// A reading as a device sends it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewReading {
    /// Word of the quantity.
    pub quantity: String,
    /// When, UTC milliseconds; for what falls, the end of the time in which it fell.
    pub at: i64,
    /// The value.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Whether a broker kept it and sends it again.
    pub retained: bool,
}

/// A row that was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedReading {
    /// Its place in the request, from 0.
    pub row: usize,
    /// Why.
    pub reason: ReadingRefusal,
}

/// What became of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenReadings {
    /// New ones.
    pub taken: usize,
    /// Those that were here already.
    pub known: usize,
    /// Those that were not taken.
    pub refused: Vec<RefusedReading>,
}

/// Rows of one quantity, sound so far, each with its place in the request.
type Rows = BTreeMap<Quantity, Vec<(usize, Reading)>>;

impl Service {
    /// Takes readings of a gauge. The same ones again change nothing.
    ///
    /// # Errors
    /// When the gauge works no more, or the database fails. What is wrong with a row is an answer.
    pub async fn take_readings(
        &self,
        gauge: &Gauge,
        new: &[NewReading],
        now: Timestamp,
    ) -> Result<TakenReadings, ServiceError> {
        let mut refused = Vec::new();
        let mut rows = Rows::new();
        for (row, one) in new.iter().enumerate() {
            match self.admitted(gauge, one, now)? {
                Ok((quantity, reading)) => rows.entry(quantity).or_default().push((row, reading)),
                Err(reason) => refused.push(RefusedReading { row, reason }),
            }
        }
        let mut tries = 0;
        loop {
            match self.keep_readings(gauge, &rows, refused.clone(), now).await {
                // Another gauge of the unit proposed the same at once: look again.
                Err(ServiceError::Store(StoreError::Duplicate(_))) if tries < 3 => tries += 1,
                other => return other,
            }
        }
    }

    fn admitted(
        &self,
        gauge: &Gauge,
        new: &NewReading,
        now: Timestamp,
    ) -> Result<Result<(Quantity, Reading), ReadingRefusal>, ServiceError> {
        if new.retained {
            return Ok(Err(ReadingRefusal::Retained));
        }
        let Some(quantity) = Quantity::from_word(&new.quantity) else {
            return Ok(Err(ReadingRefusal::QuantityNotAllowed));
        };
        let Ok(at) = Timestamp::from_millisecond(new.at) else { return Ok(Err(ReadingRefusal::Implausible)) };
        if !new.value.is_finite() {
            return Ok(Err(ReadingRefusal::Implausible));
        }
        let reading = Reading { at, value: thousandths(new.value) };
        let admitted = admit(self.thresholds(), &gauge.quantities, quantity, &new.unit, reading, now);
        Ok(admitted.map(|()| (quantity, reading)))
    }

    async fn keep_readings(
        &self,
        gauge: &Gauge,
        rows: &Rows,
        refused: Vec<RefusedReading>,
        now: Timestamp,
    ) -> Result<TakenReadings, ServiceError> {
        let mut taken = TakenReadings { refused, ..TakenReadings::default() };
        let write = self.store().write().await?;
        // Held, so that two batches of one gauge do not both think that they are first.
        let gauge = gauge::hold(&write, gauge.id).await?.filter(|one| one.revoked_at.is_none());
        let gauge = gauge.ok_or(ServiceError::NotFound("gauge"))?;
        let first = rows.values().flatten().map(|(_, reading)| reading.at).min().unwrap_or(now);
        let mut series = Series::new();
        let mut fresh = Fresh::new();
        for (quantity, rows) in rows {
            let mut all = self.looked_back(&write, &gauge, *quantity, first).await?;
            let mut new = Vec::new();
            for (row, reading) in rows {
                let same = |one: &&Reading| one.at == reading.at;
                match all.iter().find(same).or_else(|| new.iter().find(same)) {
                    None => new.push(*reading),
                    Some(before) if before.value == reading.value => taken.known += 1,
                    Some(_) => {
                        taken.refused.push(RefusedReading { row: *row, reason: ReadingRefusal::Conflicting });
                    }
                }
            }
            let Some(since) = new.iter().map(|reading| reading.at).min() else { continue };
            taken.taken += new.len();
            let kept: Vec<_> = new.iter().map(|reading| (*quantity, *reading)).collect();
            gauge::insert_readings(&write, gauge.id, &kept).await?;
            all.extend(new);
            all.sort_unstable();
            series.insert(*quantity, all);
            fresh.insert(*quantity, since);
        }
        let mut entries = Vec::new();
        for crossing in self.weigh(&write, &gauge, series, &fresh, first, now).await? {
            self.propose(&write, &gauge, crossing, now, &mut entries).await?;
        }
        taken.refused.sort_by_key(|one| one.row);
        journal::append(&write, &entries).await?;
        write.commit().await?;
        Ok(taken)
    }
}
