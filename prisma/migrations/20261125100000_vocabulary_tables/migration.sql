-- Words of lists that grow with the product stand in tables: a new one is an insert, and no older constraint is written
-- again. As strict as the checks that they replace.

create table grant_end_cause (word text primary key);
insert into grant_end_cause (word) values
  ('expired'), ('ended-by-tenant'), ('revoked-by-staff'), ('organisation-suspended'), ('user-disabled'),
  ('server-reassigned'), ('provisioning-failed');

create table grant_step (word text primary key);
insert into grant_step (word) values
  ('reserving'), ('writing'), ('checking'),
  ('disable'), ('remove-privilege'), ('scramble-password'), ('blank-name'), ('end-sessions'), ('read-back'),
  ('refused-login');

create table action_kind (word text primary key);
insert into action_kind (word) values ('power'), ('boot'), ('bmc-test');

alter table access_grant
  drop constraint end_cause_is_known,
  drop constraint step_is_known,
  add constraint end_cause_is_known foreign key (end_cause) references grant_end_cause (word),
  add constraint step_is_known foreign key (step) references grant_step (word);

alter table action
  drop constraint kind_is_known,
  add constraint kind_is_known foreign key (kind) references action_kind (word);

grant select on grant_end_cause, grant_step, action_kind to postern_portal, postern_broker;
