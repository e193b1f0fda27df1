-- Plants the ten cameras of the cached pages, the people with a web session in the forty minutes (upper viewer grade
-- video), and sessions which only touch the window or lie in the part of the presumption outside it.
-- Variables: cameras_exposed, people_signed_in. Below the owner pool camera n belongs to account n.
create table exposed_camera as
  select row_number() over (order by k) - 1 as n, camera(j) as device_id, owner_of(j) as owner_i, j
  from (select k, scattered_camera(k) as j from range(20000, 21000) t(k))
  where j < getvariable('owner_pool') and j not in (select j from ordinary)
  qualify n < getvariable('cameras_exposed');

-- Former owners whose time ended as the window began, or in the part of the presumption before it: not exposed.
insert into planted_account values ('owner-until-window'), ('owner-until-before');
insert into planted_entitlement
select device_id, case n when 0 then 'owner-until-window' else 'owner-until-before' end, 'owner', getvariable('window_from') - interval 900 day,
  getvariable('window_from') - case n when 0 then interval 0 minute else interval 4 minute end
from exposed_camera where n < 2;

-- Two of the ten owners were signed in themselves.
create table signed_in as
  with people as (
    select row_number() over (order by place, k) - 1 as n, person from (
      select 0 as place, n as k, owner_i as person from exposed_camera where n >= 8
      union all
      select 1, k, scattered_account(k) from range(8000) t(k) where scattered_account(k) not in (select owner_i from exposed_camera)))
  select n, account(person) as account_id from people where n < getvariable('people_signed_in') + 1200;

insert into planted_session
select account_id, 'w-' || lower(hex(entropy('web session', n))),
  case n % 4 when 0 then getvariable('window_from') - interval 3 hour when 1 then getvariable('window_from') - to_seconds(draw('in', n, 3000))
    when 2 then getvariable('window_from') + to_seconds(draw('in', n, 2000)) else getvariable('window_to') - interval 1 microsecond end,
  case n % 4 when 0 then null when 1 then getvariable('window_from') + interval 1 microsecond
    when 2 then getvariable('window_from') + to_seconds(2001 + draw('out', n, 6000)) else getvariable('window_to') + interval 1 hour end
from signed_in where n < getvariable('people_signed_in')
union all -- a second session of the same person makes nobody new
select account_id, 'w2-' || lower(hex(entropy('second session', n))), getvariable('window_from') + interval 5 minute, getvariable('window_from') + interval 9 minute
from signed_in where n < 200
union all -- only touching, empty, or outside the window
select account_id, 'w-' || lower(hex(entropy('web session', n))),
  case n % 4 when 0 then getvariable('window_from') - interval 2 hour when 1 then getvariable('window_to')
    when 2 then getvariable('window_from') + interval 20 minute else getvariable('window_from') - interval 9 minute end,
  case n % 4 when 0 then getvariable('window_from') when 1 then null
    when 2 then getvariable('window_from') + interval 20 minute else getvariable('window_from') - interval 2 minute end
from signed_in where n >= getvariable('people_signed_in');

insert into planted_truth (side, bound, account_id, grade)
select 'viewer', 'upper', account_id, 'video' from signed_in where n < getvariable('people_signed_in')
union all
select 'owner', 'upper', account(owner_i), 'video' from exposed_camera;

-- Three saw something strange: there is no record of it, so they are found only as an upper grade.
insert into planted_report select account_id, getvariable('window_from') + interval 7 minute, 'a garden that is not mine' from signed_in where n between 20 and 22;
