-- Warnings as they came in, the units that they are for, and who is called for them (叫应).

create table warning (
  id {uuid} primary key,
  sender text not null,
  identifier text not null,
  sent_at bigint not null,
  -- actual, exercise, system, test, draft; and alert, update, cancel, ack, error.
  status text not null,
  message text not null,
  -- push, feed or file; and whether it came from an authenticated source whose word starts calls.
  way text not null,
  official {bool} not null,
  colour text,
  -- The event, the line and what to do, by language.
  event text not null,
  headline text not null,
  instruction text not null,
  issuer text,
  effective_at bigint not null,
  expires_at bigint,
  -- What a reader must know about the units, as a list of notes.
  notes text not null,
  ending text,
  ended_at bigint,
  ended_by {uuid},
  received_at bigint not null,
  received_from {uuid},
  -- As it came: its letters may be in any encoding.
  document {bytes} not null,
  unique (sender, identifier)
);
create index warning_received on warning (received_at, id);
create index warning_open on warning (expires_at) where ending is null;

create table warning_unit (
  warning {uuid} not null references warning (id),
  unit {uuid} not null,
  path {path} not null,
  primary key (warning, unit)
);
create index warning_unit_path on warning_unit (path);

-- A round of calls. placed: every call is written down.
create table callout (
  id {uuid} primary key,
  warning {uuid} references warning (id),
  colour text not null,
  plan text not null,
  opened_at bigint not null,
  opened_by {uuid},
  placed_at bigint,
  calls integer not null,
  ending text,
  ended_at bigint,
  -- When no call of the ended round was open any more.
  swept_at bigint
);
create index callout_warning on callout (warning);
create index callout_open on callout (opened_at) where ending is null;

create table callout_unit (
  callout {uuid} not null references callout (id),
  unit {uuid} not null,
  path {path} not null,
  primary key (callout, unit)
);

-- One call for each post on duty. next_at: when the next rung of the ladder is due, none when nothing is.
create table call (
  id {uuid} primary key,
  callout {uuid} not null references callout (id),
  unit {uuid} not null,
  number integer not null,
  path {path} not null,
  posting {uuid} not null references posting (id),
  account {uuid} not null,
  deputy {uuid},
  deputy_account {uuid},
  leader {bool} not null,
  state text not null,
  step text not null,
  priority smallint not null,
  first_at bigint,
  next_at bigint,
  received_at bigint,
  on_post_at bigint,
  moved integer,
  how text,
  reported_by {uuid},
  claimed_by {uuid},
  claimed_until bigint,
  changed_at bigint not null
);
create unique index call_once on call (callout, posting, unit);
create index call_due on call (priority, next_at) where next_at is not null;
create index call_board on call (callout, path, state);
create index call_account on call (account, callout);
create index call_deputy on call (deputy_account, callout) where deputy_account is not null;

-- One message to one phone. The id is the key under which the carrier is asked, once or again.
create table call_attempt (
  id {uuid} primary key,
  call {uuid} not null references call (id),
  step text not null,
  channel text not null,
  account {uuid} not null,
  state text not null,
  tries smallint not null,
  carrier_id text,
  error text,
  began_at bigint not null,
  changed_at bigint not null
);
create index call_attempt_call on call_attempt (call, step);
create index call_attempt_carrier on call_attempt (channel, carrier_id) where carrier_id is not null;
