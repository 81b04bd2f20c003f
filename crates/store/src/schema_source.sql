-- Where warnings and readings come from, and what they propose.

-- What a warning warns of; empty in those that came before it was kept.
alter table warning add column hazard text;

-- Feeds of warnings that are asked again and again. A failure is counted and never switches one off.
create table warning_feed (
  id {uuid} primary key,
  name text not null,
  address text not null unique,
  -- Senders, as CAP names them, whose orange and red start calls when the way is authenticated; a list.
  senders text not null,
  authenticated {bool} not null,
  every_s integer not null,
  version integer not null,
  paused_at bigint,
  -- What the source said of the copy that was read last.
  etag text,
  last_modified text,
  next_at bigint not null,
  failures integer not null,
  last_error text,
  tried_at bigint,
  ok_at bigint,
  claimed_by {uuid},
  claimed_until bigint
);
create index warning_feed_due on warning_feed (next_at);

-- What became of each entry, so that one is neither fetched nor reported anew at each look.
create table warning_feed_entry (
  feed {uuid} not null references warning_feed (id),
  -- SHA-256 of what makes the entry one: its id, when it changed, where it leads.
  key text not null,
  title text,
  outcome text not null,
  reason text,
  tries integer not null,
  warning {uuid},
  seen_at bigint not null,
  changed_at bigint not null,
  primary key (feed, key)
);
create index warning_feed_entry_changed on warning_feed_entry (feed, changed_at);

-- Gauges: devices that send readings, each under a secret of its own and for its own quantities alone.
create table gauge (
  id {uuid} primary key,
  name text not null,
  unit {uuid} not null references unit (id),
  path {path} not null,
  -- Words of the quantities that it may send, with spaces.
  quantities text not null,
  -- Levels from which it proposes, by colour.
  levels text not null,
  every_s integer not null,
  secret_hash {bytes} not null unique,
  version integer not null,
  made_at bigint not null,
  -- The latest moment that a reading is of.
  last_at bigint,
  revoked_at bigint
);
create index gauge_path on gauge (path);

create table reading (
  gauge {uuid} not null references gauge (id),
  quantity text not null,
  at bigint not null,
  -- Thousandths of the quantity's unit.
  value bigint not null,
  primary key (gauge, quantity, at)
);
create index reading_at on reading (at);

-- What readings propose. One that nobody has decided on stands once for each unit and kind.
create table proposal (
  id {uuid} primary key,
  hazard text not null,
  colour text not null,
  unit {uuid} not null references unit (id),
  path {path} not null,
  -- Version of the table of thresholds.
  thresholds text not null,
  -- For each gauge: what was measured, in which window, against which threshold.
  evidence text not null,
  opened_at bigint not null,
  -- When it reached its present colour, and when it was crossed last.
  raised_at bigint not null,
  seen_at bigint not null,
  state text not null,
  decided_at bigint,
  decided_by {uuid},
  check ((state = 'open') = (decided_at is null))
);
create unique index proposal_open on proposal (unit, hazard) where state = 'open';
create index proposal_path on proposal (path);
create index proposal_opened on proposal (opened_at, id);
