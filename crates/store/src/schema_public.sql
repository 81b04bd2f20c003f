-- Messages for the public (forwarded warnings, risk notices, own warnings, and their ends), and the units of each.

create table public_message (
  id {uuid} primary key,
  kind text not null,
  state text not null,
  version integer not null,
  hazard text not null,
  colour text,
  -- What to do by audience and language, what else to know, what people are told to use; a salt for the journal's hash.
  said text not null,
  detail text not null,
  advice text not null,
  salt {bytes} not null,
  warning {uuid} references warning (id),
  about {uuid} references public_message (id),
  expires_at bigint not null,
  author {uuid} not null,
  author_posting {uuid} not null,
  created_at bigint not null,
  submitted_at bigint,
  decider {uuid},
  decider_posting {uuid},
  decided_at bigint,
  -- Sent by one person alone, and judged afterwards.
  glass {bool} not null,
  reviewer {uuid},
  reviewer_posting {uuid},
  reviewed_at bigint,
  verdict text,
  -- A decision by word of mouth, and when it was signed.
  oral_posting {uuid},
  oral_account {uuid},
  oral_way text,
  oral_at bigint,
  signed_at bigint,
  published_at bigint,
  -- The words as they went out, who says so, and the CAP message.
  texts text,
  issuer text,
  sender text,
  identifier text,
  document {bytes},
  ended_at bigint,
  ended_by {uuid},
  -- Nobody publishes, refuses or judges what she wrote; nobody alone publishes but by break-glass.
  check (decider is null or decider <> author),
  check (reviewer is null or reviewer <> author),
  check (oral_account is null or oral_account <> author),
  check (state in ('draft', 'submitted') or decider is not null or glass),
  check (not glass or kind = 'forward'),
  check (published_at is null or (texts is not null and document is not null and identifier is not null)),
  unique (sender, identifier)
);
create index public_message_created on public_message (created_at, id);
create index public_message_force on public_message (expires_at) where state = 'published';

create table public_message_unit (
  message {uuid} not null references public_message (id),
  unit {uuid} not null,
  path {path} not null,
  primary key (message, unit)
);
create index public_message_unit_path on public_message_unit (path);
