-- Whom people ask when a machine needs hands: a sentence of the site's own, and the address of its staff.
alter table site
  add column help_words text not null default '',
  add column help_mail text,
  add constraint help_words_are_short check (length(help_words) <= 500),
  -- Nothing that could add a second recipient or a header to a mail link.
  add constraint help_mail_is_one_address check (help_mail ~ '^[^@[:space:]<>",;:?&%]+@[^@[:space:]<>",;:?&%]+$'
    and length(help_mail) <= 200);
