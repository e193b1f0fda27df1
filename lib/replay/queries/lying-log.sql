-- Plants five lies: a CDN that names nobody, a lost shard (the lines of lost_from .. lost_to are left out when the log
-- is written), a window that ends before the mix-up does, a service missing from the actors, and resold cameras whose
-- first owner is missing from the entitlements.
-- Variables: strangers, owners_read, without_history, edge_strangers, cdn_rows; quiet_s ends before the lost shard.

-- The mix-up itself, in the window and in the forty minutes after it; edge_strangers are people of their own.
create table stranger as
  with pair as (
    select k, j, owner_of(j) as owner_i, scattered_account(k) as viewer_i
    from (select k, scattered_camera(k) as j from range(30000, 40000) t(k)) where j < getvariable('owner_pool'))
  select row_number() over (order by k) - 1 as n, j, account(owner_i) as owner, account(viewer_i) as viewer
  from pair where viewer_i not in (owner_i, previous_of(j), member_of(j), former_of(j))
  qualify row_number() over (order by k) <= getvariable('strangers') + getvariable('edge_strangers');

insert into planted_event (key, occurred_at, viewer, account_id, session_id, device_id, action)
with placed as (
  select *, at_second(case when n < getvariable('strangers') then getvariable('anchor_s') + 600 + draw('stranger', n, 8000)
    else cast(epoch(getvariable('window_to')) as bigint) + draw('late', n, 2400) end) as occurred_at,
    ['shown', 'shown', 'shown', 'tapped', 'viewed'][1 + n % 5] as action
  from stranger)
select 'stranger-' || n, occurred_at, viewer, viewer, session_of(viewer, occurred_at), camera(j), action from placed;

insert into planted_truth (side, bound, account_id, grade)
select side, 'lower', case side when 'owner' then owner else viewer end, ['shown', 'shown', 'shown', 'tapped', 'video'][1 + n % 5]
from stranger, (values ('owner'), ('viewer')) s(side) where n < getvariable('strangers');

-- The service that nobody listed: it reads everybody's camera, and by the rules it is a viewer like any other.
insert into planted_event (key, occurred_at, viewer, account_id, device_id, action)
select 'render-' || k, at_second(getvariable('anchor_s') + draw('render', k, getvariable('quiet_s'))), 'svc-clip-render', 'svc-clip-render', camera(j), 'shown'
from (select k, scattered_account(k) as j from range(8000) t(k)) where j < getvariable('owner_pool')
qualify row_number() over (order by k) <= getvariable('owners_read');
insert into planted_truth (side, bound, account_id, grade)
select 'owner', 'lower', account(j), 'shown' from (select k, scattered_account(k) as j from range(8000) t(k)) where j < getvariable('owner_pool')
qualify row_number() over (order by k) <= getvariable('owners_read');
insert into planted_truth (side, bound, account_id, grade) values ('viewer', 'lower', 'svc-clip-render', 'shown');

-- New owners see old items of a camera whose first owner the entitlements forgot: nobody can be named, so the viewers
-- have an upper grade only.
create table forgotten as
  select row_number() over (order by k) - 1 as n, j, account(owner_of(j)) as viewer
  from (select k, scattered_camera(k) as j from range(72000) t(k))
  where is_resold(j) and draw('history', j, 100) < getvariable('history_lost_percent')
  qualify row_number() over (order by k) <= getvariable('without_history');
insert into planted_media select 'mh-' || n, camera(j), 'thumbnail', at_second((previous_from_s(j) + handover_s(j)) // 2) from forgotten;
insert into planted_event (key, occurred_at, viewer, account_id, session_id, device_id, media_id, action)
select 'forgotten-' || n, at_second(getvariable('anchor_s') + draw('forgotten', n, getvariable('quiet_s'))), viewer, viewer,
  session_of(viewer, getvariable('window_from')), camera(j), 'mh-' || n, case when n % 4 = 0 then 'tapped' else 'shown' end
from forgotten;
insert into planted_truth (side, bound, account_id, grade) select 'viewer', 'upper', viewer, case when n % 4 = 0 then 'tapped' else 'shown' end from forgotten;

-- The content network: one request at least every half minute, so that its only fault is that it names nobody.
create view cdn_log as
  with request as (
    select n, case when n < getvariable('cdn_rows') then draw('cdn', n, 14400) else (n - getvariable('cdn_rows')) * 30 end as later_s, draw('cdn kind', n, 100) as kind
    from range(getvariable('cdn_rows') + 480) t(n))
  select strftime(at_second(getvariable('anchor_s') + later_s), '%Y-%m-%dT%H:%M:%SZ') as timestamp, 'c-' || n as request_id,
    case when kind < 4 then 'HEAD' else 'GET' end as method, case when kind < 8 then '403' when kind < 70 then '200' else '206' end as status,
    '/clips/' || media_item(draw('cdn item', n, getvariable('media'))) || '/' || case when kind < 70 then 't.jpg' else 'v.mp4' end as url,
    network_address(entropy('cdn address', n)) as client_ip, agent_of(entropy('cdn agent', n)) as user_agent
  from request order by entropy('cdn order', n);

insert into planted_report select viewer, getvariable('window_from') + interval 3 hour, 'a stranger''s porch' from stranger where n % 20 = 0 and n < getvariable('strangers');
