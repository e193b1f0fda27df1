-- Plants the people and things beside the log: accounts (a few without e-mail, a few closed), media with agreeing
-- and contradicting repeats, devices and actors. No invented names of people; addresses under example.* only.
create table place as
  select row_number() over () - 1 as place, * from (values
    ('en-US', 'US', 'US-CA', 'America/Los_Angeles'), ('en-US', 'US', 'US-NY', 'America/New_York'),
    ('en-US', 'US', 'US-TX', 'America/Chicago'), ('en-US', 'US', 'US-WA', 'America/Los_Angeles'),
    ('es-US', 'US', 'US-FL', 'America/New_York'), ('en-CA', 'CA', 'CA-ON', 'America/Toronto'),
    ('fr-CA', 'CA', 'CA-QC', 'America/Toronto'), ('en-GB', 'GB', 'GB-ENG', 'Europe/London'),
    ('de-DE', 'DE', 'DE-BY', 'Europe/Berlin'), ('fr-FR', 'FR', 'FR-IDF', 'Europe/Paris')) v(locale, country, region, time_zone);

create view accounts as
  select account(i) as account_id,
    case when draw('no address', i, 400) > 0 then 'account.' || i || '@example.' || ['com', 'org', 'net'][1 + draw('domain', i, 3)] end as email,
    locale, country, region, time_zone,
    case when draw('closed', i, 150) = 0 then 'closed' else 'active' end as status,
    at_second(getvariable('anchor_s') - draw('last active', i, days(120))) as last_active_at
  from range(getvariable('accounts')) t(i) join place on place.place = draw('place', i, 10)
  union all
  select account_id, account_id || '@example.org', 'en-US', 'US', 'US-CA', 'America/Los_Angeles', case when account_id like 'odd-cells%' then 'gone' else 'active' end, null from planted_account;

create view media as
  with item as (
    select m, media_item(m) as media_id, camera(camera_of_media(m)) as device_id,
      case when draw('kind', m, 10) < 6 then 'thumbnail' else 'event_video' end as kind,
      case when not is_timeless(m) then at_second(recorded_s(m)) end as recorded_at
    from range(getvariable('media')) t(m))
  select media_id, device_id, kind, recorded_at from item
  union all -- agrees in device and time, hence harmless
  select media_id, device_id, 'event_video', recorded_at from item where m % 301 = 3
  union all -- contradicts, hence the item counts as not in the catalogue
  select media_id, camera(draw('other camera', m, getvariable('cameras'))), kind, at_second(recorded_s(m) - 3600) from item where is_contradicted(m)
  union all
  select * from planted_media;

create view devices as
  select camera(j) as device_id, ['Front door', 'Back yard', 'Garage', 'Driveway', 'Living room', 'Nursery', 'Hallway', 'Shop'][1 + draw('label', j, 8)] as label,
    ['America/Los_Angeles', 'America/New_York', 'America/Chicago', 'Europe/London'][1 + draw('zone', j, 4)] as time_zone
  from range(getvariable('cameras')) t(j)
  union all
  select distinct device_id, 'Front door', 'America/Los_Angeles' from planted_entitlement where device_id not like 'd%';

-- svc-thumbnails is listed twice: of several kinds the first in the order service, test, staff counts.
insert into planted_actor values
  ('svc-thumbnails', 'staff'), ('svc-thumbnails', 'service'), ('svc-health', 'service'), ('test-probe-1', 'test'), ('staff-1', 'staff'), ('staff-2', 'staff');

create view sessions as
  select * from planted_session where getvariable('sessions') = 'planted'
  union all
  select * from seen_session where getvariable('sessions') = 'seen'
  union all
  -- A refresh writes the same session again: it still names exactly one account.
  select account_id, session_id, started_at + interval 1 hour, ended_at from seen_session
  where getvariable('sessions') = 'seen' and hash(session_id) % 50 = 0;
