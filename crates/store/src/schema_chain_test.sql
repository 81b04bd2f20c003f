-- Tests of the call chain: by which ways each post that a warning would call was reached on a quiet day.

create table chain_test (
  id {uuid} primary key,
  unit {uuid} not null,
  path {path} not null,
  -- Whether another one follows a month later.
  repeated {bool} not null,
  -- Null where it follows one that is repeated.
  account {uuid},
  posting {uuid},
  begun_at bigint not null,
  -- When every post was written down.
  placed_at bigint,
  ended_at bigint
);
create index chain_test_path on chain_test (path, begun_at);
create index chain_test_open on chain_test (begun_at) where ended_at is null;

create table chain_test_post (
  id {uuid} primary key,
  test {uuid} not null references chain_test (id),
  posting {uuid} not null,
  account {uuid} not null,
  unit {uuid} not null,
  path {path} not null,
  -- Ways that were seen to work.
  working integer not null
);
create unique index chain_test_post_once on chain_test_post (test, posting);
create index chain_test_post_path on chain_test_post (test, path, id);

create table chain_test_message (
  id {uuid} primary key,
  post {uuid} not null references chain_test_post (id),
  account {uuid} not null,
  channel text not null,
  state text not null,
  tries smallint not null,
  carrier_id text,
  error text,
  answered_at bigint,
  -- When it is sent, or sent again; null when nothing more is.
  next_at bigint,
  changed_at bigint not null
);
create unique index chain_test_message_once on chain_test_message (post, channel);
create index chain_test_message_account on chain_test_message (account);
create index chain_test_message_due on chain_test_message (next_at) where next_at is not null;
create index chain_test_message_carrier on chain_test_message (channel, carrier_id) where carrier_id is not null;
