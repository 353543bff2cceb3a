-- Who belongs where, and one spelling per e-mail address.

alter table app_user
  add constraint a_tenant_has_an_organisation_and_staff_has_none
    check ((role = 'tenant') = (organisation_id is not null)),
  add constraint email_is_lower_case check (email = lower(email));
