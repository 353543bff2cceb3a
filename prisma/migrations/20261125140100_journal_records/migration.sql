-- What brokers wrote into their own journals while they could not write here. Each entry is recorded once, however often
-- its broker comes with it.

create table journal_record (
  id uuid primary key,
  broker_id uuid not null references broker (id) on delete restrict on update cascade,
  recorded_at timestamptz not null default clock_timestamp()
);
grant select on journal_record to postern_portal, postern_broker;
grant insert on journal_record to postern_broker;
