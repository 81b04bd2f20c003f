//! An entry of the journal, made ready once for all readers.

use std::collections::HashSet;

use axum::response::sse::Event;
use domain::access::{Scope, Target};
use domain::hazard::State;
use domain::id::BodyId;
use domain::unit::{UnitPath, UnitTree};
use serde_json::{Value, json};
use store::journal::Entry;
use uuid::Uuid;

use crate::boards::round_of;

/// An entry, and what readers may be told of it.
pub(crate) struct Told {
    pub(crate) entry: Entry,
    pub(super) id: String,
    /// Accounts whose sessions or postings it changes.
    accounts: [Option<Uuid>; 2],
    hazard: Option<HazardTold>,
    warned: Option<WarnedTold>,
    placed: Option<WarnedTold>,
    harmed: Option<WarnedTold>,
}

/// A warning or a round of calls that changed: what it is, and where, as far as the entry says.
struct WarnedTold {
    event: &'static str,
    id: Uuid,
    path: Option<UnitPath>,
}

/// What sessions, postings and tokens are changed by.
const ACCESS: [&str; 5] = ["session.signed_out", "session.revoked", "posting.", "account.", "token."];

/// A step of a hazard: whom it concerns, and the event for those who see the hazard now.
struct HazardTold {
    path: UnitPath,
    body: Option<BodyId>,
    body_before: Option<BodyId>,
    called: Vec<BodyId>,
    called_before: Vec<BodyId>,
    restricted: bool,
    event: Event,
}

/// Whether an entry is about units: names, borders, parents.
pub(super) fn changes_tree(entry: &Entry) -> bool {
    entry.kind.starts_with("unit.") || entry.kind == "import.units"
}

impl Told {
    pub(super) fn new(id: String, entry: Entry, tree: &UnitTree) -> Self {
        let hazard = HazardTold::new(&id, &entry, tree);
        let access = ACCESS.iter().any(|prefix| entry.kind.starts_with(prefix));
        let named = entry.payload.get("account").and_then(|id| id.as_str()?.parse().ok());
        let accounts = if access { [Some(entry.subject), named] } else { [None; 2] };
        let warned = WarnedTold::new(&entry);
        let (placed, harmed) = (WarnedTold::at(&entry, "closure"), WarnedTold::at(&entry, "harm"));
        Self { entry, id, accounts, hazard, warned, placed, harmed }
    }

    /// Whether it changes the tree.
    pub(super) fn is_tree(&self) -> bool {
        changes_tree(&self.entry)
    }

    /// Whether it may have ended a session of this account or changed what it may see.
    pub(super) fn concerns_access(&self, account: Uuid) -> bool {
        self.is_tree() || self.accounts.contains(&Some(account))
    }

    /// What a reader who sees warnings in this scope is told: which warning or round to look at again. `told` holds what
    /// this batch has told the reader already: a thousand confirmations are one reason to look.
    pub(super) fn warning_for(&self, scope: &Scope, told: &mut HashSet<Uuid>) -> Option<Event> {
        self.look_again(self.warned.as_ref()?, scope, told)
    }

    /// The same about the closing of a place, for a reader who sees places in this scope.
    pub(super) fn closure_for(&self, scope: &Scope, told: &mut HashSet<Uuid>) -> Option<Event> {
        self.look_again(self.placed.as_ref()?, scope, told)
    }

    /// The same about a report of harm, for a reader who sees those in this scope.
    pub(super) fn harm_for(&self, scope: &Scope, told: &mut HashSet<Uuid>) -> Option<Event> {
        self.look_again(self.harmed.as_ref()?, scope, told)
    }

    fn look_again(&self, warned: &WarnedTold, scope: &Scope, told: &mut HashSet<Uuid>) -> Option<Event> {
        let concerned = !scope.is_empty() && warned.path.as_ref().is_none_or(|path| scope.touches(path));
        let new = concerned && told.insert(warned.id);
        new.then(|| Event::default().id(&self.id).event(warned.event).data(json!({ "id": warned.id }).to_string()))
    }

