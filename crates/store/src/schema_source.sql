-- Where warnings and readings come from, and what they propose.

-- What a warning warns of; empty in those that came before it was kept.
alter table warning add column hazard text;
