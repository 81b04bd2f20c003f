//! Who plays: the posts of today; where a unit has nobody to call, a post is assumed, and counted as assumed.

use std::collections::{HashMap, HashSet};

use domain::access::Permission;
use domain::contact::ContactKind;
use domain::id::{AccountId, UnitId};
use domain::unit::{UnitKind, UnitPath};
use jiff::Timestamp;
use service::Service;
use service::assumed::AssumedPost;
use store::callout;

use crate::ExerciseError;

/// The posts of an exercise.
#[derive(Debug, Default)]
pub struct Cast {
    /// Posts that the registers know.
    pub known: usize,
    /// Posts that were assumed.
    pub assumed: usize,
    /// Whose posts those are.
    pub(crate) assumed_accounts: HashSet<AccountId>,
    /// Sign-in name of who commands each body.
    pub(crate) commanders: HashMap<UnitId, String>,
    /// Sign-in name of who writes down what others say by radio: who commands the topmost body.
    pub(crate) desk: String,
}

/// Who is called in a unit of each kind.
fn called(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::City => "city_duty",
        UnitKind::County => "district_duty",
        UnitKind::Street | UnitKind::Town => "street_operator",
        UnitKind::Community | UnitKind::Village => "community_lead",
        UnitKind::CommunityGrid | UnitKind::RuralGrid | UnitKind::DedicatedGrid => "grid_worker",
        UnitKind::MicroGrid => "building_head",
    }
}

/// Fills in who is missing: somebody to call in each unit, and a commander of each body.
pub(crate) async fn cast(service: &Service, top: &UnitPath, now: Timestamp) -> Result<Cast, ExerciseError> {
    let posts = callout::posts_below(service.store(), top, now).await?;
    let title = |name: &str| service.titles().get(name);
    let reached: HashSet<UnitId> = posts
        .iter()
        .filter(|post| title(&post.title).is_some_and(|title| title.called.is_some()))
        .map(|post| post.unit)
        .collect();
    let decides = |name: &str| title(name).is_some_and(|title| title.grants.contains_key(&Permission::DecideResponse));
    let mut cast = Cast { known: posts.len(), ..Cast::default() };
    for post in posts.iter().filter(|post| decides(&post.title)) {
        let Some(account) = service.store().account(post.account).await? else { continue };
        cast.commanders.entry(post.unit).or_insert(account.login);
    }
    let tree = service.tree();
    let mut missing = Vec::new();
    for unit in tree.subtree(top) {
        if !reached.contains(&unit.id) {
            missing.push(AssumedPost { title: called(unit.kind), unit: unit.id });
        }
        if unit.kind.level() <= 2 && !cast.commanders.contains_key(&unit.id) {
            missing.push(AssumedPost { title: "commander", unit: unit.id });
        }
    }
    let made = service.assume_posts(&missing, now).await?;
    for (post, account) in missing.iter().zip(&made) {
        if post.title == "commander" {
            cast.commanders.insert(post.unit, format!("assumed-{}", account.0.simple()));
        }
    }
    cast.assumed = made.len();
    cast.desk = tree.subtree(top).find_map(|unit| cast.commanders.get(&unit.id)).cloned().unwrap_or_default();
    cast.assumed_accounts = made.into_iter().collect();
    Ok(cast)
}

/// Ways to be reached: the kinds that each post has today, and a phone for every assumed one.
pub(crate) async fn reach(
    service: &Service,
    known: &[(AccountId, ContactKind)],
    cast: &Cast,
    now: Timestamp,
) -> Result<(), ExerciseError> {
    let assumed = cast.assumed_accounts.iter().map(|account| (*account, ContactKind::Phone));
    let all: Vec<_> = known.iter().copied().chain(assumed).collect();
    Ok(service.assume_contacts(&all, now).await?)
}
