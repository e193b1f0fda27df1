-- Plants the race: requests that carry V's session are logged under the account O, and return O's camera. Only the
-- identity provider's table knows that V received them. V also reads at home under the same session, so that the log
-- alone shows one session under two accounts. Variable: pairs_swapped. Below the owner pool camera n is account n's.
create table swap as
  with person as (
    select row_number() over (order by k) - 1 as n, person
    from (select k, scattered_account(k) as person from range(8000) t(k)) where person < getvariable('owner_pool')),
  pair as (
    select v.n, v.person as viewer_i, o.person as owner_i
    from person v join person o on o.n = v.n + 2000 where v.n < 2000
      and v.person not in (previous_of(o.person), member_of(o.person), former_of(o.person)))
  select row_number() over (order by n) - 1 as n, viewer_i, owner_i, account(viewer_i) as viewer, account(owner_i) as owner
  from pair qualify row_number() over (order by n) <= getvariable('pairs_swapped');

insert into planted_event (key, occurred_at, viewer, account_id, session_id, device_id, action)
with act as (
  select *, unnest(case when n % 5 = 0 then ['shown', 'tapped', 'viewed'] when n % 5 < 3 then ['shown', 'tapped'] else ['shown'] end) as action,
    unnest(case when n % 5 = 0 then [0, 6, 11] when n % 5 < 3 then [0, 6] else [0] end) as later_s
  from swap)
select 'swapped-' || n || '-' || action, at_second(getvariable('anchor_s') + 1800 + draw('swapped', n, 5000) + later_s), viewer, owner,
  session_of(viewer, getvariable('window_from')), camera(owner_i), action
from act
union all
select 'at-home-' || n, at_second(getvariable('anchor_s') + draw('at home', n, 1700)), viewer, viewer, session_of(viewer, getvariable('window_from')), camera(viewer_i), 'shown'
from swap;

insert into planted_truth (side, bound, account_id, grade)
select side, 'lower', case side when 'owner' then owner else viewer end, case when n % 5 = 0 then 'video' when n % 5 < 3 then 'tapped' else 'shown' end
from swap, (values ('owner'), ('viewer')) s(side);

-- A swap inside one household harms nobody: the member whose session it was may see the camera.
insert into planted_event (key, occurred_at, viewer, account_id, session_id, device_id, action)
select 'household-' || k, at_second(getvariable('anchor_s') + 900 + draw('household', k, 6000)), account(member_of(j)), account(owner_of(j)),
  session_of(account(member_of(j)), getvariable('window_from')), camera(j), 'viewed'
from (select k, scattered_camera(20000 + k) // 10 * 10 as j from range(20) t(k));

-- Where the table names two accounts for a session it names nobody: the log's word counts, and the read is legitimate.
insert into planted_event (key, occurred_at, viewer, account_id, session_id, device_id, action)
select 'ambiguous-' || k, at_second(getvariable('anchor_s') + 900 + draw('ambiguous', k, 6000)), account(j), account(j), 'sx-' || k, camera(j), 'viewed'
from (select k, scattered_camera(21000 + k) % getvariable('owner_pool') as j from range(10) t(k))
union all
select 'ambiguous-other-' || k, at_second(getvariable('anchor_s') + 900 + draw('ambiguous', k, 6000)), account(j), account(j), 'sx-' || k, camera(j), 'viewed'
from (select k, scattered_camera(22000 + k) % getvariable('owner_pool') as j from range(10) t(k));

insert into planted_report select viewer, getvariable('window_from') + interval 100 minute, 'signed in as somebody else' from swap where n < 15;
