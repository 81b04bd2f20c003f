-- Evacuations (转移): households of buildings, counted and never named.

-- One evacuation of one unit. Its texts (when, where to, care afterwards) stand in free_text.
create table evacuation (
  id {uuid} primary key,
  unit {uuid} not null,
  path {path} not null,
  -- The response that ordered it, where one did.
  cause {uuid},
  -- What people flee from.
  peril text not null,
  -- The post that organises it; none until somebody takes it on.
  organiser {uuid},
  due_at bigint,
  no_return_before bigint,
  -- Ordered before it was reported (先转移后报告), and when the unit above was told.
  move_first {bool} not null,
  told_at bigint,
  opened_at bigint not null,
  opened_by {uuid},
  -- open, refused, authorised.
  home text not null,
  home_at bigint,
  rain_ended_at bigint,
  ended_at bigint,
  -- When the marks of its doors were deleted.
  swept_at bigint,
  changed_at bigint not null
);
create index evacuation_path on evacuation (path, opened_at);
create index evacuation_unswept on evacuation (ended_at) where ended_at is not null and swept_at is null;

-- A building, or a part of one, with its households by stage.
create table evacuation_group (
  id {uuid} primary key,
  evacuation {uuid} not null references evacuation (id),
  place {uuid},
  -- The unit in which the building stands: whoever works there reports for it.
  path {path} not null,
  label text not null,
  -- Whether somebody counted its households; otherwise their number is unknown, not zero.
  counted {bool} not null,
  -- Households that asked for help: they are moved first.
  asked_help integer not null,
  shelter {uuid},
  listed integer not null,
  notified integer not null,
  confirmed integer not null,
  refused integer not null,
  police integer not null,
  not_found integer not null,
  en_route integer not null,
  shelter_count integer not null,
  relatives integer not null,
  after_care integer not null,
  left_early integer not null,
  return_authorised integer not null,
  returned integer not null,
  changed_at bigint not null
);
create index evacuation_group_of on evacuation_group (evacuation);
create index evacuation_group_shelter on evacuation_group (shelter) where shelter is not null;

-- The door list (逐户清单): a door number and how it stands. Deleted 30 days after the end.
create table evacuation_door (
  list {uuid} not null references evacuation_group (id),
  door text not null,
  stage text not null,
  changed_at bigint not null,
  primary key (list, door)
);

-- Shelters (避难场所). Capacity follows from area and class, occupancy from the groups that were sent here.
create table shelter (
  id {uuid} primary key,
  code text not null unique,
  names text not null,
  unit {uuid} not null,
  path {path} not null,
  place {uuid},
  -- Degrees × 10⁷.
  x integer not null,
  y integer not null,
  kind text not null,
  -- What it is suitable for, separated by spaces.
  suitable_for text not null,
  elevation_cm integer,
  area_m2 integer not null,
  class text not null
);
create index shelter_path on shelter (path);

-- The assistance register (协助登记). Call-name, door, help and phones are sealed; nothing that holds a risk refers to it.
create table assist (
  id {uuid} primary key,
  place {uuid} not null,
  unit {uuid} not null,
  path {path} not null,
  sealed {bytes} not null,
  consent text not null,
  secret_hash {bytes} not null unique,
  -- Posts of helpers.
  helper_a {uuid},
  helper_b {uuid},
  registered_at bigint not null,
  expires_at bigint not null
);
create index assist_place on assist (place, expires_at);
create index assist_expiry on assist (expires_at);

-- How many households of a building are thought to need help.
create table assist_estimate (
  place {uuid} primary key,
  unit {uuid} not null,
  path {path} not null,
  estimated integer not null,
  changed_at bigint not null
);

-- Numbered lists on paper, and what became of them. What stood on them stands nowhere.
create table assist_print (
  id {uuid} primary key,
  number integer not null unique,
  place {uuid} not null,
  unit {uuid} not null,
  path {path} not null,
  entries integer not null,
  printed_by {uuid} not null,
  posting {uuid},
  printed_at bigint not null,
  ending text,
  closed_at bigint
);
create index assist_print_path on assist_print (path, number);

-- Who saw how many entries lately.
create index journal_assist_viewed on journal (actor, recorded_at) where kind = 'assist.viewed';
