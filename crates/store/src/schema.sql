-- One text for both engines; migration.rs puts the engine's own words in for the marked ones.
-- Times are UTC milliseconds. Paths sort by bytes, so that a subtree is one index range.

create table meta (
  key text primary key,
  value text not null
);

create table unit (
  id {uuid} primary key,
  number integer not null unique,
  parent {uuid},
  path {path} not null unique,
  kind text not null,
  code text,
  names text not null,
  transliterated {bool} not null,
  fictional {bool} not null,
  boundary_quality text not null,
  boundary_note text,
  valid_from bigint not null,
  valid_to bigint,
  successor {uuid},
  import {uuid},
  version integer not null
);
create unique index unit_present_code on unit (code) where valid_to is null;

create table unit_code (
  unit {uuid} not null references unit (id),
  scheme text not null,
  value text not null,
  valid_from bigint not null,
  valid_to bigint,
  primary key (unit, scheme, valid_from)
);

create table unit_boundary (
  unit {uuid} primary key references unit (id),
  boundary {bytes} not null
);

create table unit_statistics (
  unit {uuid} not null references unit (id),
  as_of bigint not null,
  source text not null,
  estimate {bool} not null,
  population integer,
  households integer,
  age_60_plus integer,
  age_80_plus integer,
  age_under_14 integer,
  rented_households integer,
  non_registered_households integer,
  primary key (unit, as_of)
);

create table unit_change (
  id {uuid} primary key,
  unit {uuid} not null references unit (id),
  kind text not null,
  at bigint not null,
  recorded_at bigint not null,
  actor {uuid},
  import {uuid},
  before text,
  after text
);
create index unit_change_unit on unit_change (unit, at);

-- A change that takes effect later; the worker carries it out when its time has come.
create table unit_plan (
  id {uuid} primary key,
  unit {uuid} not null references unit (id),
  at bigint not null,
  change text not null,
  actor {uuid},
  recorded_at bigint not null,
  failed text
);
create index unit_plan_at on unit_plan (at);

-- Import rows wait here, outside the live tables, until one short transaction takes them over.
create table staged_unit (
  import {uuid} not null,
  id {uuid} not null,
  number integer not null,
  parent {uuid},
  path {path} not null,
  kind text not null,
  code text,
  names text not null,
  transliterated {bool} not null,
  fictional {bool} not null,
  boundary_quality text not null,
  boundary_note text,
  valid_from bigint not null,
  version integer not null,
  boundary {bytes},
  as_of bigint,
  source text,
  estimate {bool},
  population integer,
  households integer,
  age_60_plus integer,
  age_80_plus integer,
  age_under_14 integer,
  rented_households integer,
  non_registered_households integer,
  primary key (import, id)
);

create table body (
  id {uuid} primary key,
  code text not null unique,
  kind text not null,
  names text not null
);

create table body_jurisdiction (
  body {uuid} not null references body (id),
  unit {uuid} not null references unit (id),
  primary key (body, unit)
);
create index body_jurisdiction_unit on body_jurisdiction (unit);

create table place (
  id {uuid} primary key,
  code text not null unique,
  kind text not null,
  names text not null,
  parent {uuid},
  unit {uuid} not null references unit (id),
  path {path} not null,
  geometry text not null
);
create index place_path on place (path);

create table account (
  id {uuid} primary key,
  login text not null unique,
  names text not null,
  password_hash text not null,
  created_at bigint not null,
  disabled_at bigint
);

create table posting (
  id {uuid} primary key,
  account {uuid} not null references account (id),
  title text not null,
  unit {uuid} not null references unit (id),
  body {uuid} references body (id),
  valid_from bigint not null,
  valid_to bigint
);
create index posting_account on posting (account);

