-- A site's limits make sense together.

alter table site
  add constraint durations_are_ordered check (
    0 < min_duration_seconds
    and min_duration_seconds <= default_duration_seconds
    and default_duration_seconds <= max_duration_seconds
    and max_duration_seconds <= max_total_seconds),
  add constraint extensions_are_not_negative check (max_extensions >= 0);
