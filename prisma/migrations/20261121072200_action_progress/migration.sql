-- A running action may show in `result` what is known so far, and pages hear of each step.

drop trigger notify_changed_action on action;
create trigger notify_changed_action after update on action
  for each row when ((old.state, old.sent_at, old.result) is distinct from (new.state, new.sent_at, new.result))
  execute function notify_action_change();
