-- What the brokers ask for every second, and what people search for.

create index grants_to_end on access_grant (ends_at) where state = 'active' and ends_at is not null;
create index grants_to_work_on on access_grant (next_attempt_at)
  where state in ('requested', 'provisioning', 'revoking');
create index actions_to_run on action (requested_at) where state in ('requested', 'running');
create index open_consoles_by_user on console_session (user_id) where closed_at is null;
create index open_consoles_by_broker on console_session (broker_id) where closed_at is null;
create index tickets_to_clear on console_ticket (expires_at);

create extension if not exists pg_trgm;
create index server_name_search on server using gin (name gin_trgm_ops);
create index bmc_host_search on bmc using gin (host gin_trgm_ops);
create index account_username_search on account using gin (username gin_trgm_ops);
create index server_address_search on server using gin (ip_addresses);
