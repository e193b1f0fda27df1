-- Plants the mix-up: while cameras come back online, a caching client under load mixes up device id and user id, and
-- people receive the thumbnails of strangers' cameras. Fixed numbers: every viewer and every owner is counted here.
-- Variables: stranger_viewers, of them video_viewers and tapped_viewers; stranger_owners, of them owners_in_both who
-- are viewers as well; mixup_from_s, mixup_span_s.
create table stranger_viewer as
  with apart as (select account(viewer_i) as account_id from ordinary union select account(owner_i) from ordinary)
  select row_number() over (order by k) - 1 as v, person
  from (select k, scattered_account(k) as person from range(20000) t(k))
  where account(person) not in (select account_id from apart)
  qualify v < getvariable('stranger_viewers');

-- Owners: no holder of the camera, past or present, is a viewer of the mix-up. So no pairing can be legitimate or
-- a former member's, and the two sides overlap exactly as planned.
create table stranger_owner as
  with seen as (select person from stranger_viewer),
  apart as (select person from seen union select viewer_i from ordinary union select owner_i from ordinary),
  candidate as (
    select k, j, owner_of(j) as person, previous_of(j) as previous_person, member_of(j) as member_person, former_of(j) as former_person
    from (select k, scattered_camera(k) as j from range(60000) t(k))),
  alone as (
    select k, j, person from candidate
    where person not in (select person from apart) and previous_person not in (select person from seen)
      and member_person not in (select person from seen) and former_person not in (select person from seen)
    qualify row_number() over (partition by person order by k) = 1),
  both_sides as (
    -- Below the pool, account number = number of a camera that it owns.
    select v as k, person as j, person from stranger_viewer
    where v >= getvariable('video_viewers') and person < getvariable('owner_pool')
      and previous_of(person) not in (select person from seen) and member_of(person) not in (select person from seen) and former_of(person) not in (select person from seen)
    order by v limit getvariable('owners_in_both')),
  counted as (
    select *, row_number() over (order by k) - 1 as o from alone qualify o < getvariable('stranger_owners') - getvariable('owners_in_both'))
  select o, j, person from counted
  union all
  select getvariable('stranger_owners') - row_number() over (order by k), j, person from both_sides;

-- Who saw whose. A few owners are tapped by two people; every owner has at least one viewer. Others are only shown.
create table mixup_pair as
  with main_pair as (
    select v, case when v < getvariable('video_viewers') then 'video' when v < getvariable('tapped_viewers') then 'tapped' else 'shown' end as grade,
      case when v < getvariable('tapped_viewers') then (v * 19) // 20
        else (getvariable('tapped_viewers') * 19) // 20 + (v - getvariable('tapped_viewers')) % (getvariable('stranger_owners') - (getvariable('tapped_viewers') * 19) // 20) end as o
    from stranger_viewer),
  further_pair as (
    select v, 'shown' as grade, draw('further', v * 4 + e, getvariable('stranger_owners')) as o
    from stranger_viewer, range(2) t(e) where e < draw('how many', v, 3))
  select v, o, account(w.person) as viewer, w.person as viewer_person, account(s.person) as owner, s.j, max_by(grade, case grade when 'video' then 3 when 'tapped' then 2 else 1 end) as grade
  from (from main_pair union all from further_pair) join stranger_viewer w using (v) join stranger_owner s using (o)
  where w.person <> s.person
  group by all;

-- Three items a camera, recorded as it came back, before the first of them went astray.
insert into planted_media
select 'mf' || lpad(cast(o * 3 + n as varchar), 8, '0'), camera(j), case n when 0 then 'event_video' else 'thumbnail' end,
  at_second(getvariable('mixup_from_s') - 5 - draw('came back', o * 3 + n, 1200))
from stranger_owner, range(3) t(n);

insert into planted_event (key, occurred_at, viewer, account_id, session_id, device_id, media_id, action)
with act as (
  select *, unnest(case grade when 'video' then ['shown', 'tapped', 'viewed'] when 'tapped' then ['shown', 'tapped'] else ['shown'] end) as action,
    unnest(case grade when 'video' then [0, 4, 9] when 'tapped' then [0, 4] else [0] end) as later_s,
    case when grade = 'video' then 0 else draw('item', v * 20000 + o, 3) end as item
  from mixup_pair
  union all -- some see a second thumbnail of the same camera
  select *, 'shown', 20, 1 + draw('second', v * 20000 + o, 2) from mixup_pair where draw('second', v * 20000 + o, 3) = 0),
placed as (
  select *, make_timestamp(cast(getvariable('mixup_from_s') + later_s as bigint) * 1000000 + (getvariable('mixup_span_s') - 40) * (draw('rise', v * 20000 + o, 1000000) + draw('fall', v * 20000 + o, 1000000)) // 2 + draw('instant', v * 20000 + o, 1000)) as occurred_at
  from act)
select 'mixup-' || v || '-' || o || '-' || item || '-' || action || '-' || later_s, occurred_at, viewer, viewer, session_of(viewer, occurred_at),
  -- In some records the device followed the user id: only the catalogue tells the true one.
  case when draw('logged', v * 20000 + o, 100) < 30 and viewer_person < getvariable('owner_pool') then camera(viewer_person)
    when draw('logged', v * 20000 + o, 100) < 35 then null else camera(j) end,
  'mf' || lpad(cast(o * 3 + item as varchar), 8, '0'), action
from placed;

insert into planted_truth (side, bound, account_id, grade)
select 'viewer', 'lower', viewer, grade from mixup_pair union all select 'owner', 'lower', owner, grade from mixup_pair;

-- Those who complained: all of them did see something.
insert into planted_report
select account(person), at_second(getvariable('mixup_from_s') + draw('complaint', v, getvariable('mixup_span_s'))), 'saw pictures of a place that is not mine'
from stranger_viewer where v % 200 = 3;