create table roster (
  id {uuid} primary key,
  unit {uuid} not null references unit (id),
  posting {uuid} not null references posting (id),
  kind text not null,
  starts text not null,
  ends text not null,
  -- Weekdays on which the shift begins, such as 12345; first and last date of that, as 2026-02-16.
  days text not null,
  valid_from text,
  valid_to text,
  leader {bool} not null
);
create index roster_unit on roster (unit);

-- Somebody else, or nobody, for the shift that begins on one date.
create table roster_substitute (
  line {uuid} not null references roster (id),
  date text not null,
  posting {uuid} references posting (id),
  primary key (line, date)
);

-- authenticated_at: when a password was last shown. last_seen_at: full hours alone.
create table session (
  token_hash {bytes} primary key,
  id {uuid} not null unique,
  account {uuid} not null references account (id),
  second_factor {bool} not null,
  created_at bigint not null,
  authenticated_at bigint not null,
  last_seen_at bigint not null,
  expires_at bigint not null
);
create index session_account on session (account);

-- Browsers in which an account signed in before: they keep their own budget of tries.
create table known_device (
  account {uuid} not null references account (id),
  secret_hash {bytes} not null,
  used_at bigint not null,
  primary key (account, secret_hash)
);
create index known_device_secret on known_device (secret_hash);

-- Budgets of tries. The lane is a hash: neither names nor addresses stand here.
create table throttle (
  lane {bytes} primary key,
  spent_until bigint not null
);

-- When the password, the factor or the postings of an account last changed, and by whom.
create table access_change (
  account {uuid} not null references account (id),
  what text not null,
  at bigint not null,
  changed_by {uuid},
  primary key (account, what)
);
create index access_change_by on access_change (changed_by, at);

-- The secret is encrypted. last_step: codes up to this time step were used.
create table second_factor (
  account {uuid} primary key references account (id),
  secret {bytes} not null,
  confirmed_at bigint,
  last_step bigint not null
);

create table recovery_code (
  account {uuid} not null references account (id),
  code_hash {bytes} not null,
  used_at bigint,
  primary key (account, code_hash)
);

create table reset_link (
  secret_hash {bytes} primary key,
  account {uuid} not null references account (id),
  expires_at bigint not null
);
create index reset_link_account on reset_link (account);

-- Who an account is at an outside sign-in service. An administrator links it; nobody is made by signing in.
create table outside_identity (
  issuer text not null,
  subject text not null,
  account {uuid} not null references account (id),
  linked_at bigint not null,
  primary key (issuer, subject)
);
create index outside_identity_account on outside_identity (account);

-- Somebody whom the outside service knows, and whose code of the second factor is still to come.
create table outside_waiting (
  secret_hash {bytes} primary key,
  account {uuid} not null references account (id),
  authenticated_at bigint not null,
  expires_at bigint not null
);
create index outside_waiting_account on outside_waiting (account);

create table api_token (
  id {uuid} primary key,
  secret_hash {bytes} not null unique,
  account {uuid} not null references account (id),
  name text not null,
  permissions text not null,
  unit {uuid} references unit (id),
  created_at bigint not null,
  expires_at bigint not null,
  revoked_at bigint
);
create index api_token_account on api_token (account);

create table hazard (
  number {serial},
  id {uuid} not null unique,
  kind text not null,
  category text not null,
  urgency text not null,
  severity text not null,
  asked {uuid},
  restricted {bool} not null,
  state text not null,
  state_before text,
  controlled {bool} not null,
  suspended_until bigint,
  secured smallint not null,
  open {bool} not null,
  unit {uuid} not null references unit (id),
  path {path} not null,
  x integer,
  y integer,
  cell bigint,
  accuracy_m integer,
  place {uuid},
  body {uuid} references body (id),
  hand_backs smallint not null,
  reporter {uuid},
  channel text not null,
  rejecter {uuid},
  appealed {bool} not null,
  escalated_to {uuid},
  supervised_by {uuid},
  merged_into {uuid} references hazard (id),
  recurs {uuid},
  verdict text,
  reopened {bool} not null,
  reported_at bigint not null,
  closed_at bigint,
  due_step text,
  due_at bigint not null,
  overdue_recorded_at bigint,
  follow_hash {bytes},
  outside_system text,
  outside_number text,
  import {uuid},
  version integer not null,
  -- A duplicate belongs to another hazard, and only a duplicate does.
  check ((state = 'duplicate') = (merged_into is not null)),
  check (merged_into is null or merged_into <> id)
);
create index hazard_queue on hazard (open, due_at, id);
create index hazard_path on hazard (path);
create index hazard_body on hazard (body);
create index hazard_cell on hazard (cell);
create index hazard_place on hazard (place);
create index hazard_follow on hazard (follow_hash);
create index hazard_import on hazard (import);
create index hazard_merged on hazard (merged_into);
create unique index hazard_outside on hazard (outside_system, outside_number);

