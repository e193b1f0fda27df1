-- Plants the few relations of any ordinary day: removed members who still see (former_member) and new owners who see
-- what the previous one recorded (later_owner). In the window they are part of the truth, in the baseline they are not.
-- Variables: former_count, later_count, ordinary_tapped (how many of each tapped), quiet_s (they happen within so
-- many seconds of the window's begin), baseline_former, baseline_later, baseline_stranger.
create table ordinary as
  with candidate as (
    select k, scattered_camera(k) as j from range(least(30000, getvariable('cameras'))) t(k)),
  related as (
    select 'former_member' as relation, k, j, former_of(j) as viewer_i, owner_of(j) as owner_i,
      getvariable('anchor_s') - 14400 - draw('recent', j, 50000) as recorded_at_s
    from candidate where has_former(j)
    union all
    select 'later_owner', k, j, owner_of(j), previous_of(j), previous_from_s(j) + (handover_s(j) - previous_from_s(j)) // 2
    from candidate where is_resold(j) and not has_former(j) and draw('history', j, 100) >= getvariable('history_lost_percent')),
  involved as (
    select person, count(*) as times from (select viewer_i as person from related union all select owner_i from related) group by 1),
  -- Everybody in one relation only, so that numbers of accounts can be fixed beforehand.
  single as (
    select relation, j, viewer_i, owner_i, recorded_at_s, row_number() over (partition by relation order by k) - 1 as n
    from related join involved v on v.person = viewer_i and v.times = 1 join involved o on o.person = owner_i and o.times = 1)
  select *, case relation when 'former_member' then getvariable('former_count') else getvariable('later_count') end as in_window,
    case relation when 'former_member' then getvariable('baseline_former') else getvariable('baseline_later') end as in_baseline
  from single where n < in_window + in_baseline;

insert into planted_media
select 'mo-' || relation[1] || n, camera(j), 'thumbnail', at_second(recorded_at_s) from ordinary where n < in_window
union all
select 'mb-' || relation[1] || n, camera(j), 'thumbnail', at_second(recorded_at_s - days(8)) from ordinary where n >= in_window;

insert into planted_event (key, occurred_at, viewer, account_id, session_id, device_id, media_id, action)
with seen as (
  select relation, n, viewer_i, j, case when n < in_window then 'mo-' else 'mb-' end || relation[1] || n as media_id,
    case when n < in_window then getvariable('anchor_s') + draw('ordinary ' || relation, n, getvariable('quiet_s'))
      else cast(epoch(getvariable('baseline_to')) as bigint) - 600 - draw('ordinary ' || relation, n, 20000) end as at_s,
    n < in_window and n < getvariable('ordinary_tapped') as is_tapped
  from ordinary)
select 'ordinary-' || media_id || '-' || step, at_second(at_s + step * 7), account(viewer_i), account(viewer_i), session_of(account(viewer_i), at_second(at_s)),
  camera(j), media_id, case step when 0 then 'shown' else 'tapped' end
from seen, range(2) t(step) where step = 0 or is_tapped;

insert into planted_event (key, occurred_at, viewer, account_id, device_id, action)
select 'stray-' || k, getvariable('baseline_to') - to_seconds(3600 + draw('stray', k, 9000)), account(stranger), account(stranger), camera(j), 'shown'
from (select k, scattered_camera(60000 + k) as j, (owner_of(j) + 1 + 3 * getvariable('holders')) % getvariable('accounts') as stranger
  from range(getvariable('baseline_stranger')) t(k));

insert into planted_truth (side, bound, account_id, grade)
select side, 'lower', account(case side when 'owner' then owner_i else viewer_i end), case when n < getvariable('ordinary_tapped') then 'tapped' else 'shown' end
from ordinary, (values ('owner'), ('viewer')) s(side) where n < in_window;
