-- What the operator's checker says of a warning's signature: unchecked, valid, invalid; null where it has none.

alter table warning add column signature text;
