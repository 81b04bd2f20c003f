-- What set a change off, where it was not done for its own sake; and what keeps two rules of two people and the place of a
-- hazard whatever the program does.

alter table journal add column cause_kind text;
alter table journal add column cause {uuid};

-- The salt of the hash that the first entry holds of position, accuracy and place.
alter table hazard add column place_salt {bytes};

-- Who refused a report, and who took the second look after an appeal. One account has one of the two.
create table hazard_look (
  hazard {uuid} not null references hazard (id),
  account {uuid} not null,
  look text not null check (look in ('refused', 'second')),
  primary key (hazard, account)
);
