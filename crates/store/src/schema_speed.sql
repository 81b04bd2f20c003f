-- What a report costs: an index over a column that most hazards leave empty holds only those that fill it.
drop index hazard_place;
create index hazard_place on hazard (place) where place is not null;
drop index hazard_import;
create index hazard_import on hazard (import) where import is not null;
drop index hazard_merged;
create index hazard_merged on hazard (merged_into) where merged_into is not null;
drop index hazard_outside;
create unique index hazard_outside on hazard (outside_system, outside_number) where outside_system is not null;

-- The map counts open hazards by the path of their unit: all that it asks for stands here, in the order in which it is
-- grouped, and the rows are left alone.
create index hazard_map on hazard (path, due_at, restricted, open) where open;

-- A part of the tree, and how many of it stand in each state without reading the rows.
drop index hazard_path;
create index hazard_path on hazard (path, state, restricted);

-- What stands in a box, in the order of the list: a page is found here, and only its rows are read.
drop index hazard_cell;
create index hazard_cell on hazard (cell, due_at, id, x, y, open, restricted, path);
