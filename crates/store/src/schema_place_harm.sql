-- Places in their first form, their closures, and first reports of harm (首报, 续报, 终报).

alter table place add column elevation_cm integer;
alter table place add column sill_cm integer;
alter table place add column households integer;
alter table place add column body {uuid};
-- The middle of the place, degrees × 10⁷; none for places saved before there was such a column.
alter table place add column x integer;
alter table place add column y integer;
alter table place add column retired_at bigint;
alter table place add column version integer not null default 1;

-- A place that closes for a warning. cause: the warning or response, where there is one.
create table closure (
  id {uuid} primary key,
  place {uuid} not null references place (id),
  unit {uuid} not null,
  path {path} not null,
  body {uuid},
  hazard text not null,
  colour text not null,
  cause {uuid},
  state text not null,
  due_at bigint not null,
  opened_at bigint not null,
  opened_by {uuid},
  closed_at bigint,
  closed_by {uuid},
  authorised_at bigint,
  authorised_by {uuid},
  reopened_at bigint,
  reopened_by {uuid}
);
-- A place closes once, whatever orders it.
create unique index closure_once on closure (place) where state in ('to_close', 'closed');
create index closure_path on closure (path, id);
create index closure_open on closure (path) where state in ('to_close', 'closed');

-- What happened where. reporter: shown to nobody but by a journalled look with a reason.
create table harm_report (
  id {uuid} primary key,
  kind text not null,
  unit {uuid} not null,
  path {path} not null,
  place {uuid},
  x integer,
  y integer,
  reporter {uuid} not null,
  known_at bigint not null,
  recorded_at bigint not null
);
create index harm_report_path on harm_report (path, recorded_at);
create index harm_report_time on harm_report (recorded_at, id);

-- What was known when. A correction is another version; none is ever changed. Unknown counts are null, never 0.
create table harm_version (
  id {uuid} primary key,
  report {uuid} not null references harm_report (id),
  number integer not null,
  stage text not null,
  basis text not null,
  dead integer,
  missing integer,
  dead_or_missing integer,
  injured integer,
  affected integer,
  moved integer,
  loss_yuan bigint,
  known_at bigint not null,
  recorded_at bigint not null,
  author {uuid} not null,
  posting {uuid} not null,
  show_post {bool} not null,
  reporter {uuid} not null,
  salt {bytes} not null,
  unique (report, number),
  -- Nobody verifies what she reported.
  check (basis <> 'verified' or author <> reporter)
);

-- The same incident told twice: the latest line counts, none is taken away.
create table harm_relation (
  id {uuid} primary key,
  report {uuid} not null references harm_report (id),
  master {uuid} references harm_report (id),
  posting {uuid} not null,
  recorded_at bigint not null
);
create index harm_relation_report on harm_relation (report, recorded_at);

-- Which levels a version was put before, in the transaction that took it, and when each first looked.
create table harm_level (
  version {uuid} not null references harm_version (id),
  report {uuid} not null,
  unit {uuid} not null,
  told_at bigint not null,
  seen_at bigint,
  seen_by {uuid},
  primary key (version, unit)
);
create index harm_level_unseen on harm_level (unit, report) where seen_at is null;
create index harm_level_report on harm_level (report);

-- What was reported stays, whoever asks the database: only where the unit stands now may be written anew.
{sqlite} create trigger harm_report_kept before delete on harm_report begin select raise(abort, 'reports of harm are kept'); end;
{sqlite} create trigger harm_report_fixed before update of id, kind, place, x, y, reporter, known_at, recorded_at on harm_report begin select raise(abort, 'reports of harm are kept'); end;
{sqlite} create trigger harm_version_kept before delete on harm_version begin select raise(abort, 'reports of harm are kept'); end;
{sqlite} create trigger harm_version_fixed before update on harm_version begin select raise(abort, 'reports of harm are kept'); end;
{sqlite} create trigger harm_relation_kept before delete on harm_relation begin select raise(abort, 'reports of harm are kept'); end;
{sqlite} create trigger harm_relation_fixed before update on harm_relation begin select raise(abort, 'reports of harm are kept'); end;
{postgres} create function harm_is_kept() returns trigger language plpgsql as $$ begin raise exception 'reports of harm are kept'; end $$;
{postgres} create trigger harm_report_kept before delete on harm_report for each row execute function harm_is_kept();
{postgres} create trigger harm_report_fixed before update of id, kind, place, x, y, reporter, known_at, recorded_at on harm_report for each row execute function harm_is_kept();
{postgres} create trigger harm_version_kept before delete or update on harm_version for each row execute function harm_is_kept();
{postgres} create trigger harm_relation_kept before delete or update on harm_relation for each row execute function harm_is_kept();
{postgres} create trigger harm_report_whole before truncate on harm_report for each statement execute function harm_is_kept();
{postgres} create trigger harm_version_whole before truncate on harm_version for each statement execute function harm_is_kept();
