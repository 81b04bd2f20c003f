-- Somebody goes to a silent post or tries it by radio: one task for each call, with an owner and a time. Who had it
-- before stands in the journal.

create table knock (
  -- No reference: it would wait for whoever holds that call, and two workers for each other.
  call {uuid} primary key,
  callout {uuid} not null references callout (id),
  -- The unit of the call, and where that stands.
  unit {uuid} not null,
  path {path} not null,
  way text not null,
  -- Its owner.
  posting {uuid} not null,
  account {uuid} not null,
  ordered_at bigint not null,
  -- Null where a unit went dark and nobody had to order it.
  ordered_by {uuid},
  due_at bigint not null,
  -- What was found; null while nobody has said.
  found text,
  found_at bigint
);
create index knock_account on knock (account, callout);

-- A call that its post, or whoever runs the round, gave to another post: that one is called too, and the first keeps it.
create table call_handover (
  call {uuid} primary key references call (id),
  posting {uuid} not null,
  account {uuid} not null,
  handed_at bigint not null,
  handed_by {uuid} not null,
  -- When the new one was called; null while that is still to come.
  rung_at bigint
);
