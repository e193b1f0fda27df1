-- Plants the two bounds of one incident: variant 'first' = every owner of any camera, variant 'final' = the owners of
-- the cameras that shared a server, and the people with a session in the window (the same in both, owners all of them).
-- Variables: owners_bound, viewers_bound, views_in_log. Below the owner pool camera n belongs to account n alone.
create table bound_person as
  select row_number() over (order by k) - 1 as n, person
  from (select k, scattered_account(k) as person from range(20000) t(k))
  where person < getvariable('owner_pool')
  qualify n < getvariable('owners_bound') + getvariable('viewers_bound');
create table bound_camera as select n, camera(person) as device_id, person from bound_person where n < getvariable('owners_bound');
create table bound_viewer as
  select n - getvariable('owners_bound') as n, account(person) as account_id, person from bound_person where n >= getvariable('owners_bound');

insert into planted_session
select account_id, 'r-' || lower(hex(entropy('session', n))), getvariable('window_from') - to_seconds(draw('in', n, 90000)),
  case when n % 3 > 0 then getvariable('window_from') + to_seconds(1 + draw('out', n, 9000)) end
from bound_viewer
union all -- ended as the window began, or began as it ended
select account(person), 'r-past-' || k, case k % 2 when 0 then getvariable('window_from') - interval 5 hour else getvariable('window_to') end,
  case k % 2 when 0 then getvariable('window_from') end
from (select k, scattered_account(k) as person from range(30000, 33000) t(k));

-- What the log does show: some of these people did receive footage of these cameras.
create table shown_pair as
  select row_number() over (order by n) - 1 as n, v.account_id as viewer, account(c.person) as owner, c.device_id,
    ['shown', 'shown', 'tapped', 'viewed'][1 + draw('grade', n, 4)] as action
  from bound_viewer v join bound_camera c using (n)
  where v.person not in (previous_of(c.person), member_of(c.person), former_of(c.person))
  qualify row_number() over (order by n) <= getvariable('views_in_log');
insert into planted_event (key, occurred_at, viewer, account_id, device_id, action)
select 'view-' || n, at_second(getvariable('anchor_s') + draw('view', n, 1850)), viewer, viewer, device_id, action from shown_pair;

insert into planted_truth (side, bound, account_id, grade, variant)
with clause as (
  select 'owner' as side, 'lower' as bound, owner as account_id, if(action = 'viewed', 'video', action) as grade from shown_pair
  union all select 'viewer', 'lower', viewer, if(action = 'viewed', 'video', action) from shown_pair
  union all select 'viewer', 'upper', account_id, 'video' from bound_viewer)
select clause.*, variant from clause, (values ('first'), ('final')) t(variant)
union all select 'owner', 'upper', account(person), 'video', 'final' from bound_camera
union all select 'owner', 'upper', account(i), 'video', 'first' from range(getvariable('owner_pool')) t(i);

insert into planted_report select viewer, getvariable('window_from') + interval 12 minute, 'somebody else''s kitchen' from shown_pair where n < 20;
