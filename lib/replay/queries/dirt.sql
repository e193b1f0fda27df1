-- Plants the dirt that every log must show whatever its size: a service call a minute (so that no stretch of the
-- window is empty by chance), and a few reads that meet a wrong device, an item without time, a contradicted item.
insert into planted_event (key, occurred_at, viewer, account_id, device_id, action)
select 'health-' || n, at_second(getvariable('anchor_s') + n * 60 + draw('health', n, 60)), 'svc-health', 'svc-health', camera(draw('health camera', n, getvariable('cameras'))), 'shown'
from range(-60, (epoch_us(getvariable('window_to')) - epoch_us(getvariable('window_from'))) // 60000000 + 60) t(n);

insert into planted_event (key, occurred_at, viewer, account_id, device_id, media_id, action)
with item as (
  select 'wrong-' || n as key, n * 20 + 1 as m, camera(draw('astray', n, getvariable('cameras'))) as device_id from range(1, 9) t(n)
  union all select 'timeless-' || n, 499 * n + 7, null from range(6) t(n)
  union all select 'contradicted-' || n, 997 * (2 * n + 1) + 5, camera(camera_of_media(997 * (2 * n + 1) + 5)) from range(4) t(n))
select key, at_second(getvariable('anchor_s') + 60 + draw('certain dirt', hash(key), getvariable('quiet_s'))), account(owner_of(camera_of_media(m))), account(owner_of(camera_of_media(m))), device_id, media_item(m), 'shown'
from item;

-- Staff who looked, and a request by a test account: the first is an exposure out of scope, the second none.
insert into planted_event (key, occurred_at, viewer, account_id, device_id, media_id, action)
select 'staff-' || n, at_second(getvariable('anchor_s') + 30 + draw('staff', n, getvariable('quiet_s'))), who, who, camera(j), null, 'viewed'
from (select n, case when n % 4 = 3 then 'test-probe-1' else 'staff-' || (1 + n % 2) end as who, scattered_camera(90000 + n) as j from range(16) t(n));
