-- Uploads in parts (tus 1.0). The bytes lie in the file store, each part an object of its own; a day after its
-- beginning an upload is forgotten, finished or not.

create table upload (
  id {uuid} primary key,
  length bigint not null,
  received bigint not null,
  uploader {uuid},
  created_at bigint not null,
  -- Whole, and a file with this id.
  finished_at bigint
);
create index upload_created on upload (created_at);

create table upload_part (
  upload {uuid} not null references upload (id),
  start bigint not null,
  bytes bigint not null,
  object text not null,
  -- Two requests at once each bring the same part: the second is refused.
  primary key (upload, start)
);
