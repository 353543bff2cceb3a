-- What a grant allows stands on the grant, and no application may change it afterwards: more is a new grant. What was
-- given before there were scopes was given for everything.

alter table access_grant
  add column scopes text[] not null default array['view', 'console', 'power', 'media', 'account'],
  add constraint scopes_are_known check (scopes <@ array['view', 'console', 'power', 'media', 'account']),
  add constraint a_grant_allows_something check (cardinality(scopes) > 0);
alter table access_grant alter column scopes drop default;

-- The scope that a tenant needs to ask for an action; null: staff only.
alter table action_kind
  add column scope text,
  add constraint scope_is_known check (scope in ('view', 'console', 'power', 'media', 'account'));
update action_kind set scope = 'power' where word in ('power', 'boot');

-- An account exists only where the grant allows one.
create function refuse_account_without_scope() returns trigger language plpgsql
  set search_path = pg_catalog, public as $$
begin
  if not exists (select from access_grant g where g.id = new.grant_id and 'account' = any (g.scopes)) then
    raise exception 'this grant allows no account on the BMC'
      using errcode = 'check_violation', constraint = 'an_account_needs_its_scope', table = 'account';
  end if;
  return new;
end $$;

create trigger an_account_needs_its_scope before insert on account
  for each row execute function refuse_account_without_scope();
