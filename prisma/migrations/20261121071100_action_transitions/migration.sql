-- The legal ways between the states of an action, the same as domain's nextActionStates.

create table action_transition (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);

insert into action_transition (from_state, to_state) values
  ('requested', 'running'), ('requested', 'failed'),
  ('running', 'succeeded'), ('running', 'failed'), ('running', 'unknown');

alter table action
  add constraint an_action_begins_as_requested check (previous_state is not null or state = 'requested'),
  add constraint an_action_moves_along_a_transition foreign key (previous_state, state)
    references action_transition (from_state, to_state);

create function keep_action_state() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if tg_op = 'INSERT' then
    new.previous_state := null;
    return new;
  end if;
  if new.state = old.state then
    new.previous_state := old.previous_state;
    return new;
  end if;
  if not exists (select from action_transition where from_state = old.state and to_state = new.state) then
    raise exception 'an action that is % cannot become %', old.state, new.state
      using errcode = 'check_violation', constraint = 'an_action_moves_along_a_transition', table = 'action';
  end if;
  new.previous_state := old.state;
  return new;
end $$;

create trigger keep_action_state before insert or update on action
  for each row execute function keep_action_state();
