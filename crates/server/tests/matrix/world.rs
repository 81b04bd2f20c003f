//! What is asked about: for each class things of its own, so that a refusal never comes from what another did.

mod kept;
mod moved;
mod warned;

use std::path::Path;

use domain::hazard::Command;
use domain::id::EvacuationId;
use service::file::{Attacher, Files};
use service::roster::{NewDuty, Rostering};
use service::{Once, Service};
use testkit::city::{City, IN_GRID_1};
use testkit::t0;
use testkit::walk::{submission, walk};
use testkit::warning::Cap;
use uuid::Uuid;

use kept::{files, invited, notice, target};
use moved::{asked_for_help, building, closed, evacuated, harmed, resident};
use warned::{called, chain_test, feed, gauge, message, outlet, paper, responded};

/// A day on which the roster's line has a shift.
pub(crate) const DAY: &str = "2021-07-22";

/// A secret of a follow link.
const SECRET: &str = "follow-secret-of-the-matrix-";

pub(crate) struct World {
    pub(crate) login: String,
    pub(crate) tree_version: i64,
    pub(crate) community: Uuid,
    pub(crate) street: Uuid,
    pub(crate) grid: Uuid,
    pub(crate) property: Uuid,
    pub(crate) hazard: Uuid,
    pub(crate) follow: String,
    /// Waits to be attached.
    pub(crate) loose: [Uuid; 2],
    pub(crate) attached: Uuid,
    pub(crate) released: Uuid,
    pub(crate) notice: Uuid,
    pub(crate) code: String,
    /// A red warning with a round of calls, the call of the first grid in it, and the link of that.
    pub(crate) warning: Uuid,
    pub(crate) callout: Uuid,
    pub(crate) call: Uuid,
    pub(crate) call_link: String,
    /// The secretary's post, who goes to the first grid when it is silent, and can take its call over.
    pub(crate) helper: Uuid,
    /// The response of the street that the warning proposed, in force; a task of it in the community; a decision that
    /// was written down for the class itself, where it decides.
    pub(crate) response: Uuid,
    pub(crate) task: Uuid,
    /// A warning that begins no calls by itself.
    pub(crate) quiet_warning: Uuid,
    /// A feed of warnings.
    pub(crate) feed: Uuid,
    pub(crate) gauge: Uuid,
    /// What the gauge proposes.
    pub(crate) proposal: Uuid,
    /// A work group of the community.
    pub(crate) outlet: Uuid,
    /// A garage in the grid, which both bodies answer for in turn, its closure, closed and authorised to open.
    pub(crate) place: Uuid,
    pub(crate) closure: Uuid,
    /// Two reports of harm in the grid, by somebody else.
    pub(crate) harm: Uuid,
    pub(crate) other_harm: Uuid,
    /// An evacuation of the community, and its group in the first grid.
    pub(crate) evacuation: Uuid,
    pub(crate) group: Uuid,
    /// A building in the first grid, an entry of its register, a print of it, and the links of two more entries.
    pub(crate) building: Uuid,
    pub(crate) assist: Uuid,
    pub(crate) assist_print: Uuid,
    pub(crate) assist_links: [String; 2],
    /// A message for the public that somebody began.
    pub(crate) message: Uuid,
    /// Links of two residents' numbers of the building.
    pub(crate) resident_links: [String; 2],
    /// The link in the call to one of them.
    pub(crate) resident_call_link: String,
    /// A test of the call chain of the community.
    pub(crate) chain_test: Uuid,
    /// One of its posts.
    pub(crate) tested_post: Uuid,
    /// What stands behind the `#` of the link to one of its posts.
    pub(crate) chain_test_link: String,
    /// An exercise of the community, played.
    pub(crate) exercise: Uuid,
    /// An own paper, where the class has an account.
    pub(crate) paper: Uuid,
    pub(crate) line: Uuid,
    pub(crate) on_duty: Uuid,
    /// Somebody whose access is changed.
    pub(crate) target: Uuid,
    pub(crate) target_posting: Uuid,
    /// Somebody who has set no password yet.
    pub(crate) invited: Uuid,
    pub(crate) reset: String,
    /// A session and a token of the class's own account, where it can have them.
    pub(crate) session: Uuid,
    pub(crate) token: Uuid,
}

/// Fits a file store: voice notes need no decoder.
pub(crate) fn fit_files(service: &Service, folder: &Path) {
    let decoder = service::file::Decoder::new("/bin/false".into(), Vec::new());
    service.fit_files(Files::in_folder(folder, decoder).expect("a file store"));
}

