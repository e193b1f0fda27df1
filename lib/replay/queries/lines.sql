-- Plants what a log adds to the plain events: identities (2 % have none), network addresses, forms of writing a
-- time, repeated rows, lines that cannot be read, and the random order. One row a line; bucket b of n files.
create macro identity_of(h) as substr(md5(cast(h as varchar)), 1, 8) || '-' || substr(md5(cast(h as varchar)), 9, 4) || '-4' || substr(md5(cast(h as varchar)), 14, 3)
  || '-a' || substr(md5(cast(h as varchar)), 18, 3) || '-' || substr(md5(cast(h as varchar)), 21, 12);
create macro written_time(occurred_at, style) as case
  when style = 0 then replace(cast(occurred_at - interval 8 hour as varchar), ' ', 'T') || '-08:00'
  when style = 1 then cast(occurred_at as varchar)
  when style = 2 then replace(cast(occurred_at as varchar), ' ', 'T') || '+00:00'
  else replace(cast(occurred_at as varchar), ' ', 'T') || 'Z' end;
create macro quoted(name, cell) as case when cell is null then '' else ',"' || name || '":"' || cell || '"' end;
create macro network_address(h) as case
  when h % 4 = 0 then '192.0.2.' || (h % 251) when h % 4 = 1 then '198.51.100.' || (h % 251)
  when h % 4 = 2 then '203.0.113.' || (h % 251) else '2001:db8:' || lower(hex(h % 65521)) || '::' || lower(hex(h % 4093)) end;
create macro agent_of(h) as ['CameraApp/2.50.1 (iPhone; iOS 17.3)', 'CameraApp/2.50.1 (Linux; Android 14)', 'CameraApp/2.49.0 (iPhone; iOS 16.7)',
  'CameraApp/2.48.3 (Linux; Android 12)', 'Mozilla/5.0 (X11; Linux x86_64) WebView/121.0', 'CameraApp/2.50.1 (iPad; iPadOS 17.3)'][1 + cast(h % 6 as bigint)];
create macro json_line(e) as
  '{"at":"' || e.written_at || '"' || quoted('event_id', e.event_id) || quoted('account_id', e.account_id) || quoted('device_id', e.device_id)
  || quoted('media_id', e.media_id) || ',"action":"' || e.action || '"' || quoted('outcome', e.outcome) || quoted('session_id', e.session_id)
  || ',"ip":"' || network_address(e.h_viewer) || '","user_agent":"' || agent_of(e.h_viewer >> 7) || '","request_id":"r-' || lower(hex(e.h >> 8))
  || '","latency_ms":' || (20 + e.h % 400) || '}';

-- Never dropped, never an exposure: strangers' accesses which no reader may understand.
create macro malformed_line(k, written_day) as case k % 16
  when 0 then '{"at":"' || written_day || 'T17:10:00Z","account_id":"' || account(k) || '","device_id":"' || camera(k + 10)
  when 1 then '{"account_id":"' || account(k) || '","device_id":"' || camera(k + 10) || '","action":"viewed"}'
  when 2 then '{"at":"' || written_day || 'T17:10:00Z","account_id":"' || account(k) || '","device_id":"' || camera(k + 10) || '","action":"peeked"}'
  when 3 then '{"at":"2024-02-30T17:10:00Z","account_id":"' || account(k) || '","device_id":"' || camera(k + 10) || '","action":"viewed"}'
  when 4 then '{"at":"' || written_day || 'T24:00:00Z","account_id":"' || account(k) || '","device_id":"' || camera(k + 10) || '","action":"viewed"}'
  when 5 then '{"at":"' || written_day || 'T17:10:60Z","account_id":"' || account(k) || '","device_id":"' || camera(k + 10) || '","action":"viewed"}'
  when 6 then '{"at":"' || written_day || 'T17:10:00Z","account_id":"' || account(k) || '","action":"tapped"}'
  when 7 then '{"at":"' || written_day || 'T17:10:00Z","account_id":{"id":"' || account(k) || '"},"device_id":"' || camera(k + 10) || '","action":"tapped"}'
  when 8 then '{"at":"' || written_day || 'T17:10:00Z","account_id":true,"device_id":"' || camera(k + 10) || '","action":"tapped"}'
  when 9 then '{"at":"epoch","account_id":"' || account(k) || '","device_id":"' || camera(k + 10) || '","action":"tapped"}'
  when 10 then '{"at":"' || written_day || ' 5:10:00","account_id":"' || account(k) || '","device_id":"' || camera(k + 10) || '","action":"tapped"}'
  when 11 then '{"at":"' || written_day || 'T17:10:00Z","account_id":"' || account(k) || '","device_id":"' || camera(k + 10) || '","action":"viewed","outcome":"maybe"}'
  when 12 then 'gateway timeout while flushing buffer ' || k
  when 13 then '[1,2,"' || account(k) || '"]'
  when 14 then '{"at":"' || written_day || 'T17:10:00+24:30","account_id":"' || account(k) || '","device_id":"' || camera(k + 10) || '","action":"viewed"}'
  else '{"at":"' || written_day || 'T17:10:00Z","account_id":"' || account(k) || '","device_id":"' || camera(k + 10) || '"}' end;

create macro log_lines(wanted, bucket, buckets) as table
  with event as (
    select entropy('line', i) as h, * exclude (i, kind), 0 as copy from traffic(bucket, buckets) where wanted = 'app'
    union all -- a repeated row lies in the part after that of its original
    select entropy('line', i), * exclude (i, kind), 1 from traffic((bucket + buckets - 1) % buckets, buckets) where wanted = 'app' and draw('repeated', i, 100) = 0
    union all
    select entropy('planned line', key), source, occurred_at, viewer, account_id, session_id, device_id, media_id, action, outcome, event_id, at_text, copy
    from planted_event, (values (0), (1)) c(copy)
    where source = wanted and (draw('bucket', key, buckets) + copy) % buckets = bucket and (copy = 0 or draw('repeated', key, 50) = 0)),
  dressed as (
    select hash(h, copy) as place, {
      'h': h, 'h_viewer': if(viewer is null, h, hash(hash(viewer))),
      'written_at': coalesce(at_text, written_time(occurred_at, cast((h >> 20) % 40 as bigint))),
      'event_id': case when event_id is not null then nullif(event_id, '') when (h >> 12) % 50 > 0 then identity_of(h) end,
      'account_id': account_id, 'device_id': device_id, 'media_id': media_id, 'action': action, 'outcome': outcome, 'session_id': session_id} as e
    from event where not coalesce(occurred_at >= getvariable('lost_from') and occurred_at < getvariable('lost_to') and source = 'app', false))
  select line from (
    select hash(place) as place, json_line(e) as line from dressed
    union all
    select entropy('malformed', k), malformed_line(k, strftime(getvariable('window_from'), '%Y-%m-%d'))
    from range(greatest(16, getvariable('window_rows') // 1000)) t(k) where wanted = 'app' and k % buckets = bucket
    union all -- a blank line is not a row
    select entropy('blank', k), '' from range(3) t(k) where wanted = 'app' and bucket = 0)
  order by place;
