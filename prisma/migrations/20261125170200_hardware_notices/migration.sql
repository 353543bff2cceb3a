-- Pages hear of a reading while somebody looks at the server's hardware, and brokers of somebody who wants one. What
-- nobody looks at makes no noise.

create function notify_hardware_reading() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform notify_change('hardware', new.part, new.server_id, s.organisation_id)
    from server s join hardware_watch w on w.server_id = s.id
   where s.id = new.server_id and w.looked_at > now() - interval '5 minutes';
  return null;
end $$;
create trigger notify_hardware_reading after insert or update on hardware_reading
  for each row execute function notify_hardware_reading();

create trigger wake_for_first_hardware_look after insert on hardware_watch
  for each row execute function notify_work_at_server();
create trigger wake_for_hardware_look after update on hardware_watch
  for each row when (new.due_at < old.due_at)
  execute function notify_work_at_server();
