//! What each documented operation asks of whoever uses it. This table is written by hand, so that it says what was
//! agreed and not what the handlers happen to do; who has which permission stands in the matrix of the titles.

use domain::access::Permission::{self, *};

/// What an operation asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Need {
    /// Nothing: no session either.
    Anybody,
    /// Any account, by a session or a token.
    Account,
    /// A person with a session; no token.
    Person,
    /// A person with a session and some permission, which a token of hers can have.
    TokenOwner,
    /// One of these permissions at the place, by a session or a token.
    Holder(&'static [Permission]),
    /// The same, or having reported the hazard.
    HolderOrReporter(&'static [Permission]),
    /// One of these permissions, by a session alone.
    Officer(&'static [Permission]),
    /// Any account; the answer holds the rows that this permission covers.
    Rows(Permission),
    /// Having reported the hazard.
    Reporter,
}

use Need::*;

/// Work on a hazard.
const WORK: &[Permission] = &[AcceptHazard, ControlHazard, RectifyHazard, VerifyHazard];

/// Operations, where needed with a variant behind the id, in the order in which they are asked: what ends the own
/// access or takes a target away comes last.
pub(crate) const OPERATIONS: &[(&str, Need)] = &[
    ("healthz", Anybody),
    ("readyz", Anybody),
    ("metrics", Anybody),
    ("show_system", Anybody),
    ("show_catalogue", Anybody),
    ("show_tile", Anybody),
    ("list_units", Anybody),
    ("count_units", Anybody),
    ("export_units", Anybody),
    ("locate_unit", Anybody),
    ("show_unit", Anybody),
    ("show_boundary", Anybody),
    ("change_unit", Holder(&[ManageUnits])),
    ("list_bodies", Anybody),
    ("list_places", Anybody),
    ("list_seals", Anybody),
    ("show_map_state", Rows(ViewHazards)),
    ("stream_events", Account),
    ("report_hazard", Anybody),
    ("report_hazard on behalf", Holder(&[ReportForOthers])),
    ("list_near_hazards", Anybody),
    ("list_hazards", Rows(ViewHazards)),
    ("count_hazards", Rows(ViewHazards)),
    ("export_hazards", Rows(ViewHazards)),
    ("show_hazard", HolderOrReporter(&[ViewHazards])),
    ("act_on_hazard accept", Holder(&[AcceptHazard])),
    ("act_on_hazard reject", Holder(&[RejectHazard])),
    ("act_on_hazard assign", Holder(&[AssignHazard])),
    ("act_on_hazard control", Holder(&[ControlHazard])),
    ("act_on_hazard start", Holder(&[RectifyHazard])),
    ("act_on_hazard finish", Holder(&[RectifyHazard])),
    ("act_on_hazard verify", Holder(&[VerifyHazard])),
    ("act_on_hazard return", Holder(&[VerifyHazard])),
    ("act_on_hazard close", Holder(&[CloseHazard])),
    ("act_on_hazard hand_back", Holder(&[RectifyHazard])),
    ("act_on_hazard secure", Holder(&[RectifyHazard])),
    ("act_on_hazard ask", Holder(&[RectifyHazard])),
    ("act_on_hazard answer", Holder(&[RectifyHazard])),
    ("act_on_hazard suspend", Holder(&[SuspendHazard])),
    ("act_on_hazard resume", Holder(&[SuspendHazard])),
    ("act_on_hazard suspect_major", Holder(&[AcceptHazard])),
    ("act_on_hazard confirm_major", Holder(&[ConfirmMajorHazard])),
    ("act_on_hazard deny_major", Holder(&[ConfirmMajorHazard])),
    ("act_on_hazard regrade", Holder(&[AssignHazard])),
    ("act_on_hazard escalate", Holder(&[AcceptHazard])),
    ("act_on_hazard whistle", Holder(&[BlowWhistle])),
    ("act_on_hazard answer_whistle", Holder(&[AnswerWhistle])),
    ("act_on_hazard supervise", Holder(&[SuperviseHazard])),
    ("act_on_hazard end_supervision", Holder(&[SuperviseHazard])),
    ("act_on_hazard merge", Holder(&[AssignHazard])),
    ("act_on_hazard separate", Holder(&[AssignHazard])),
    ("act_on_hazard recur", Holder(&[AcceptHazard])),
    ("act_on_hazard appeal", Reporter),
    ("act_on_hazard judge_fixed", Reporter),
    ("act_on_hazard judge_not_fixed", Reporter),
    ("follow_report", Anybody),
    ("act_on_report", Anybody),
    ("upload_file", Anybody),
    ("attach_file", HolderOrReporter(WORK)),
    ("attach_file with the secret", Anybody),
    ("list_hazard_files", HolderOrReporter(&[ViewHazards])),
    ("fetch_file", Holder(&[AcceptHazard])),
    ("fetch_file released", HolderOrReporter(&[ViewHazards])),
    ("release_file", Holder(&[AcceptHazard])),
    ("issue_notice", Holder(&[IssueNotice])),
    ("list_notices", HolderOrReporter(&[ViewHazards])),
    ("print_notice", Holder(&[ViewHazards])),
    ("check_notice", Anybody),
    ("withdraw_notice", Holder(&[IssueNotice])),
    ("push_orders", Holder(&[BridgeOrders])),
    ("export_orders_csv", Holder(&[BridgeOrders, ViewHazards])),
    ("export_orders_json", Holder(&[BridgeOrders, ViewHazards])),
    ("show_roster", Holder(&[ViewRoster])),
    ("show_duty", Holder(&[ViewRoster])),
    ("add_duty", Holder(&[ManageRoster])),
    ("substitute_duty", Holder(&[ManageRoster])),
    ("restore_duty", Holder(&[ManageRoster])),
    ("end_duty", Holder(&[ManageRoster])),
    ("list_accounts", Officer(&[ManageAccounts])),
    ("list_contacts", Holder(&[UnmaskContact, ManageAccounts])),
    ("unmask_contact", Officer(&[UnmaskContact])),
    ("reset_password", Anybody),
    ("give_posting", Officer(&[ManageAccounts])),
    ("end_posting", Officer(&[ManageAccounts])),
    ("disable_account", Officer(&[ManageAccounts])),
    ("show_own_holdings", Person),
    ("list_own_unmaskings", Person),
    ("set_own_contact", Person),
    ("list_tokens", Person),
    ("make_token", Person),
    ("revoke_token", TokenOwner),
    ("list_sessions", Person),
    ("revoke_session", Person),
    ("enrol_factor", Person),
    ("confirm_factor", Person),
    ("remove_factor", Person),
    ("confirm_session", Person),
    ("sign_in", Anybody),
    ("begin_outside_sign_in", Anybody),
    ("end_outside_sign_in", Anybody),
    ("finish_outside_sign_in", Anybody),
    ("show_session", Account),
    ("change_password", Person),
    ("sign_out", Account),
    ("erase_own_account", Person),
];