    /// What a reader of this scope is told: the step, or that the hazard is gone for it.
    pub(super) fn for_scope(&self, scope: &Scope) -> Option<Event> {
        let hazard = self.hazard.as_ref()?;
        let covers = |body: Option<BodyId>, called: Vec<BodyId>| {
            scope.covers(&Target { path: &hazard.path, body, called, restricted: hazard.restricted, reporter: None })
        };
        if covers(hazard.body, hazard.called.clone()) {
            return Some(hazard.event.clone());
        }
        let gone = covers(hazard.body_before, hazard.called_before.clone());
        gone.then(|| Event::default().id(&self.id).event("gone").data(json!({ "id": self.entry.subject }).to_string()))
    }
}

impl WarnedTold {
    /// What an entry of this family tells.
    fn at(entry: &Entry, family: &'static str) -> Option<Self> {
        entry.kind.strip_prefix(family)?.strip_prefix('.')?;
        Some(Self { event: family, id: entry.subject, path: entry.path.as_deref().and_then(UnitPath::parse) })
    }

    fn new(entry: &Entry) -> Option<Self> {
        let path = entry.path.as_deref().and_then(UnitPath::parse);
        if entry.kind.starts_with("warning.") {
            return Some(Self { event: "warning", id: entry.subject, path });
        }
        if entry.kind.starts_with("exercise.") {
            return Some(Self { event: "exercise", id: entry.subject, path });
        }
        if entry.kind.starts_with("response.") {
            return Some(Self { event: "response", id: entry.subject, path });
        }
        if entry.kind.starts_with("proposal.") {
            return Some(Self { event: "proposal", id: entry.subject, path });
        }
        if entry.kind.starts_with("evacuation.") {
            return Some(Self { event: "evacuation", id: entry.subject, path });
        }
        if entry.kind.starts_with("public_message.") {
            return Some(Self { event: "public_message", id: entry.subject, path });
        }
        round_of(entry).map(|id| Self { event: "callout", id: id.0, path })
    }
}

impl HazardTold {
    fn new(id: &str, entry: &Entry, tree: &UnitTree) -> Option<Self> {
        let step = entry.kind.strip_prefix("hazard.")?;
        let path = UnitPath::parse(entry.path.as_deref()?)?;
        let field = |name: &str| entry.payload.get(name);
        let uuid = |value: &Value| value.as_str()?.parse::<Uuid>().ok().map(BodyId);
        let bodies =
            |name: &str| field(name).and_then(Value::as_array).into_iter().flatten().filter_map(uuid).collect();
        let numbers: Vec<u32> = path.numbers().map(|number| number.0).collect();
        let levels: Vec<u8> = tree.lineage(&path).into_iter().map(|unit| unit.kind.level()).collect();
        let data = json!({
            "id": entry.subject,
            "event": step,
            "state": field("to"),
            "version": field("version"),
            "unit": numbers.last(),
            "path_numbers": numbers,
            "levels": levels,
            "at": entry.recorded_at.as_millisecond(),
            "open": i8::from(is_open(field("to"))) - i8::from(is_open(field("from"))),
        });
        Some(Self {
            body: entry.body.map(BodyId),
            body_before: field("body_before").and_then(uuid),
            called: bodies("called"),
            called_before: bodies("called_before"),
            restricted: field("restricted").and_then(Value::as_bool).unwrap_or(true),
            event: Event::default().id(id).event("hazard").data(data.to_string()),
            path,
        })
    }
}

/// Whether a hazard counts as open in the state of this word; one that was not there yet does not.
fn is_open(word: Option<&Value>) -> bool {
    word.and_then(|word| serde_json::from_value::<State>(word.clone()).ok()).is_some_and(State::is_open)
}
