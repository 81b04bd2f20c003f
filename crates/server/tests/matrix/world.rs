//! What is asked about: for each class things of its own, so that a refusal never comes from what another did.

use std::path::Path;

use domain::assist::{Consent, Help};
use domain::colour::WarningColour;
use domain::contact::ContactKind;
use domain::evacuation::Peril;
use domain::exercise::Course;
use domain::harm::{Counts, HarmKind};
use domain::hazard::Command;
use domain::id::{
    AccountId, AssistId, ChainTestId, CommandId, EvacuationId, ExerciseId, HarmId, NoticeId, PlaceId, PublicMessageId,
    ResidentNumberId,
};
use domain::message::Channel;
use domain::names::Names;
use domain::notice::NoticeDraft;
use domain::place::{PlaceFacts, Step};
use domain::public_message::{Audience, Content, PublicKind, Said};
use domain::response::{ResponseLevel, Stops, Verdict};
use jiff::civil::Date;
use service::Service;
use service::account::{NewAccount, NewPosting};
use service::assist::NewAssist;
use service::callout::CallFilter;
use service::chain_test::{NewChainTest, TestedFilter};
use service::evacuation::{NewEvacuation, NewGroup};
use service::exercise::NewExercise;
use service::file::{Attacher, Files};
use service::harm::{HarmDraft, HarmKey};
use service::hazard::Origin;
use service::notice::NewNotice;
use service::place::PlaceOrder;
use service::public_message::{NewPublicMessage, Request};
use service::resident::NewResident;
use service::response::{Deciding, TaskFilter};
use service::roster::{NewDuty, Rostering};
use store::hazard::Stored;
use store::response::ResponseCut;
use testkit::city::{City, IN_GRID_1};
use testkit::t0;
use testkit::walk::{submission, walk};
use testkit::warning::{Cap, fit_station, phone};
use uuid::Uuid;

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
    /// An exercise of the community.
    pub(crate) exercise: Uuid,
    pub(crate) line: Uuid,
    pub(crate) on_duty: Uuid,
    /// Somebody whose access is changed.
    pub(crate) target: Uuid,
    pub(crate) target_posting: Uuid,
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

/// A gauge of the community and what it proposes.
async fn gauge(city: &City, login: &str) -> (Uuid, Uuid) {
    use domain::colour::WarningColour;
    use domain::reading::{Levels, ProposalState, Quantity};
    let unit = city.unit("410102001002");
    let gauge = store::gauge::Gauge {
        id: Uuid::now_v7(),
        name: login.to_owned(),
        unit: unit.id,
        path: unit.path.clone(),
        quantities: vec![Quantity::Rain],
        levels: Levels::default(),
        every_s: 300,
        version: 1,
        made_at: t0(),
        last_at: None,
        revoked_at: None,
    };
    let proposal = store::proposal::Proposal {
        id: Uuid::now_v7(),
        hazard: domain::warned::WarnedOf::Rainstorm,
        colour: WarningColour::Red,
        unit: unit.id,
        path: unit.path,
        thresholds: "1".to_owned(),
        evidence: Vec::new(),
        opened_at: t0(),
        raised_at: t0(),
        seen_at: t0(),
        state: ProposalState::Open,
        decided_at: None,
        decided_by: None,
    };
    let write = city.service.store().write().await.expect("a write");
    store::gauge::insert(&write, &gauge, login.as_bytes().to_vec()).await.expect("a gauge");
    // One open proposal of a unit and kind: the classes before have had theirs.
    let before = store::proposal::hold_open(&write, unit.id, proposal.hazard).await.expect("read");
    if let Some(before) = before {
        let ended = store::proposal::Proposal { state: ProposalState::Dismissed, decided_at: Some(t0()), ..before };
        store::proposal::put(&write, &ended, false).await.expect("ended");
    }
    store::proposal::put(&write, &proposal, true).await.expect("a proposal");
    write.commit().await.expect("a commit");
    (gauge.id, proposal.id)
}

