-- Plants the ordinary traffic: reads by owners and members, refused requests, services, requests without a viewer.
-- None of them is an exposure. Row i of 0 .. traffic_rows - 1; the kinds follow each other in ranges of i.
-- Variables: media, window_rows, context_rows (hour before, hour after, baseline), sessions ('seen' = the sessions
-- table lists what the log shows), baseline_to, relogin_at (sessions end and begin anew there, or NULL).

-- 1,000 equally likely slots of time each for the window (0 ..) and the context (1000 ..): one hash join, no range join.
create table slot (slot bigint, from_us bigint, span_us bigint, wrong_per_10k bigint);

create macro traffic_rows() as getvariable('window_rows') + getvariable('context_rows') + (getvariable('window_rows') * 60) // 1000;
create macro kind_of(i) as case
  when i < getvariable('window_rows') + getvariable('context_rows') then 'read'
  when i < getvariable('window_rows') + getvariable('context_rows') + (getvariable('window_rows') * 35) // 1000 then 'denied'
  when i < getvariable('window_rows') + getvariable('context_rows') + (getvariable('window_rows') * 58) // 1000 then 'service'
  else 'nobody' end;
create macro slot_of(i) as draw('slot', i, 1000) + case
  when i < getvariable('window_rows') then 0
  when i < getvariable('window_rows') + getvariable('context_rows') then 1000
  when draw('aside', i, 8) = 0 then 1000 else 0 end;

create macro era_of(occurred_at) as case
  when occurred_at < getvariable('baseline_to') then 'b'
  when occurred_at >= getvariable('relogin_at') then 'n' else 'w' end;
create macro session_of(viewer, occurred_at) as
  's' || era_of(occurred_at) || '-' || lower(hex(hash(hash(viewer, era_of(occurred_at), getvariable('seed')))));

-- Rows first, first + step, first + 2 * step ...: a part of the log never makes the rows of the others.
create macro traffic(first, step) as table
  with timed as (
    select i, kind_of(i) as kind, slot >= 1000 and make_timestamp(from_us) < getvariable('baseline_to') as is_baseline, wrong_per_10k,
      make_timestamp(from_us + draw('moment', i, span_us)) as occurred_at, draw('content', i, 100) as content,
      -- The baseline lies before most of the catalogue: only old items could be watched then.
      (draw('media', i, getvariable('media') // 20) * 20) as twenty
    from range(first, traffic_rows(), step) t(i) join slot on slot.slot = slot_of(i)),
  placed as (
    select *, i % 5 = 0 as by_member, content >= 13 as is_catalogued,
      twenty + case when i % 5 = 0 then case when is_baseline then 0 else draw('fifth', i, 4) * 5 end
        when is_baseline then 4 * (1 + draw('quarter', i, 4)) else 5 * draw('fifth', i, 4) + 1 + draw('rest', i, 4) end as m
    from timed),
  aimed as (
    select *, case when is_catalogued then camera_of_media(m)
      when by_member then draw('live', i, getvariable('cameras') // 10) * 10 + draw('one of three', i, 3)
      else draw('live', i, getvariable('cameras')) end as j
    from placed),
  viewed as (
    select *, case kind
        when 'service' then ['svc-thumbnails', 'svc-thumbnails', 'svc-thumbnails', 'test-probe-1'][1 + draw('service', i, 4)]
        when 'denied' then account(draw('refused', i, getvariable('accounts')))
        when 'read' then account(case when by_member then member_of(j) else owner_of(j) end) end as viewer
    from aimed)
  select i, kind, 'app' as source, occurred_at, viewer,
    -- The session alone names the viewer of a few rows.
    case when not (kind = 'read' and getvariable('sessions') = 'seen' and draw('unnamed', i, 1000) = 0) then viewer end as account_id,
    case when kind in ('read', 'denied') and (draw('sessionless', i, 50) > 0 or draw('unnamed', i, 1000) = 0) then session_of(viewer, occurred_at) end as session_id,
    case when is_catalogued and not is_contradicted(m) and draw('wrong', i, 10000) < wrong_per_10k then camera(draw('wrong camera', i, getvariable('cameras')))
      when is_catalogued and not is_contradicted(m) and draw('bare', i, 25) = 0 then null else camera(j) end as device_id,
    -- Live pictures have no item; a few items never reached the catalogue.
    case when is_catalogued then media_item(m) when content < 3 then 'mx' || i end as media_id,
    case when content between 3 and 12 then 'viewed' else ['shown', 'shown', 'shown', 'shown', 'shown', 'shown', 'tapped', 'tapped', 'viewed', 'shown'][1 + draw('action', i, 10)] end as action,
    case when kind = 'denied' then 'denied' when draw('says so', i, 2) = 0 then 'allowed' end as outcome,
    null::varchar as event_id, null::varchar as at_text
  from viewed;

create view seen_session as
  with seen as (
    select viewer, session_id, era_of(occurred_at) as era from traffic(0, 1) where session_id is not null and kind = 'read'
    union
    select viewer, session_id, era_of(occurred_at) from planted_event where session_id is not null and viewer is not null
    union -- people who used the app and read nothing
    select account(i), session_of(account(i), getvariable('window_from')), 'w' from range(getvariable('accounts')) t(i) where draw('idle', i, 40) = 0)
  select viewer as account_id, session_id,
    case era when 'n' then getvariable('relogin_at') else getvariable('window_from') - interval 65 minute - case era when 'b' then interval 7 day else interval 0 day end
      - to_seconds(cast(hash(session_id) % 864000 as bigint)) end as started_at,
    case when era = 'b' then getvariable('baseline_to') + interval 2 hour + to_seconds(cast(hash(session_id) % 90000 as bigint))
      when era = 'w' and getvariable('relogin_at') is not null then getvariable('relogin_at')
      when era = 'w' and hash(session_id) % 3 = 0 then getvariable('window_to') + interval 70 minute + to_seconds(cast(hash(session_id) % 9000 as bigint)) end as ended_at
  from seen;
