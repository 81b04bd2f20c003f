-- Responses (应急响应): proposed by a warning, decided by a person; the steps that led there; what is to be done.

create table response (
  id {uuid} primary key,
  plan text not null,
  plan_version text not null,
  unit {uuid} not null,
  path {path} not null,
  hazard text,
  colour text,
  state text not null,
  level text,
  -- What waits for a decision: the level, or `end`.
  proposal text,
  proposal_trigger text,
  proposal_since bigint,
  proposal_decide_by bigint,
  proposal_alarm_at bigint,
  proposal_asks_stops {bool} not null,
  warning {uuid},
  escalations smallint not null,
  -- When silence climbs next.
  escalates_at bigint,
  opened_at bigint not null,
  activated_at bigint,
  ended_at bigint,
  changed_at bigint not null,
  version integer not null
);
-- A body has one open response of a plan, whoever asks at the same time.
create unique index response_open on response (plan, unit) where state in ('proposed', 'active');
create index response_path on response (path, opened_at);
create index response_escalates on response (escalates_at) where escalates_at is not null;
create index response_warning on response (warning) where warning is not null;

create table response_step (
  id {uuid} primary key,
  response {uuid} not null references response (id),
  kind text not null,
  level text,
  trigger_row text,
  warning {uuid},
  stop_gatherings {bool},
  stop_classes {bool},
  stop_business {bool},
  -- Whose decision it is, and who wrote it down when it was spoken.
  posting {uuid},
  account {uuid},
  recorded_by {uuid},
  decided_at bigint not null,
  recorded_at bigint not null,
  signed_at bigint,
  -- From the warning to the record, and what the row allows, milliseconds.
  lag bigint,
  target bigint
);
create index response_step_of on response_step (response, recorded_at);

create table response_task (
  id {uuid} primary key,
  response {uuid} not null references response (id),
  unit {uuid} not null,
  path {path} not null,
  item text not null,
  names text not null,
  kind text not null,
  state text not null,
  due_at bigint not null,
  done_at bigint,
  amount integer,
  reported_by {uuid},
  posting {uuid},
  changed_at bigint not null,
  unique (response, unit, item)
);
create index response_task_path on response_task (path, state, due_at);

-- Who holds the command post: a post, from when to when.
create table command_post (
  id {uuid} primary key,
  response {uuid} not null references response (id),
  posting {uuid} not null,
  account {uuid} not null,
  since bigint not null,
  until bigint
);
create unique index command_post_open on command_post (response, posting) where until is null;
