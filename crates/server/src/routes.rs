//! Every route on one screen.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;
use utoipa::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

use crate::state::App;
use crate::{
    account, answers, assist, assist_print, bag, body, bridge, bulk, call, call_back, callout, catalogue, chain_test,
    closure, contact, cors, duty, evacuation, evacuation_order, exercise, exercise_form, export, factor, file, follow,
    gauge, handover, harm, hazard, hazard_action, health, journal, knock, live, map, me, middleware, near, notice,
    open311, outlet, outside, own_access, paper, place, place_register, plan, plan_form, post, problem_pages, proposal,
    public_face, public_message, public_message_step, resident, response, resume, roster, seal, session, shelter,
    system, task, tile, title, token, unit, unit_change, view, warning, warning_feed, warning_issuer, web,
};

/// Largest request body.
const BODY_MAX: usize = 1024 * 1024;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bridgehead",
        description = "Community public-safety risk governance. Times are UTC milliseconds, positions WGS-84 degrees, errors RFC 9457 problems with stable codes.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    tags(
        (name = "system", description = "What this installation is and how it fares"),
        (name = "session", description = "Sign-in, sessions, second factor, tokens"),
        (name = "accounts", description = "Accounts of others and their postings"),
        (name = "units", description = "The grid tree and its rosters"),
        (name = "map", description = "Vector tiles and the state of the map"),
        (name = "bodies", description = "Departments, property companies, committees"),
        (name = "places", description = "What persists: buildings, garages, schools"),
        (name = "harm", description = "First reports of harm: taken at once, corrected by later versions, never changed"),
        (name = "hazards", description = "From report to closed"),
        (name = "notices", description = "Notices on paper: a community tells, a department orders"),
        (name = "bridge", description = "Orders of other work-order systems"),
        (name = "warnings", description = "Warnings, and who confirmed them: call-and-confirm (叫应)"),
        (name = "responses", description = "Responses: proposed by a warning, decided by a person, and their tasks"),
        (name = "evacuations", description = "Households moved to safety (转移), counted and never named"),
        (name = "public", description = "Messages for the public: forwarded warnings, risk notices, their ends; and what everybody may read"),
        (name = "journal", description = "Seals over the journal"),
        (name = "files", description = "Pictures and voice notes of hazards"),
        (name = "live", description = "Live events"),
    )
)]
struct Doc;

