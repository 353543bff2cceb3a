-- Two people cannot hold access to the same server at once, whatever two requests race for.

create unique index one_live_grant_per_server on access_grant (server_id)
  where state in ('requested', 'provisioning', 'active', 'revoking');
