//! Errors as RFC 9457 problems, each with a stable code. Internal detail goes to the log alone.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::callout::CallRefusal;
use domain::public_message::PublicRefusal;
use domain::public_message::advice::Conflict;
use domain::response::{ResponseRefusal, TaskRefusal};
use domain::shelter::ShelterRefusal;
use serde::Serialize;
use service::ServiceError;
use service::access::AccessRefusal;
use store::StoreError;
use utoipa::ToSchema;

use crate::problem_pages::ADDRESS;

/// Seconds after which a disk that was nearly full is worth another try: somebody has to make room first.
const RESERVE_RETRY_S: u32 = 300;

// Boxes keep it small: it travels in every result.
/// What a client is told when something cannot be done.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// A page about the code, relative to the documentation.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub(crate) kind: Box<str>,
    /// The status in words.
    pub(crate) title: &'static str,
    /// The HTTP status.
    pub(crate) status: u16,
    /// Stable code for programs.
    pub(crate) code: &'static str,
    /// What happened and what to do.
    pub(crate) detail: String,
    /// Fields that cannot be taken.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<FieldProblem>)]
    pub(crate) errors: Box<[FieldProblem]>,
    /// A puzzle: solved, it takes the report in all the same. See `Report-Proof`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(crate) challenge: Option<Box<str>>,
    /// Seconds after which it may be tried again.
    #[serde(skip)]
    pub(crate) retry_after_s: Option<u32>,
}

