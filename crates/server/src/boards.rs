//! Boards of rounds of calls, kept between two looks.
//!
//! The live feed says which units of a round have changed; whoever looks next has these counted anew, and no others.
//! So a confirmation costs the same whatever the size of the city, and a board that nobody looks at costs nothing.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use domain::callout::Board;
use domain::id::CalloutId;
use domain::unit::UnitNumber;
use moka::future::Cache;
use service::{Service, ServiceError};
use store::callout::Callout;
use store::journal::Entry;
use tokio::sync::broadcast::error::RecvError;

use crate::live::Live;

/// Boards that are kept; the one that nobody looked at the longest goes first.
const KEPT: u64 = 32;

/// So many changed units that counting the whole round is cheaper.
const MANY: usize = 2_000;

/// The boards of this process. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Boards(Cache<CalloutId, Arc<Kept>>);

/// One board and what has changed since it was counted.
#[derive(Default)]
struct Kept {
    board: tokio::sync::Mutex<Board>,
    changed: Mutex<Changed>,
}

/// Which units have changed. A new board has everything to count.
#[derive(Clone, Default)]
enum Changed {
    #[default]
    All,
    Units(HashSet<UnitNumber>),
}

impl Kept {
    fn mark(&self, numbers: Option<impl IntoIterator<Item = UnitNumber>>) {
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        match (&mut *changed, numbers) {
            (Changed::All, _) => {}
            (Changed::Units(units), Some(numbers)) => units.extend(numbers),
            (changed, None) => *changed = Changed::All,
        }
        if matches!(&*changed, Changed::Units(units) if units.len() > MANY) {
            *changed = Changed::All;
        }
    }

    fn take(&self) -> Changed {
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *changed, Changed::Units(HashSet::new()))
    }
}

impl Boards {
    /// Follows the live feed until it ends.
    pub(crate) fn follow(live: &Live) -> Self {
        let boards = Self(Cache::new(KEPT));
        let (mut receiver, kept) = (live.subscribe(), boards.clone());
        tokio::spawn(async move {
            loop {
                match receiver.recv().await {
                    Ok(batch) => {
                        for told in batch.iter() {
                            kept.mark(&told.entry).await;
                        }
                    }
                    // Something was missed: nothing that is kept can be trusted.
                    Err(RecvError::Lagged(_)) => kept.0.invalidate_all(),
                    Err(RecvError::Closed) => return,
                }
            }
        });
        boards
    }

    async fn mark(&self, entry: &Entry) {
        let Some(id) = round_of(entry) else { return };
        let Some(kept) = self.0.get(&id).await else { return };
        let number = |value: &serde_json::Value| value.as_u64().and_then(|n| u32::try_from(n).ok()).map(UnitNumber);
        let payload = &entry.payload;
        match (payload["number"].as_u64(), payload["calls"].as_array()) {
            (Some(_), _) => kept.mark(Some(number(&payload["number"]))),
            (None, Some(calls)) => kept.mark(Some(calls.iter().filter_map(|call| number(&call[0])))),
            (None, None) => kept.mark(None::<[UnitNumber; 0]>),
        }
    }

    /// Looks at the board of a round as it stands now.
    pub(crate) async fn look<T>(
        &self,
        service: &Service,
        round: &Callout,
        read: impl FnOnce(&Board) -> T,
    ) -> Result<T, ServiceError> {
        let kept = self.0.get_with(round.id, async { Arc::default() }).await;
        let mut board = kept.board.lock().await;
        let result = match kept.take() {
            Changed::All => {
                *board = Board::default();
                service.fill_board(&mut board, round, None).await
            }
            Changed::Units(units) if units.is_empty() => Ok(()),
            Changed::Units(units) => {
                let units: Vec<_> = units.into_iter().collect();
                service.fill_board(&mut board, round, Some(&units)).await
            }
        };
        if let Err(error) = result {
            // What was taken is not counted: the next look counts everything.
            kept.mark(None::<[UnitNumber; 0]>);
            return Err(error);
        }
        Ok(read(&board))
    }
}

/// The round that an entry is about.
pub(crate) fn round_of(entry: &Entry) -> Option<CalloutId> {
    let about = entry.kind.starts_with("call.") || entry.kind.starts_with("callout.");
    let id = entry.payload.get("callout").filter(|_| about)?.as_str()?.parse().ok()?;
    Some(CalloutId(id))
}
