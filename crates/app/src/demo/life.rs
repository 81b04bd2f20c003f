//! The rest of the city: thousands of invented hazards, and staff who go on working while a visitor looks on.
//!
//! It begins when the pages are served already, so nobody waits for it. Whatever the visitor has taken in hand is left
//! to the visitor.

use std::time::Duration;

use city::Life;
use domain::catalogue::CaseKind;
use domain::id::HazardId;
use jiff::{SignedDuration, Timestamp};
use service::Service;
use service::exchange::CaseRow;
use tokio::sync::watch;

use super::reports::report;
use super::staff::{self, STEPS, Staff};
use super::tree::{CITY, COMMUNITY};
use crate::clock;

/// Closed ones, over the last three months.
const CLOSED: usize = 2_400;
/// Days over which they are spread.
const DAYS: u32 = 90;
/// Open ones to begin with.
const OPEN: usize = 600;
/// Minutes from one step of these to the next, and at most since the last.
const STEP: usize = 40;
const SINCE: usize = 60;
/// Between two events of the day.
const PAUSE: Duration = Duration::from_millis(900);
/// One event of so many is a new report, and of those one of so many lies in the fictional community.
const NEW: usize = 6;
const NEAR: usize = 6;

/// A hazard that the staff works on.
struct Work {
    hazard: (HazardId, i32),
    steps: usize,
}

struct City {
    service: Service,
    all: Life,
    community: Life,
    staff: Staff,
    open: Vec<Work>,
}

/// Fills the city, then goes on until the program stops.
pub(crate) async fn go_on(service: Service, mut stop: watch::Receiver<bool>) {
    tokio::select! {
        result = live(service) => if let Err(error) = result {
            tracing::warn!(%error, "the demonstration's city stands still");
        },
        _ = stop.wait_for(|stop| *stop) => {}
    }
}

async fn live(service: Service) -> anyhow::Result<()> {
    let now = clock::now();
    let staff = Staff::of_the_city(&service, now).await?;
    let file = city::decode(CITY)?;
    let all = Life::new(&file, staff::CITY, categories(&service), 1);
    let community = Life::new(&file, COMMUNITY, categories(&service), 2);
    drop(file);
    let mut city = City { service, all, community, staff, open: Vec::new() };
    city.closed(CLOSED, now).await?;
    for _ in 0..OPEN {
        city.begun(now).await?;
    }
    loop {
        tokio::time::sleep(PAUSE).await;
        city.goes_on(clock::now()).await?;
    }
}

/// Of which kinds they are.
fn categories(service: &Service) -> Vec<String> {
    service.catalogue().items.iter().filter(|item| item.enabled).map(|item| item.id.clone()).collect()
}

impl City {
    /// One event of the day: a new report, or a step of one that is open.
    async fn goes_on(&mut self, now: Timestamp) -> anyhow::Result<()> {
        if self.open.is_empty() || self.all.pick(NEW) == 0 {
            self.reported(now).await?;
        } else {
            self.worked_on(now).await;
        }
        Ok(())
    }

    /// What was closed before, taken over as from an older system.
    async fn closed(&mut self, count: usize, now: Timestamp) -> anyhow::Result<()> {
        let mut cases = Vec::with_capacity(count);
        for number in 0..count {
            let Some(case) = self.all.closed(1, DAYS, now) else { break };
            cases.push(CaseRow {
                row: number as u64,
                outside_number: format!("D-{number}"),
                category: case.hazard.category,
                unit_code: case.hazard.unit,
                reported_at: case.reported_at,
                closed_at: Some(case.closed_at),
                status: "closed".to_owned(),
                closed: true,
                position: Some(case.hazard.position),
                text: Some("(演示)虚构的旧件 invented".to_owned()),
            });
        }
        self.service.import_cases("demo", CaseKind::Hazard, "demo", &cases, now, |_| {}).await?;
        Ok(())
    }

    /// One that was reported in the last hours and is on its way.
    async fn begun(&mut self, now: Timestamp) -> anyhow::Result<()> {
        let Some(invented) = self.all.hazard() else { return Ok(()) };
        let steps = self.all.pick(STEPS);
        let minutes = steps * STEP + self.all.pick(SINCE);
        let mut at = now.checked_sub(SignedDuration::from_mins(minutes as i64))?;
        let mut hazard = report(&self.service, &invented.category, invented.position, at).await?;
        for number in 0..steps {
            at = at.checked_add(SignedDuration::from_mins(STEP as i64))?;
            hazard.1 = self.staff.step(&self.service, hazard, number, at).await?;
        }
        self.open.push(Work { hazard, steps });
        Ok(())
    }

    /// A new one, now and then in the fictional community, where no staff but the visitor works on it.
    async fn reported(&mut self, now: Timestamp) -> anyhow::Result<()> {
        let near = self.all.pick(NEAR) == 0;
        let life = if near { &mut self.community } else { &mut self.all };
        let Some(invented) = life.hazard() else { return Ok(()) };
        let hazard = report(&self.service, &invented.category, invented.position, now).await?;
        if !near {
            self.open.push(Work { hazard, steps: 0 });
        }
        Ok(())
    }

    /// A step of one of them. One that somebody else has moved is given up.
    async fn worked_on(&mut self, now: Timestamp) {
        let chosen = self.all.pick(self.open.len());
        let mut work = self.open.swap_remove(chosen);
        if let Ok(version) = self.staff.step(&self.service, work.hazard, work.steps, now).await {
            work.hazard.1 = version;
            work.steps += 1;
            if work.steps < STEPS {
                self.open.push(work);
            }
        }
    }
}

#[cfg(test)]
mod tests;
