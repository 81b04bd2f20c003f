-- Papers that were asked for as PDF: what stands on each until it is made, and the file then. Gone after a day.

create table paper (
  id {uuid} primary key,
  account {uuid} not null references account (id),
  -- SHA-256 of what stands on it: asked for twice, it is one.
  hash {bytes} not null,
  -- Of its file, without an ending.
  name text not null,
  form text,
  asked_at bigint not null,
  tries integer not null,
  -- When somebody last began to make it.
  tried_at bigint,
  made_at bigint,
  content {bytes},
  -- Why it cannot be made: a stable word, and a sentence.
  problem text,
  detail text
);
create unique index paper_hash on paper (account, hash);
create index paper_open on paper (asked_at) where made_at is null;
