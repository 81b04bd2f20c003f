-- Exercises that were asked for: what is played where, how far it is, and what it has shown. The world of each is a
-- database of its own, gone when it ends; nothing of it stands in any other table.

create table exercise (
  id {uuid} primary key,
  scenario text not null,
  course text not null,
  unit {uuid} not null,
  path {path} not null,
  seed integer not null,
  -- How many times faster than the clock; null as fast as it goes.
  speed integer,
  state text not null,
  account {uuid} not null,
  posting {uuid},
  begun_at bigint not null,
  -- The clock of the exercise.
  clock_at bigint,
  -- When its player last said that it goes on.
  seen_at bigint,
  ended_at bigint,
  problem text,
  report text
);
create index exercise_path on exercise (path, begun_at);
create index exercise_open on exercise (begun_at) where ended_at is null;