/// A feed that nobody asks here.
async fn feed(service: &Service, login: &str) -> Uuid {
    let feed = store::warning_feed::Feed {
        id: Uuid::now_v7(),
        name: login.to_owned(),
        address: format!("https://station.example/of/{login}"),
        senders: Vec::new(),
        authenticated: false,
        every_s: 60,
        version: 1,
        paused_at: None,
        etag: None,
        last_modified: None,
        next_at: t0(),
        failures: 0,
        last_error: None,
        tried_at: None,
        ok_at: None,
    };
    let write = service.store().write().await.expect("a write");
    store::warning_feed::put(&write, &feed, true).await.expect("a feed");
    write.commit().await.expect("a commit");
    feed.id
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
            let by = Attacher::Follow(&follow);
            service.attach_to_hazard(by, stored.hazard.id, domain::id::FileId(file), t0()).await.expect("attached");
        }
        let grid1 = city.actor("grid1").await;
        service.release_file(&grid1, domain::id::FileId(released), t0()).await.expect("released");
        let (notice, code) = notice(city, &stored, if fire { "fire" } else { "lead" }).await;
        let on_duty = grid1.postings[0].id;
        let duty = NewDuty::daily(on_duty, "day", "08:00", "20:00", false);
        let community = city.id("410102001002");
        let lines = service.add_duties(Rostering::Operator, community, &[duty], t0()).await.expect("a roster");
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
            exercise: exercise(city).await,
            line: lines[0],
            on_duty: on_duty.0,
            target,
            target_posting,
            reset,
            session: city.session("grid1", t0()).await.id,
            token: Uuid::now_v7(),
        }
    }
}

async fn files(city: &City) -> [Uuid; 4] {
    let mut ids = [Uuid::nil(); 4];
    for id in &mut ids {
        *id = city.service.upload(None, voice(), t0()).await.expect("a file").id.0;
    }
    ids
}

/// A risk notice that the community secretary began.
async fn message(city: &City) -> Uuid {
    let id = PublicMessageId(Uuid::now_v7());
    let action = Names::zh_en("减少外出", "go out less");
    let content = Content {
        hazard: "rain".to_owned(),
        colour: None,
        units: vec![city.id("410102001002")],
        said: vec![Said { audience: Audience::Residents, action }],
        detail: Names::default(),
        advice: Vec::new(),
        warning: None,
        about: None,
        expires_at: t0().checked_add(jiff::SignedDuration::from_hours(2)).expect("a time"),
    };
    let new = NewPublicMessage { id, kind: PublicKind::RiskNotice, content };
    let request = Request { key: CommandId(Uuid::now_v7()), body_hash: vec![1] };
    let lead = city.actor("lead").await;
    city.service.draft_public_message(&lead, new, &request, t0()).await.expect("a draft");
    id.0
}

/// A resident's number of a building, taken down by the community; the link of its owner.
async fn resident(city: &City, place: PlaceId, phone: &str) -> String {
    let id = ResidentNumberId(Uuid::now_v7());
    let new = NewResident { id, place, phone: phone.to_owned(), door: "1203".to_owned(), on_behalf: true };
    let (lead, origin) = (city.actor("lead").await, Origin { network: None, device: None });
    city.service.register_resident(Some(&lead), new, &origin, t0()).await.expect("a number");
    city.service.resident_link(id).expect("a link")
}

/// The one test of the call chain of the community, a post that it writes to, and the link in that message.
async fn chain_test(city: &City) -> (Uuid, Uuid, String) {
    let (service, street) = (&city.service, city.actor("street").await);
    if service.store().open_chain_tests().await.expect("a look").is_empty() {
        let (id, unit) = (ChainTestId(Uuid::now_v7()), city.id("410102001002"));
        let new = NewChainTest { id, unit, repeated: false, key: CommandId(Uuid::now_v7()), body_hash: vec![1] };
        phone(city, &city.actor("grid1").await, "13812341234").await;
        service.begin_chain_test(&street, new, t0()).await.expect("a test");
        service.place_chain_tests(&[Channel::Sms], t0()).await.expect("its posts");
    }
    let id = service.store().open_chain_tests().await.expect("a look")[0].id;
    let filter = TestedFilter { limit: 500, ..TestedFilter::default() };
    let posts = service.list_tested_posts(&street, id, &filter).await.expect("posts");
    let (post, messages) = posts.iter().find(|(_, messages)| !messages.is_empty()).expect("a post with a phone");
    (id.0, post.id, service.chain_test_link(messages[0].id).expect("a link"))
}

