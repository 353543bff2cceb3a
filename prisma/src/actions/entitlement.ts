import { Prisma } from '../generated/client.ts';

/**
 * SQL over the action row `a`: may the person who asked for it still do it? Staff may. A tenant needs an active grant of
 * his organisation on the server, by the database's clock, with the scope that this kind of action asks for; for a kind
 * that is free of it, it is enough that the server is his organisation's. A hand-over or a rotation, once asked for, is the
 * hoster's own need and outlives whoever clicked.
 */
export const isEntitled = Prisma.sql`(a.kind in ('hand-over', 'rotate-credential') or exists (
  select from app_user u
    join server s on s.id = a.server_id
    left join organisation o on o.id = u.organisation_id
   where u.id = a.requested_by_id and u.disabled_at is null
     and (u.role in ('support', 'admin') or (
       o.suspended_at is null
       and (s.organisation_id = u.organisation_id
            and exists (select from action_kind k where k.word = a.kind and k.without_access)
         or exists (
         select from access_grant g
           join action_kind k on k.word = a.kind and k.scope = any (g.scopes)
          where g.server_id = s.id and g.organisation_id = s.organisation_id
            and g.organisation_id = u.organisation_id
            and g.state = 'active' and g.grace_started_at is null and (g.ends_at is null or g.ends_at > now())))))))`;