-- Who had a hand in it. One account has one hand: whoever rectified cannot verify.
create table hazard_hand (
  hazard {uuid} not null references hazard (id),
  account {uuid} not null,
  hand text not null check (hand in ('rectifier', 'verifier')),
  primary key (hazard, account)
);

-- Bodies beside the responsible one that take part; part of the row filter.
create table hazard_called (
  hazard {uuid} not null references hazard (id),
  body {uuid} not null references body (id),
  primary key (hazard, body)
);
create index hazard_called_body on hazard_called (body);

create table hazard_whistle (
  id {uuid} primary key,
  hazard {uuid} not null references hazard (id),
  kind text not null,
  body {uuid} not null references body (id),
  sounded_at bigint not null,
  answered_at bigint
);
create index hazard_whistle_hazard on hazard_whistle (hazard);

create table hazard_waiting (
  id {uuid} primary key,
  hazard {uuid} not null references hazard (id),
  kind text not null,
  body {uuid} not null references body (id),
  asked_at bigint not null,
  answered_at bigint,
  granted {bool}
);
create index hazard_waiting_hazard on hazard_waiting (hazard);

-- Notices on paper; each issuer counts its own kinds through the year. Texts stand in free_text.
create table notice (
  id {uuid} primary key,
  kind text not null,
  hazard {uuid} not null references hazard (id),
  issuer {uuid} not null,
  unit {uuid} not null references unit (id),
  body {uuid} references body (id),
  posting {uuid} not null references posting (id),
  recipient {uuid} not null references body (id),
  year integer not null,
  sequence integer not null,
  code text not null unique,
  issued_at bigint not null,
  until text not null,
  withdrawn_at bigint,
  unique (issuer, kind, year, sequence)
);
create index notice_hazard on notice (hazard);

create table hazard_deadline (
  hazard {uuid} not null references hazard (id),
  sequence integer not null,
  step text not null,
  started_at bigint not null,
  due_at bigint not null,
  unpaused_due_at bigint not null,
  met_at bigint,
  lifted_at bigint,
  pauses text not null,
  duration text not null,
  calendar text not null,
  rule text not null,
  unknown_year integer,
  primary key (hazard, sequence)
);

-- Free text, apart from the journal so that it can be redacted; the entry keeps a salted hash.
create table free_text (
  id {uuid} primary key,
  subject {uuid} not null,
  field text not null,
  value text,
  salt {bytes}
);
create index free_text_subject on free_text (subject);

create table journal (
  seq {serial},
  tx bigint not null default {transaction},
  kind text not null,
  kind_version smallint not null,
  subject_kind text not null,
  subject {uuid} not null,
  unit {uuid},
  path {path},
  body {uuid},
  actor {uuid},
  posting {uuid},
  command {uuid},
  happened_at bigint not null,
  recorded_at bigint not null,
  payload text not null
);
create index journal_tail on journal (tx, seq);
create index journal_subject on journal (subject, seq);
-- Who saw how many contacts in full lately; no other entry stands in it.
create index journal_unmasked on journal (actor, recorded_at) where kind = 'contact.unmasked';

