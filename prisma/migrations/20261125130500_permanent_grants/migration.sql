-- A permanent grant has somebody of the hoster who answers for it, and its date of review is told of before it comes and
-- when it has passed: once each, and anew for a new date.

alter table access_grant
  add column owner_id uuid,
  add column review_told text,
  add constraint access_grant_owner_id_fkey foreign key (owner_id) references app_user (id)
    on delete restrict on update cascade,
  add constraint review_told_is_known check (review_told in ('soon', 'passed'));

update access_grant set owner_id = requested_by_id where permanent;

alter table access_grant add constraint a_permanent_grant_has_an_owner check (not permanent or owner_id is not null);

create function forget_told_review() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  new.review_told := null;
  return new;
end $$;

create trigger a_new_review_is_told_anew before update on access_grant
  for each row when (old.review_at is distinct from new.review_at)
  execute function forget_told_review();

create index grants_to_review on access_grant (review_at) where permanent and state = 'active';

grant update (review_told) on access_grant to postern_broker;