fn documented() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Doc::openapi())
        .routes(routes!(system::show))
        .routes(routes!(session::create, session::show, session::delete))
        .routes(routes!(outside::begin))
        .routes(routes!(outside::callback))
        .routes(routes!(outside::code))
        .routes(routes!(own_access::list))
        .routes(routes!(own_access::revoke))
        .routes(routes!(own_access::confirm))
        .routes(routes!(own_access::change_password))
        .routes(routes!(own_access::reset_password))
        .routes(routes!(factor::enrol, factor::remove))
        .routes(routes!(factor::confirm))
        .routes(routes!(token::list, token::make))
        .routes(routes!(token::revoke))
        .routes(routes!(me::holdings))
        .routes(routes!(me::unmaskings))
        .routes(routes!(me::set_contact))
        .routes(routes!(me::erase))
        .routes(routes!(contact::list))
        .routes(routes!(contact::unmask))
        .routes(routes!(account::list, account::open))
        .routes(routes!(export::account::export))
        .routes(routes!(account::send_link))
        .routes(routes!(account::disable))
        .routes(routes!(title::list))
        .routes(routes!(account::give_posting))
        .routes(routes!(account::end_posting))
        .routes(routes!(unit::list))
        .routes(routes!(unit::counts))
        .routes(routes!(unit::locate))
        .routes(routes!(export::unit::export))
        .routes(routes!(unit::show))
        .routes(routes!(unit::boundary))
        .routes(routes!(unit_change::change))
        .routes(routes!(tile::show))
        .routes(routes!(map::state))
        .routes(routes!(body::list))
        .routes(routes!(export::body::export))
        .routes(routes!(place::list, place_register::create))
        .routes(routes!(export::place::export))
        .routes(routes!(place_register::kinds))
        .routes(routes!(place_register::search))
        .routes(routes!(export::register::export))
        .routes(routes!(place_register::counts))
        .routes(routes!(place_register::import).layer(DefaultBodyLimit::max(place_register::FILE_MAX)))
        .routes(routes!(place_register::show, place_register::change))
        .routes(routes!(place_register::retire))
        .routes(routes!(closure::list, closure::order))
        .routes(routes!(closure::counts))
        .routes(routes!(closure::proposal))
        .routes(routes!(export::closure::export))
        .routes(routes!(closure::closed))
        .routes(routes!(closure::authorise))
        .routes(routes!(closure::reopened))
        .routes(routes!(closure::mine))
        .routes(routes!(harm::report, harm::list))
        .routes(routes!(harm::totals))
        .routes(routes!(export::harm::export))
        .routes(routes!(harm::show))
        .routes(routes!(harm::add))
        .routes(routes!(harm::relate))
        .routes(routes!(harm::reveal))
        .routes(routes!(export::roster::export))
        .routes(routes!(roster::show))
        .routes(routes!(duty::show, duty::add))
        .routes(routes!(post::list))
        .routes(routes!(duty::end))
        .routes(routes!(duty::substitute, duty::restore))
        .routes(routes!(catalogue::show))
        .routes(routes!(hazard::report, hazard::list))
        .routes(routes!(hazard::counts))
        .routes(routes!(near::list))
        .routes(routes!(export::hazard::export))
        .routes(routes!(hazard::show))
        .routes(routes!(hazard_action::act))
        .routes(routes!(bulk::act))
        .routes(routes!(view::list))
        .routes(routes!(view::save, view::delete))
        .routes(routes!(file::upload).layer(DefaultBodyLimit::max(file::UPLOAD_MAX)))
        .routes(routes!(resume::begin, resume::options))
        .routes(routes!(resume::show, resume::proceed, resume::end))
        .routes(routes!(file::fetch))
        .routes(routes!(file::release))
        .routes(routes!(file::list, file::attach))
        .routes(routes!(follow::show))
        .routes(routes!(hazard_action::act_as_reporter))
        .routes(routes!(notice::issue, notice::list))
        .routes(routes!(notice::withdraw))
        .routes(routes!(notice::print))
        .routes(routes!(notice::check))
        .routes(routes!(bridge::push))
        .routes(routes!(bridge::csv))
        .routes(routes!(bridge::json))
        .routes(routes!(warning::receive, warning::list))
        .routes(routes!(export::warning::warnings))
        .routes(routes!(warning::show))
        .routes(routes!(warning::document))
        .routes(routes!(warning::start))
        .routes(routes!(warning_feed::list))
        .routes(routes!(warning_feed::export))
        .routes(routes!(warning_feed::set, warning_feed::delete))
        .routes(routes!(warning_feed::poll))
        .routes(routes!(warning_feed::entries))
        .routes(routes!(gauge::list))
        .routes(routes!(gauge::export))
        .routes(routes!(gauge::set, gauge::revoke))
        .routes(routes!(gauge::renew))
        .routes(routes!(gauge::send))
        .routes(routes!(proposal::list))
        .routes(routes!(proposal::decide))
        .routes(routes!(callout::board))
        .routes(routes!(callout::calls))
        .routes(routes!(export::warning::calls))
        .routes(routes!(bag::print))
        .routes(routes!(call_back::list))
        .routes(routes!(call_back::report))
        .routes(routes!(handover::helpers))
        .routes(routes!(handover::hand_over))
        .routes(routes!(knock::order))
        .routes(routes!(knock::report))
        .routes(routes!(knock::mine))
        .routes(routes!(callout::end))
        .routes(routes!(chain_test::begin, chain_test::list))
        .routes(routes!(export::chain_test::tests))
        .routes(routes!(chain_test::repeat))
        .routes(routes!(chain_test::posts))
        .routes(routes!(export::chain_test::posts))
        .routes(routes!(chain_test::reveal))
        .routes(routes!(chain_test::answer))
        .routes(routes!(call::show))
        .routes(routes!(call::report))
        .routes(routes!(call::reveal))
        .routes(routes!(call::mine))
        .routes(routes!(call::look))
        .routes(routes!(call::report_by_link))
        .routes(routes!(call::reply))
        .routes(routes!(warning_issuer::verify))
        .routes(routes!(warning_issuer::list))
        .routes(routes!(export::warning_issuer::list))
        .routes(routes!(exercise::list_scenarios))
        .routes(routes!(exercise::begin, exercise::list))
        .routes(routes!(export::exercise::list))
        .routes(routes!(export::exercise::lags))
        .routes(routes!(export::exercise::silent))
        .routes(routes!(export::exercise::late))
        .routes(routes!(exercise::show))
        .routes(routes!(exercise::end))
        .routes(routes!(exercise_form::print, exercise_form::ask))
        .routes(routes!(plan_form::print, plan_form::ask))
        .routes(routes!(paper::show))
        .routes(routes!(paper::download))
        .routes(routes!(resident::register))
        .routes(routes!(resident::look))
        .routes(routes!(resident::confirm))
        .routes(routes!(resident::erase))
        .routes(routes!(resident::look_at_call))
        .routes(routes!(resident::answer))
        .routes(routes!(resident::calls))
        .routes(routes!(response::begin, response::list))
        .routes(routes!(export::response::responses))
        .routes(routes!(response::show))
        .routes(routes!(response::decide))
        .routes(routes!(response::sign))
        .routes(routes!(response::attend))
        .routes(routes!(response::deciders))
        .routes(routes!(plan::list))
        .routes(routes!(task::list))
        .routes(routes!(export::response::tasks))
        .routes(routes!(task::report))
        .routes(routes!(outlet::list, outlet::add))
        .routes(routes!(export::outlet::export))
        .routes(routes!(outlet::remove))
        .routes(routes!(outlet::told))
        .routes(routes!(call::deliveries))
        .routes(routes!(evacuation_order::open, evacuation::list))
        .routes(routes!(export::evacuation::export))
        .routes(routes!(evacuation::show))
        .routes(routes!(evacuation::doors))
        .routes(routes!(evacuation_order::report))
        .routes(routes!(evacuation_order::tell))
        .routes(routes!(evacuation_order::home))
        .routes(routes!(evacuation_order::end))
        .routes(routes!(shelter::list))
        .routes(routes!(shelter::suggest))
        .routes(routes!(shelter::import))
        .routes(routes!(export::shelter::export))
        .routes(routes!(assist::register))
        .routes(routes!(assist::look))
        .routes(routes!(assist::erase_own))
        .routes(routes!(assist::coverage, assist::estimate))
        .routes(routes!(assist::entries))
        .routes(routes!(assist::view))
        .routes(routes!(assist::helpers))
        .routes(routes!(assist::erase))
        .routes(routes!(assist_print::print))
        .routes(routes!(assist_print::list))
        .routes(routes!(assist_print::close))
        .routes(routes!(public_message::draft, public_message::list))
        .routes(routes!(export::public_message::export))
        .routes(routes!(public_message::templates))
        .routes(routes!(public_message::preview))
        .routes(routes!(public_message_step::break_glass))
        .routes(routes!(public_message::show, public_message::edit))
        .routes(routes!(public_message::deciders))
        .routes(routes!(public_message_step::submit))
        .routes(routes!(public_message_step::approve))
        .routes(routes!(public_message_step::reject))
        .routes(routes!(public_message_step::review))
        .routes(routes!(public_message_step::sign))
        .routes(routes!(public_message_step::cancel))
        .routes(routes!(public_message_step::all_clear))
        .routes(routes!(public_face::warnings))
        .routes(routes!(public_face::feed))
        .routes(routes!(public_face::cap))
        .routes(routes!(journal::list))
        .routes(routes!(export::journal::export))
        .routes(routes!(seal::list))
        .routes(routes!(live::events))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(health::metrics))
}

