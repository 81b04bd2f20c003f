-- What is known of a place because of its kind, and where it was read from.

-- JSON, ids of fields to values; none where nothing is known.
alter table place add column fields text;
-- By which the place is known again in another register, such as osm:way/123, and what that said of it the last time.
alter table place add column source_key text;
alter table place add column source_told text;
create unique index place_source on place (source_key) where source_key is not null;