/// An exercise that the sub-district began for the community.
async fn exercise(city: &City) -> Uuid {
    let id = ExerciseId(Uuid::now_v7());
    let new = NewExercise {
        id,
        scenario: "zhengzhou-2021-07-20".to_owned(),
        course: Course::AsPlanned,
        unit: city.id("410102001002"),
        seed: 1,
        speed: None,
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![1],
    };
    city.service.begin_exercise(&city.actor("street").await, new, t0()).await.expect("an exercise");
    id.0
}

/// A warning, its round of calls, and the call of the first grid.
async fn called(city: &City, login: &str) -> (Uuid, Uuid, Uuid) {
    let service = &city.service;
    fit_station(service);
    let received = Cap::red(&format!("red-{login}")).give(service, t0()).await.expect("a warning");
    let round = received.callout.expect("a round").id;
    // An earlier class may have begun a round that waits for its calls.
    while service.place_calls(t0()).await.expect("calls") > 0 {}
    let filter = CallFilter { limit: 500, ..CallFilter::default() };
    let calls = service.list_calls(&city.actor("district").await, round, &filter).await.expect("calls").1;
    let grid = city.id("410102001002001");
    let call = calls.iter().find(|call| call.unit == grid).expect("a call");
    let write = service.store().write().await.expect("a transaction");
    store::callout::draw_back(&write, &[call], t0()).await.expect("a drawn call");
    write.commit().await.expect("a commit");
    (received.warning.id.0, round.0, call.id.0)
}

/// The street's response, in force, and a task of it in the community.
async fn responded(city: &City, login: &str) -> (Uuid, Uuid) {
    let commander = format!("{login}-commander");
    city.account(&commander, "commander", "410102001").await;
    let actor = city.actor(&commander).await;
    let open = ResponseCut { open: true, limit: 1, ..ResponseCut::default() };
    let sheets = city.service.list_responses(&actor, None, None, open, t0()).await.expect("responses");
    let row = sheets.first().expect("a proposed response").row.clone();
    if row.response.level.is_none() {
        let deciding = Deciding {
            verdict: Verdict::Activate(ResponseLevel::Ii),
            stops: Some(Stops { gatherings: true, classes: true, business: false }),
            reason: "按预案".to_owned(),
            decided_at: None,
            spoken_by: None,
            version: None,
            key: CommandId(Uuid::now_v7()),
            body_hash: vec![1],
        };
        city.service.decide_response(&actor, row.id, &deciding, t0()).await.expect("a decision");
    }
    let filter = TaskFilter { unit: Some(city.id("410102001002")), limit: 1, ..TaskFilter::default() };
    let task = city.service.list_tasks(&actor, &filter).await.expect("tasks").remove(0).row.id.0;
    (row.id.0, task)
}

/// A work group of the community.
async fn outlet(city: &City) -> Uuid {
    let new = service::outlet::NewOutlet {
        kind: domain::outlet::OutletKind::WeCom,
        name: "值班群".to_owned(),
        address: "https://robot.example/send?key=topsecret".to_owned(),
        secret: None,
    };
    let (admin, community) = (city.session("admin", t0()).await, city.id("410102001002"));
    city.service.add_outlet(&admin, community, new, t0()).await.expect("an outlet").0
}

/// A building in the first grid.
async fn building(city: &City, code: &str) -> PlaceId {
    let id = PlaceId(Uuid::now_v7());
    let order = PlaceOrder {
        code: code.to_owned(),
        kind: "building".to_owned(),
        names: Names::zh("1号楼"),
        parent: None,
        unit: Some(city.id("410102001002001")),
        point: Some(IN_GRID_1),
        facts: PlaceFacts::default(),
    };
    city.service.create_place(&city.actor("lead").await, id, order, t0()).await.expect("a place");
    id
}

