//! How the calls stand, in a line whenever that has changed.

use std::time::Duration;

use domain::callout::{CallState, Step};
use serde_json::json;
use service::{Service, ServiceError};
use store::callout::tally;
use tokio::sync::watch;

use super::output;

/// How often is looked.
const LOOK: Duration = Duration::from_secs(2);

/// Calls of one round.
#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
struct Stand {
    posts: u32,
    received: u32,
    on_post: u32,
    silent: u32,
    no_network: u32,
    escalated: u32,
}

/// Prints until `stop` turns true.
pub(super) async fn follow(service: Service, as_json: bool, mut stop: watch::Receiver<bool>) {
    let mut last = Vec::new();
    loop {
        match stands(&service).await {
            Ok(now) if now != last => {
                for stand in &now {
                    say(stand, as_json);
                }
                last = now;
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "how the calls stand cannot be read; the next look tries again"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn stands(service: &Service) -> Result<Vec<Stand>, ServiceError> {
    let mut stands = Vec::new();
    for round in service.store().callouts().await?.into_iter().filter(|round| round.ended.is_none()) {
        let mut stand = Stand::default();
        for row in tally(service.store().read(), round.id, None).await? {
            stand.posts += row.calls;
            let open = matches!(row.state, CallState::Pending | CallState::Sent | CallState::Unreached);
            stand.escalated += if open && row.step >= Step::Parent { row.calls } else { 0 };
            match row.state {
                CallState::Received => stand.received += row.calls,
                CallState::OnPost => stand.on_post += row.calls,
                CallState::Unreached => stand.no_network += row.calls,
                CallState::Pending | CallState::Sent => stand.silent += row.calls,
                CallState::Ended => {}
            }
        }
        stands.push(stand);
    }
    Ok(stands)
}

fn say(stand: &Stand, as_json: bool) {
    let Stand { posts, received, on_post, silent, no_network, escalated } = *stand;
    let text = format!(
        "posts {posts} · on post {on_post} · received {received} · silent {silent} · no network {no_network} · with the unit above {escalated}"
    );
    let object = json!({ "posts": posts, "on_post": on_post, "received": received, "silent": silent,
        "no_network": no_network, "escalated": escalated });
    output::result(as_json, &object, &text);
}
