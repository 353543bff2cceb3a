-- The legal ways between the states of a grant, the same as domain's nextGrantStates. The foreign key makes an
-- illegal one impossible for every session; the trigger keeps the two columns and names the mistake.

create table grant_transition (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);

insert into grant_transition (from_state, to_state) values
  ('requested', 'provisioning'), ('requested', 'denied'), ('requested', 'revoking'),
  ('provisioning', 'active'), ('provisioning', 'revoking'),
  ('active', 'revoking'),
  ('revoking', 'revoked');

alter table access_grant
  add constraint a_grant_begins_as_requested check (previous_state is not null or state = 'requested'),
  add constraint a_grant_moves_along_a_transition foreign key (previous_state, state)
    references grant_transition (from_state, to_state);

create function keep_grant_state() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if tg_op = 'INSERT' then
    new.previous_state := null;
    new.state_since := now();
    return new;
  end if;
  if new.state = old.state then
    new.previous_state := old.previous_state;
    new.state_since := old.state_since;
    return new;
  end if;
  if not exists (select from grant_transition where from_state = old.state and to_state = new.state) then
    raise exception 'a grant that is % cannot become %', old.state, new.state
      using errcode = 'check_violation', constraint = 'a_grant_moves_along_a_transition', table = 'access_grant';
  end if;
  new.previous_state := old.state;
  new.state_since := now();
  -- Each state begins its own work: whoever moves the grant need not know the queue's columns.
  new.attempts := 0;
  if new.step is not distinct from old.step then new.step := null; end if;
  if new.next_attempt_at = old.next_attempt_at then new.next_attempt_at := now(); end if;
  return new;
end $$;

create trigger keep_grant_state before insert or update on access_grant
  for each row execute function keep_grant_state();
