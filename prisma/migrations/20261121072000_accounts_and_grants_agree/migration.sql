-- An account stands on the BMC of its grant, and a grant is not over while its account may live.

create function refuse_account_elsewhere() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if not exists (select from access_grant g where g.id = new.grant_id and g.bmc_id = new.bmc_id) then
    raise exception 'an account stands on the BMC of its grant'
      using errcode = 'check_violation', constraint = 'an_account_stands_on_its_grants_bmc', table = 'account';
  end if;
  return new;
end $$;

create trigger an_account_stands_on_its_grants_bmc before insert or update of grant_id, bmc_id on account
  for each row execute function refuse_account_elsewhere();

create function refuse_end_with_account() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if exists (select from account a where a.grant_id = new.id and a.gone_at is null) then
    raise exception 'a grant whose account is not proven gone cannot become %', new.state
      using errcode = 'check_violation', constraint = 'an_ended_grant_has_no_account', table = 'access_grant';
  end if;
  return new;
end $$;

create trigger an_ended_grant_has_no_account before update on access_grant
  for each row when (new.state in ('revoked', 'denied') and old.state <> new.state)
  execute function refuse_end_with_account();
