-- Confirmations that are called back blind: drawn when a post says that it is there.

create table call_back (
  call {uuid} primary key references call (id),
  callout {uuid} not null references callout (id),
  unit {uuid} not null,
  path {path} not null,
  drawn_at bigint not null,
  -- What was found, by whom and when; null while nobody has called back.
  found text,
  account {uuid},
  posting {uuid},
  called_at bigint
);
create index call_back_path on call_back (callout, path);
