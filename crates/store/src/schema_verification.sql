-- Whether what was warned of came (预警检验), said by a person after its end; and how often a round rang at night, counted
-- once when no call of it is open any more.

create table warning_verification (
  warning {uuid} primary key references warning (id),
  verification text not null,
  note text,
  account {uuid} not null,
  posting {uuid} not null,
  recorded_at bigint not null
);
alter table callout add column night_rings integer;
