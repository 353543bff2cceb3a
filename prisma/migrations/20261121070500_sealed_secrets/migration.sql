-- No secret can be stored open by accident: only the text form of domain's sealed box is taken.

alter table bmc_secret
  add constraint a_bmc_secret_is_sealed check (sealed like 'box1.%.%.%.%');

alter table account
  add constraint the_tenants_password_is_sealed check (password_for_tenant like 'box1.%.%.%.%'),
  add constraint the_brokers_password_is_sealed check (password_for_broker like 'box1.%.%.%.%');

alter table console_ticket
  add constraint a_ticket_is_stored_as_its_hash check (token_hash ~ '^[0-9a-f]{64}$');
