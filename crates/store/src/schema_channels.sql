-- Outlets of units: work groups (工作群) of messengers and loudspeakers (大喇叭), and what each was told.

create table outlet (
  id {uuid} primary key,
  unit {uuid} not null references unit (id),
  path {path} not null,
  -- dingtalk, wecom, feishu or loudspeaker.
  kind text not null,
  name text not null,
  -- Web address of the robot with its secret, or topic of the speaker: encrypted; gone when it was taken away.
  address {bytes},
  added_at bigint not null,
  removed_at bigint
);
create index outlet_path on outlet (path) where removed_at is null;

-- One message to one outlet about one round of calls. The id is the key under which it is said, once or again.
create table outlet_message (
  id {uuid} primary key,
  callout {uuid} not null references callout (id),
  outlet {uuid} not null references outlet (id),
  unit {uuid} not null,
  path {path} not null,
  -- 0 first: nearest to where the harm is expected.
  priority smallint not null,
  -- Posts of the unit and below that were called.
  posts integer not null,
  state text not null,
  tries smallint not null,
  error text,
  next_at bigint,
  claimed_until bigint,
  changed_at bigint not null,
  unique (callout, outlet)
);
create index outlet_message_due on outlet_message (priority, next_at) where next_at is not null;
