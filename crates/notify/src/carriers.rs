//! The ways out that an installation has.

use std::sync::Arc;

use domain::message::Channel;
use domain::world::World;

use crate::Carrier;
use crate::recording::Recording;

/// Carriers by channel.
#[derive(Debug, Clone, Default)]
pub struct Carriers(Vec<Arc<dyn Carrier>>);

impl Carriers {
    /// The carriers of a world: those that are configured for the live one, recording ones for an
    /// exercise, whatever is configured.
    pub fn of(world: World, configured: Vec<Arc<dyn Carrier>>) -> Self {
        match world {
            World::Live => Self(configured),
            World::Exercise { .. } => Self::recording(),
        }
    }

    /// Recording carriers for every channel: nothing leaves.
    pub fn recording() -> Self {
        Self(Channel::ALL.into_iter().map(|channel| Arc::new(Recording::new(channel)) as _).collect())
    }

    /// The channels that have a carrier.
    pub fn channels(&self) -> Vec<Channel> {
        self.0.iter().map(|carrier| carrier.channel()).collect()
    }

    /// Messages a second of the slowest contract; none where no contract says.
    pub fn per_second(&self) -> Option<u32> {
        self.0.iter().filter_map(|carrier| carrier.per_second()).min()
    }

    /// The carrier of a channel, where there is one.
    pub fn get(&self, channel: Channel) -> Option<&Arc<dyn Carrier>> {
        self.0.iter().find(|carrier| carrier.channel() == channel)
    }
}
