-- The portal puts BMC secrets in through this door and has no way to look at what lies behind it. A new login ends a
-- freeze: whoever typed it wants it tried.

create function put_bmc_secret(bmc_id uuid, kind text, sealed text) returns void language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  insert into bmc_secret as held (bmc_id, kind, sealed, changed_at)
    values (put_bmc_secret.bmc_id, put_bmc_secret.kind, put_bmc_secret.sealed, now())
    on conflict on constraint bmc_secret_pkey do update set sealed = excluded.sealed, changed_at = now();
  if put_bmc_secret.kind = 'login' then
    delete from bmc_login_failure f where f.bmc_id = put_bmc_secret.bmc_id;
    update bmc b set frozen_until = null where b.id = put_bmc_secret.bmc_id and b.frozen_until is not null;
  end if;
end $$;

-- Which secrets a BMC has, and since when: not what they are.
create function bmc_secrets_held(bmc_id uuid) returns table (kind text, changed_at timestamptz) language sql stable
  security definer set search_path = pg_catalog, public as $$
  select s.kind, s.changed_at from bmc_secret s where s.bmc_id = bmc_secrets_held.bmc_id
$$;

revoke execute on function put_bmc_secret(uuid, text, text), bmc_secrets_held(uuid) from public;
grant execute on function put_bmc_secret(uuid, text, text), bmc_secrets_held(uuid) to postern_portal;