/// A voice note.
pub(crate) fn voice() -> Vec<u8> {
    b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0".to_vec()
}

impl World {
    /// Things for the class `login`; `fire` says that the fire department must act and not the property company.
    pub(crate) async fn of(city: &City, login: &str, fire: bool, reporter: bool, hash: &str) -> Self {
        let service = &city.service;
        let body = if fire { city.fire } else { city.property };
        let by = if reporter { Some(city.actor(login).await) } else { None };
        let follow = format!("{SECRET}{login}");
        let new = service::hazard::Submission { follow_secret: Some(follow.clone()), ..submission("A01", IN_GRID_1) };
        let reported = service.report(by.as_ref(), new, t0()).await.expect("a report").stored;
        let steps = vec![("grid1", Command::Accept), ("lead", Command::Assign { body })];
        let stored = walk(city, reported, 1, steps).await;
        let [first, second, attached, released] = files(city).await;
        for file in [attached, released] {
            let by = Attacher::Follow(&follow, None);
            service.attach_to_hazard(by, stored.hazard.id, domain::id::FileId(file), t0()).await.expect("attached");
        }
        let grid1 = city.actor("grid1").await;
        service.release_file(&grid1, domain::id::FileId(released), t0()).await.expect("released");
        let (notice, code) = notice(city, &stored, if fire { "fire" } else { "lead" }).await;
        let on_duty = grid1.postings[0].id;
        let duty = NewDuty::daily(on_duty, "day", "08:00", "20:00", false);
        let community = city.id("410102001002");
        let lines =
            service.add_duties(Rostering::Operator, community, &[duty], &Once::fresh(), t0()).await.expect("a roster");
        let (chain_test, tested_post, chain_test_link) = chain_test(city).await;
        let (warning, callout, call) = called(city, login).await;
        let (response, task) = responded(city, login).await;
        let call_link = service.call_link(call.into()).expect("a link");
        let quiet = Cap { colour: "黄色", ..Cap::red(&format!("quiet-{login}")) };
        let quiet_warning = quiet.give(service, t0()).await.expect("a warning").warning.id.0;
        let (gauge, proposal) = gauge(city, login).await;
        let (place, closure) = closed(city, login, body).await;
        let (harm, other_harm) = (harmed(city).await, harmed(city).await);
        let building = building(city, &format!("B-{login}")).await;
        let (evacuation, group) = evacuated(city, building).await;
        let (assist, _) = asked_for_help(city, building).await;
        let assist_links = [asked_for_help(city, building).await.1, asked_for_help(city, building).await.1];
        let lead = city.actor("lead").await;
        let printed = service.print_assist(&lead, building, "逐户转移", t0()).await.expect("a list");
        let resident_links =
            [resident(city, building, "13700000001").await, resident(city, building, "13700000002").await];
        service.place_resident_calls(t0()).await.expect("calls");
        let calls = service.resident_calls(&lead, EvacuationId(evacuation), None).await.expect("calls");
        let resident_call_link = service.resident_call_link(calls[0].id).expect("a link");
        let (target, target_posting) = target(city, login, hash).await;
        let invited = invited(city, login).await;
        let (reset, _) = service.make_reset_link(&format!("{login}-target"), t0()).await.expect("a link");
        Self {
            login: login.to_owned(),
            tree_version: service.tree().version(),
            community: community.0,
            street: city.id("410102001").0,
            grid: city.id("410102001002001").0,
            property: city.property.0,
            hazard: stored.hazard.id.0,
            follow,
            loose: [first, second],
            attached,
            released,
            notice,
            code,
            warning,
            callout,
            call,
            call_link,
            helper: lead.postings[0].id.0,
            response,
            task,
            quiet_warning,
            feed: feed(service, login).await,
            gauge,
            proposal,
            outlet: outlet(city).await,
            place,
            closure,
            harm,
            other_harm,
            evacuation,
            group,
            building: building.0,
            assist,
            assist_print: printed.print.id,
            assist_links,
            message: message(city).await,
            resident_links,
            resident_call_link,
            chain_test,
            tested_post,
            chain_test_link,
            exercise: testkit::exercise::played(city).await.0,
            paper: paper(city, login).await,
            line: lines[0],
            on_duty: on_duty.0,
            target,
            target_posting,
            invited,
            reset,
            session: city.session("grid1", t0()).await.id,
            token: Uuid::now_v7(),
        }
    }
}
