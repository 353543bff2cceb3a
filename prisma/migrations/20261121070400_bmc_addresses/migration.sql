-- A BMC can be reached, and the slots that it may give away leave out 0 (does not exist) and 1 (anonymous).

alter table bmc
  add constraint port_is_a_port check (port between 1 and 65535),
  add constraint a_screen_has_an_address check (
    screen_protocol = 'none'
    or (screen_host is not null and screen_port is not null and screen_port between 1 and 65535)),
  add constraint allowed_slots_are_above_one check (1 < all (allowed_slots));
