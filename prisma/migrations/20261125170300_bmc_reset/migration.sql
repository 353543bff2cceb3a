-- A stuck BMC can be restarted: with access that allows power, as it interrupts whoever works on the BMC.
-- A test changes nothing, so a tenant may ask for it on his own server at any time.
alter table action_kind add column without_access boolean not null default false;
update action_kind set without_access = true where word = 'bmc-test';
insert into action_kind (word, scope) values ('bmc-reset', 'power');

create unique index one_unfinished_bmc_reset_per_server on action (server_id)
  where kind = 'bmc-reset' and state in ('requested', 'running');
