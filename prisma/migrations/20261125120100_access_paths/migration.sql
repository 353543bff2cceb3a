-- How a tenant's tools reach the BMC: carried through a relay on a broker, or directly. A site wishes, the broker decides
-- when the account is made, and the grant keeps what was decided. Null: no account, nothing to reach.

alter table site
  add column access_path text not null default 'carried',
  add constraint access_path_is_known check (access_path in ('carried', 'direct'));

alter table access_grant
  add column access_path text,
  add constraint access_path_is_known check (access_path in ('carried', 'direct'));

-- Access that stands was given with the BMC's own address.
update access_grant g set access_path = 'direct'
 where exists (select from account a where a.grant_id = g.id);

grant update (access_path) on access_grant to postern_broker;