/// One field that cannot be taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// JSON pointer or parameter name.
    pub(crate) pointer: String,
    /// Stable code.
    pub(crate) code: String,
    /// What is wrong.
    pub(crate) detail: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: page_of(code),
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code,
            detail: detail.into(),
            errors: Box::default(),
            challenge: None,
            retry_after_s: None,
        }
    }

    pub(crate) fn field(pointer: &str, code: &'static str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let error = FieldProblem { pointer: pointer.to_owned(), code: code.to_owned(), detail: detail.clone() };
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_request", detail);
        problem.errors = Box::new([error]);
        problem
    }

    /// The same under a code of its own, which its page explains.
    fn coded(self, code: &'static str) -> Self {
        Self { kind: page_of(code), code, ..self }
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("there is no {what} here"))
    }

    pub(crate) fn sign_in_required() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "sign_in_required", "sign in first")
    }

    pub(crate) fn unavailable(code: &'static str, detail: &str) -> Self {
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, code, detail);
        Self { retry_after_s: Some(2), ..problem }
    }

    fn response(refusal: ResponseRefusal, detail: String) -> Self {
        let code = match refusal {
            ResponseRefusal::Over => "response_over",
            ResponseRefusal::NothingProposed => "nothing_proposed",
            ResponseRefusal::Unchanged => "level_unchanged",
            ResponseRefusal::NotActive => "response_not_active",
            ResponseRefusal::StopsMissing => return Self::field("stops", "stops_required", detail),
        };
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// A shelter that a building does not go to; `pointer` says where it was named.
    fn shelter(refusal: &ShelterRefusal, pointer: &str, detail: String) -> Self {
        let error = |code: &str, detail: &str| FieldProblem {
            pointer: pointer.to_owned(),
            code: code.to_owned(),
            detail: detail.to_owned(),
        };
        let errors: Box<[FieldProblem]> = match refusal {
            ShelterRefusal::Doubtful(doubts) => doubts.iter().map(|one| error(one.word(), one.sentence())).collect(),
            other => Box::new([error(other.code(), &detail)]),
        };
        Self { errors, ..Self::new(StatusCode::CONFLICT, refusal.code(), detail) }
    }

    pub(crate) fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed inside");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "something failed here; the operator's log has it under the request id",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry = self.retry_after_s;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = retry {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<ServiceError> for Problem {
    fn from(error: ServiceError) -> Self {
        use StatusCode as S;
        let detail = error.to_string();
        match error {
            ServiceError::NotFound(what) => Self::not_found(what),
            ServiceError::Forbidden(_) => Self::new(S::FORBIDDEN, "forbidden", detail),
            ServiceError::SignInFailed => Self::new(S::UNAUTHORIZED, "sign_in_failed", detail),
            ServiceError::Access(refusal) => {
                let status = match refusal {
                    AccessRefusal::TooManyAttempts { .. }
                    | AccessRefusal::TooManyReports { .. }
                    | AccessRefusal::TooManyUploads { .. }
                    | AccessRefusal::UploadsShed { .. } => S::TOO_MANY_REQUESTS,
                    AccessRefusal::SecondFactorRequired
                    | AccessRefusal::SecondFactorInvalid
                    | AccessRefusal::OutsideExpired => S::UNAUTHORIZED,
                    AccessRefusal::ConfirmationRequired
                    | AccessRefusal::OwnAccount
                    | AccessRefusal::IdentityUnlinked
                    | AccessRefusal::SessionRequired => S::FORBIDDEN,
                    AccessRefusal::FactorExists
                    | AccessRefusal::FactorMissing
                    | AccessRefusal::HoldsPosting
                    | AccessRefusal::PasswordSet
                    | AccessRefusal::TokenMade { .. } => S::CONFLICT,
                    AccessRefusal::KeyringMissing => S::SERVICE_UNAVAILABLE,
                    AccessRefusal::ResetLinkInvalid => S::NOT_FOUND,
                };
                Self { retry_after_s: refusal.retry_after_s(), ..Self::new(status, refusal.code(), detail) }
            }
            ServiceError::Draft(draft) => Self::field(draft.field(), "invalid_request", detail),
            ServiceError::Refused(refusal) => match refusal.code() {
                "text_required" => Self::field("note", "text_required", detail),
                code => Self::new(S::CONFLICT, code, detail),
            },
            ServiceError::Response(refusal) => Self::response(refusal, detail),
            ServiceError::Task(TaskRefusal::Ended) => Self::new(S::CONFLICT, "task_ended", detail),
            ServiceError::Task(TaskRefusal::TooMany { .. }) => Self::field("amount", "amount_invalid", detail),
            ServiceError::Task(TaskRefusal::NoReport) => Self::field("state", "state_unknown", detail),
            ServiceError::Notice(refusal) => Self::new(S::CONFLICT, refusal.code(), detail),
            ServiceError::ReporterOnly => Self::new(S::FORBIDDEN, "reporter_only", detail),
            ServiceError::MergedInto(_) => Self::new(S::CONFLICT, "merged_into", detail),
            ServiceError::Change(refusal) => match refusal.field() {
                Some(field) => Self::field(field, refusal.code(), detail).coded(refusal.code()),
                None => Self::new(S::CONFLICT, refusal.code(), detail),
            },
            ServiceError::Invalid { field, code, .. } => Self::field(field, code, detail).coded(code),
            ServiceError::VersionConflict { .. } => Self::new(S::CONFLICT, "version_conflict", detail),
            ServiceError::Exists(_) => Self::new(S::CONFLICT, "duplicate_key", detail),
            ServiceError::UploadOffset { .. } => Self::new(S::CONFLICT, "upload_offset", detail),
            ServiceError::WarningRefused(findings) => {
                let mut problem = Self::new(S::UNPROCESSABLE_ENTITY, "warning_invalid", detail);
                problem.errors = findings
                    .into_iter()
                    .map(|found| FieldProblem {
                        pointer: found.path,
                        code: found.code.to_owned(),
                        detail: found.message,
                    })
                    .collect();
                problem
            }
            ServiceError::ProposalDecided => Self::new(S::CONFLICT, "proposal_decided", detail),
            ServiceError::VerificationRefused => Self::new(S::CONFLICT, "verification_refused", detail),
            ServiceError::CalloutRefused(_) => Self::new(S::CONFLICT, "callout_refused", detail),
            ServiceError::OwnCallBack => Self::new(S::FORBIDDEN, "call_back_own", detail),
            ServiceError::CalledBack => Self::new(S::CONFLICT, "call_back_done", detail),
            ServiceError::KnockNeedless => Self::new(S::CONFLICT, "knock_needless", detail),
            ServiceError::ChainTestOpen => Self::new(S::CONFLICT, "chain_test_open", detail),
            ServiceError::BagNotNow => Self::new(S::CONFLICT, "bag_not_now", detail),
            ServiceError::CalloutOpen => Self::new(S::CONFLICT, "callout_open", detail),
            ServiceError::Call(CallRefusal::Ended) => Self::new(S::CONFLICT, "call_ended", detail),
            ServiceError::Call(CallRefusal::TooMany { .. }) => Self::field("people", "people_invalid", detail),
            ServiceError::Closure(refusal) => Self::new(S::CONFLICT, refusal.code(), detail),
            ServiceError::OwnHarm => Self::new(S::CONFLICT, "own_harm", detail),
            ServiceError::HarmRelation(_) => Self::new(S::CONFLICT, "harm_relation", detail),
            ServiceError::Evacuation(refusal) => match refusal.code() {
                code @ "group_households_invalid" => Self::field("households", code, detail).coded(code),
                code => Self::new(S::CONFLICT, code, detail),
            },
            ServiceError::RowsRefused(faults) => {
                let mut problem = Self::new(S::UNPROCESSABLE_ENTITY, "rows_refused", detail);
                let fault = |fault: service::shelter::RowFault| FieldProblem {
                    pointer: format!("{}/{}", fault.row, fault.column),
                    code: "row_invalid".to_owned(),
                    detail: fault.detail,
                };
                problem.errors = faults.into_iter().map(fault).collect();
                problem
            }
            ServiceError::Shelter(refusal) => Self::shelter(&refusal, "shelters", detail),
            ServiceError::GroupShelter { group, refusal } => {
                Self::shelter(&refusal, &format!("groups/{group}/shelter"), detail)
            }
            ServiceError::NotActivated => Self::new(S::CONFLICT, "not_activated", detail),
            ServiceError::Home(refusal) => Self::new(S::CONFLICT, refusal.code(), detail),
            ServiceError::PublicMessage(refusal) => {
                let status = match refusal {
                    PublicRefusal::NotFresh | PublicRefusal::Unsettled => S::FORBIDDEN,
                    _ => S::CONFLICT,
                };
                Self::new(status, refusal.code(), detail)
            }
            ServiceError::Contradicts(found) => {
                let mut problem = Self::new(S::CONFLICT, "message_contradicts", detail);
                problem.errors = found.iter().map(contradiction).collect();
                problem
            }
            ServiceError::DiskReserve(what) => {
                tracing::warn!(what, "refused: the disk has less room than its reserve");
                let problem = Self::new(S::INSUFFICIENT_STORAGE, "disk_reserve", detail);
                Self { retry_after_s: Some(RESERVE_RETRY_S), ..problem }
            }
            ServiceError::NotHeld => Self::new(S::CONFLICT, "not_held", detail),
            ServiceError::NoKeyring => {
                tracing::error!("there is no keyring");
                Self::unavailable("no_keyring", "this needs keys that the operator has not given to this process")
            }
            ServiceError::KeyReused => Self::new(S::CONFLICT, "idempotency_mismatch", detail),
            ServiceError::Store(StoreError::OutcomeUnknown(_)) => {
                tracing::warn!(%detail, "the outcome of a commit is unknown");
                Self::unavailable(
                    "outcome_unknown",
                    "it may or may not have been done; repeat it with the same Idempotency-Key",
                )
            }
            ServiceError::Store(StoreError::Full(error)) => {
                tracing::error!(%error, "the disk is full");
                Self::new(S::INSUFFICIENT_STORAGE, "storage_full", "the server's disk is full: nothing was stored")
            }
            ServiceError::Store(StoreError::Stale) => {
                Self::new(S::CONFLICT, "version_conflict", "it was changed by somebody else; load it again")
            }
            ServiceError::Store(error) if error.is_transient() => {
                tracing::warn!(%error, "the database cannot be reached");
                Self::unavailable("unavailable", "the database cannot be reached; try again in a moment")
            }
            other => Self::internal(&other),
        }
    }
}

/// Where a code is explained.
fn page_of(code: &str) -> Box<str> {
    format!("{ADDRESS}/{code}").into()
}

/// What one text contradicts.
fn contradiction(conflict: &Conflict) -> FieldProblem {
    let (risk, said) = (&conflict.risk, &conflict.phrase);
    let place = risk.names.best("zh");
    let what = if risk.closed { "is closed" } else { "has an open major hazard" };
    FieldProblem {
        pointer: conflict.field.clone(),
        code: "message_contradicts".to_owned(),
        detail: format!("`{said}` sends people where `{place}` {what}: change the text, or settle what is open there"),
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        ServiceError::from(error).into()
    }
}
