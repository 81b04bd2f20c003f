-- Residents' numbers: registered for a building for a year, and called when it is moved out. No name stands anywhere.

create table resident_number (
  id {uuid} primary key,
  place {uuid} not null,
  unit {uuid} not null,
  path {path} not null,
  -- The number, and the door where one was given.
  sealed {bytes} not null,
  -- Keyed hash of the number.
  lookup {bytes} not null,
  -- When its owner said that it is his; null while he is asked.
  confirmed_at bigint,
  registered_at bigint not null,
  expires_at bigint not null
);
create unique index resident_number_once on resident_number (place, lookup);
create index resident_number_lookup on resident_number (lookup);
create index resident_number_expiry on resident_number (expires_at);

-- The calls of an evacuation to the numbers of its buildings. Deleted with the marks of doors, 30 days after the end.
create table resident_call (
  id {uuid} primary key,
  evacuation {uuid} not null references evacuation (id),
  list {uuid} not null references evacuation_group (id),
  number {uuid} not null,
  door text,
  -- Names the attempt that is on its way, or was the last one.
  attempt {uuid} not null,
  made smallint not null,
  channel text,
  state text not null,
  carrier_id text,
  error text,
  answer text,
  answered_at bigint,
  began_at bigint,
  -- When the next attempt is due; null when none is.
  next_at bigint,
  claimed_until bigint,
  changed_at bigint not null
);
create unique index resident_call_once on resident_call (evacuation, number);
create index resident_call_list on resident_call (list);
create index resident_call_number on resident_call (number);
create index resident_call_due on resident_call (next_at) where next_at is not null;
create index resident_call_carrier on resident_call (channel, carrier_id) where carrier_id is not null;

-- When the numbers of an evacuation were last looked for.
alter table evacuation add column residents_at bigint;