-- Each seal covers the entries since the one before; signed with a key that is not in the database.
create table seal (
  number bigint primary key,
  previous {bytes} not null unique,
  first_tx bigint not null,
  first_seq bigint not null,
  last_tx bigint not null,
  last_seq bigint not null,
  entries bigint not null,
  root {bytes} not null,
  sealed_at bigint not null,
  key_id text not null,
  signature {bytes} not null
);

-- Encrypted with the keyring; the keyed hash finds an account by its phone or address without reading any.
create table contact (
  account {uuid} not null references account (id),
  kind text not null,
  sealed {bytes} not null,
  key_id text not null,
  lookup {bytes} not null,
  changed_at bigint not null,
  primary key (account, kind)
);
create index contact_lookup on contact (lookup);
create index contact_key on contact (key_id);

create table command (
  actor text not null,
  key {uuid} not null,
  body_hash {bytes} not null,
  subject {uuid} not null,
  primary key (actor, key)
);

create table import_run (
  id {uuid} primary key,
  kind text not null,
  file text not null,
  started_at bigint not null,
  finished_at bigint,
  rows bigint not null
);

-- What must happen after a change; written in the transaction of its cause, taken off when done.
create table job (
  id {uuid} primary key,
  kind text not null,
  payload text not null,
  key text not null unique,
  created_at bigint not null,
  not_before bigint not null,
  attempts integer not null,
  last_error text,
  claimed_by {uuid},
  claimed_until bigint,
  dead_at bigint
);
create index job_ready on job (dead_at, not_before);

-- One message to one recipient. No address: that is looked up when it is sent.
create table message (
  id {uuid} primary key,
  key text not null unique,
  channel text not null,
  subject {uuid},
  state text not null,
  attempts integer not null,
  carrier_id text,
  error text,
  created_at bigint not null,
  expires_at bigint not null,
  changed_at bigint not null
);
create index message_subject on message (subject);
create index message_carrier on message (channel, carrier_id);

-- The phone number that a reporter left for status texts, sealed; goes 90 days after closing.
create table report_contact (
  hazard {uuid} primary key references hazard (id),
  phone {bytes} not null,
  language text not null,
  created_at bigint not null
);

-- Content of files; the object's name is a keyed hash, and the object lies in the file store.
create table blob (
  id {uuid} primary key,
  name text not null unique,
  media_type text not null,
  bytes bigint not null,
  width integer,
  height integer,
  created_at bigint not null
);

-- A file as somebody gave it. In quarantine until it has a hazard; private until it is released.
create table attachment (
  id {uuid} primary key,
  blob {uuid} not null references blob (id),
  uploader {uuid},
  created_at bigint not null,
  hazard {uuid} references hazard (id),
  side text,
  slot integer,
  attached_at bigint,
  released_at bigint,
  released_by {uuid}
);
create index attachment_blob on attachment (blob);
create unique index attachment_slot on attachment (hazard, side, slot);
create index attachment_waiting on attachment (created_at) where hazard is null;

-- Orders of other systems, each with the hazard that it became. `content` holds a digest per field.
create table work_order (
  id {uuid} primary key,
  system text not null,
  number text not null,
  hazard {uuid} not null references hazard (id),
  content text not null,
  steps integer not null,
  written text,
  reported_at bigint not null,
  received_at bigint not null,
  changed_at bigint not null,
  unique (system, number)
);
create index work_order_hazard on work_order (hazard);
create index work_order_changed on work_order (system, changed_at, id);

-- What the other system is told about its order: one row per state of the hazard, told in the order of the steps.
create table work_order_status (
  id {uuid} primary key,
  work_order {uuid} not null references work_order (id),
  step integer not null,
  hazard_state text not null,
  at bigint not null,
  state text not null,
  word text,
  attempts integer not null,
  answer text,
  changed_at bigint not null,
  unique (work_order, step)
);
