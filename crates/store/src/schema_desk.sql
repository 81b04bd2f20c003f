-- What the duty desk asks for: views that a person saves for itself, and the queue of one body in its order.

create table saved_view (
  account {uuid} not null references account (id),
  id {uuid} not null,
  name text not null,
  query text not null,
  updated_at bigint not null,
  -- The client makes the id: two accounts may make the same one, and neither learns of the other's.
  primary key (account, id),
  unique (account, name)
);

-- The same look-up by body as before, and now in the order of the list.
drop index hazard_body;
create index hazard_body on hazard (body, due_at, id);

-- The journal from its newest entry backwards, and a span of time in it.
create index journal_recorded on journal (recorded_at, seq);

-- Personal by nature: few, and left out of every view of the journal.
create index hazard_restricted on hazard (id) where restricted;