async fn evacuated(city: &City, building: PlaceId) -> (Uuid, Uuid) {
    let lead = city.actor("lead").await;
    let group = NewGroup { place: Some(building), households: Some(4), ..NewGroup::default() };
    let new = NewEvacuation {
        id: EvacuationId(Uuid::now_v7()),
        unit: city.id("410102001002"),
        cause: None,
        peril: Peril::Flood,
        groups: vec![group],
        trigger: String::new(),
        due_at: None,
        where_to: String::new(),
        after_care: String::new(),
        no_return_before: None,
        move_first: true,
        key: CommandId(Uuid::now_v7()),
        body_hash: vec![1],
    };
    let id = city.service.order_evacuation(&lead, new, t0()).await.expect("an evacuation");
    let sheet = city.service.show_evacuation(&lead, id).await.expect("an evacuation");
    (id.0, sheet.groups[0].id.0)
}

/// An entry of the register, and its link.
async fn asked_for_help(city: &City, place: PlaceId) -> (Uuid, String) {
    let new = NewAssist {
        id: AssistId(Uuid::now_v7()),
        place,
        door: "1203".to_owned(),
        call_name: String::new(),
        help: vec![Help::Carry],
        phones: Vec::new(),
        consent: Consent::Own,
        on_behalf: false,
    };
    let made = city.service.register_assist(None, new, &Origin::default(), t0()).await.expect("an entry");
    (made.id.0, made.secret)
}

async fn notice(city: &City, stored: &Stored, login: &str) -> (Uuid, String) {
    let draft = NoticeDraft {
        id: NoticeId(Uuid::now_v7()),
        recipient: city.property,
        found: "飞线充电".to_owned(),
        required: "拆除".to_owned(),
        basis: "《消防法》第二十八条".to_owned(),
        until: Date::constant(2021, 8, 1),
    };
    let key = CommandId(Uuid::now_v7());
    let new = NewNotice { hazard: stored.hazard.id, draft, key, body_hash: vec![1] };
    let issued = city.service.issue_notice(&city.actor(login).await, new, t0()).await.expect("a notice");
    (issued.id.0, issued.code)
}

/// A place for which the body answers, closed for a warning, and free to open again.
async fn closed(city: &City, login: &str, body: domain::id::BodyId) -> (Uuid, Uuid) {
    let (service, lead, now) = (&city.service, city.actor("lead").await, t0());
    let (id, grid) = (PlaceId(Uuid::now_v7()), city.id("410102001002001"));
    let order = PlaceOrder {
        code: format!("garage-{login}"),
        kind: "underground_garage".to_owned(),
        names: Names::zh("车库"),
        parent: None,
        unit: Some(grid),
        point: Some(IN_GRID_1),
        facts: PlaceFacts { body: Some(body), ..PlaceFacts::default() },
    };
    service.create_place(&lead, id, order, now).await.expect("a place");
    let what = ("rainstorm", WarningColour::Orange);
    service.order_closures(&lead, city.id("410102001002"), what, now, now).await.expect("closures");
    let open = service.store().open_closures_of(&[id]).await.expect("a closure");
    let closure = open[0].id;
    for step in [Step::Close, Step::Authorise] {
        service.step_closure(&lead, closure, step, None, now).await.expect("a step");
    }
    (id.0, closure.0)
}

/// A report of harm in the first grid.
async fn harmed(city: &City) -> Uuid {
    let draft = HarmDraft {
        id: HarmId(Uuid::now_v7()),
        kind: HarmKind::Flood,
        unit: Some(city.id("410102001002001")),
        place: None,
        point: None,
        counts: Counts::default(),
        known_at: None,
        note: None,
        show_post: false,
    };
    let key = HarmKey { key: CommandId(Uuid::now_v7()), body_hash: vec![1] };
    let actor = city.actor("grid1").await;
    city.service.report_harm(&actor, draft, key, t0()).await.expect("a report").0
}

async fn target(city: &City, login: &str, hash: &str) -> (Uuid, Uuid) {
    let login = format!("{login}-target");
    let new = NewAccount { login: login.clone(), names: Names::zh(&login), password_hash: hash.to_owned() };
    let posting = NewPosting { title: "grid_worker".to_owned(), unit: city.id("410102001002001"), body: None };
    let made = city.service.create_account(new, &[posting], t0()).await;
    let (AccountId(account), postings) = made.expect("an account");
    let contact = city.service.set_contact(None, AccountId(account), ContactKind::Phone, Some("13812341234"), t0());
    contact.await.expect("a contact");
    (account, postings[0].0)
}
