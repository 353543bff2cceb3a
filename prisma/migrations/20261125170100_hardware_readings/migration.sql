-- What a BMC tells of its machine: the latest inventory, sensors and state of the event log, the sensors' last six hours,
-- and the newest events. Everything is bounded here, because a BMC may tell without end.

create table hardware_reading (
  server_id uuid not null references server (id) on delete cascade on update cascade,
  part text not null,
  content jsonb,
  read_at timestamptz(6),
  failing_since timestamptz(6),
  error_code text,
  primary key (server_id, part),
  constraint part_is_known check (part in ('inventory', 'sensors', 'event-log')),
  constraint content_has_an_age check ((content is null) = (read_at is null)),
  constraint a_failure_has_a_code check ((failing_since is null) = (error_code is null)),
  constraint content_is_small check (octet_length(content::text) <= 262144)
);

-- A ring: the slot follows from the instant, so a seventy-third point takes the place of the first.
create table sensor_history (
  server_id uuid not null references server (id) on delete cascade on update cascade,
  slot smallint not null,
  at timestamptz(6) not null,
  -- Sensor id to value.
  readings jsonb not null,
  primary key (server_id, slot),
  constraint a_ring_of_six_hours check (slot between 0 and 71),
  constraint readings_are_small check (octet_length(readings::text) <= 8192)
);

create table hardware_event (
  id bigserial primary key,
  server_id uuid not null references server (id) on delete cascade on update cascade,
  -- Hash of what the event says, without its record id: a BMC gives that away again.
  fingerprint text not null,
  seen_at timestamptz(6) not null default current_timestamp,
  at timestamptz(6),
  clock text not null,
  seconds_since_start bigint,
  severity text not null,
  sensor_type text not null,
  sensor_name text,
  description text not null,
  asserted boolean not null,
  reading jsonb,
  raw text,
  constraint an_event_is_kept_once unique (server_id, fingerprint),
  constraint clock_is_known check (clock in ('bmc-clock', 'since-start', 'unknown')),
  constraint the_clock_says_what_is_told check (
    (clock = 'bmc-clock') = (at is not null) and (clock = 'since-start') = (seconds_since_start is not null)),
  constraint severity_is_known check (severity in ('info', 'warning', 'critical')),
  constraint an_event_is_short check (
    length(sensor_type) <= 120 and length(sensor_name) <= 120 and length(description) <= 240 and length(raw) <= 64)
);
create index events_newest_first on hardware_event (server_id, id desc);

-- When each BMC is read next, and who looks at it. The table is its own queue.
create table hardware_watch (
  server_id uuid primary key references server (id) on delete cascade on update cascade,
  -- A page showed it, or somebody asked for a reading.
  looked_at timestamptz(6),
  -- Somebody pressed the button: everything is read anew.
  asked_at timestamptz(6),
  due_at timestamptz(6) not null default current_timestamp,
  -- No page brings the reading forward before: the BMC refuses our login, and tries are few.
  rest_until timestamptz(6),
  tried_at timestamptz(6),
  claimed_by uuid,
  claimed_until timestamptz(6)
);
create index hardware_due on hardware_watch (due_at);

grant select on hardware_reading, sensor_history, hardware_event, hardware_watch to postern_portal, postern_broker;
grant insert, update, delete on hardware_reading, sensor_history, hardware_event to postern_broker;
grant usage on sequence hardware_event_id_seq to postern_broker;
grant insert (server_id, due_at), update (due_at, asked_at, rest_until, tried_at, claimed_by, claimed_until)
  on hardware_watch to postern_broker;
grant insert (server_id, looked_at, asked_at, due_at), update (looked_at, asked_at, due_at, rest_until)
  on hardware_watch to postern_portal;