/// The OpenAPI 3.1 document of every operation.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = documented().into_openapi();
    answers::complete(&mut document);
    document
}

/// The whole router.
pub fn router(app: App) -> Router {
    let (documented, _) = documented().split_for_parts();
    let openapi = openapi().to_pretty_json().unwrap_or_default();
    let answer = move || {
        let openapi = openapi.clone();
        async move { ([(axum::http::header::CONTENT_TYPE, "application/json")], openapi) }
    };
    // Events must leave at once; a compressor would hold them back.
    let compress = DefaultPredicate::new().and(NotForContentType::const_new("text/event-stream"));
    let router = documented
        .route("/api/openapi.json", get(answer))
        .merge(open311::routes())
        .route("/", get(web::home))
        .route("/docs/problems", get(problem_pages::all))
        .route("/docs/problems/", get(problem_pages::all))
        .route("/docs/problems/{code}", get(problem_pages::one))
        .route("/public/warnings", get(public_face::page))
        .route("/console", get(web::console))
        .route("/console/", get(web::console))
        .route("/console/{*path}", get(web::console))
        .route("/pocket", get(web::pocket))
        .route("/pocket/", get(web::pocket))
        .route("/pocket/{*path}", get(web::pocket))
        .fallback(web::nothing)
        .method_not_allowed_fallback(web::wrong_method)
        .layer(from_fn_with_state(app.clone(), middleware::guard_demo))
        .layer(from_fn_with_state(app.clone(), middleware::measure))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(CompressionLayer::new().compress_when(compress))
        .layer(CatchPanicLayer::custom(middleware::panicked))
        .layer(from_fn_with_state(app.clone(), middleware::security_headers));
    let router = match cors::layer(&app.settings.allowed_origins) {
        Some(cors) => router.layer(cors),
        None => router,
    };
    router
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .with_state(app)
}
