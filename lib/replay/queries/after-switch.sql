-- Plants the log after a containment action: the drill's ordinary traffic going on, one minute at a time, and reads of
-- strangers' cameras where the action does not help. The drill's own lines, sessions and holdings; nothing is malformed.
-- Variables: after_from_us (the action, in microseconds since 1970), and those of world.sql and traffic.sql.

-- The tables know no later session, so that each row names its viewer itself.
-- Row i of a minute is row minute + i * minutes of the traffic: no minute repeats the reads of another.
create macro after_event(wanted, minutes) as table
  select hash(entropy('line', i), wanted) as h, viewer, viewer as account_id, session_id, device_id, media_id, action, outcome,
    occurred_at + to_minutes(wanted) as occurred_at
  from traffic(wanted % minutes, minutes);

-- The account before a camera's owner holds nothing of it: the four possible holders lie behind the owner.
create macro after_leak(wanted, leaks) as table
  with item as (
    select n, m + is_contradicted(m)::bigint as m
    from (select wanted * 1000 + k as n, draw('leaked', wanted * 1000 + k, getvariable('media') - 1) as m from range(leaks) t(k)))
  select entropy('leak', n) as h, account((owner_of(camera_of_media(m)) + getvariable('accounts') - 1) % getvariable('accounts')) as viewer,
    account((owner_of(camera_of_media(m)) + getvariable('accounts') - 1) % getvariable('accounts')) as account_id, null::varchar as session_id,
    camera(camera_of_media(m)) as device_id, media_item(m) as media_id, 'shown' as action, 'allowed' as outcome,
    make_timestamp(getvariable('after_from_us') + wanted::bigint * 60000000 + draw('leak moment', n, 60000000)) as occurred_at
  from item;

create macro after_lines(wanted, minutes, leaks) as table
  with event as (from after_event(wanted, minutes) union all by name from after_leak(wanted, leaks))
  select json_line({
      'h': h, 'h_viewer': if(viewer is null, h, hash(hash(viewer))), 'written_at': replace(cast(occurred_at as varchar), ' ', 'T') || 'Z',
      'event_id': identity_of(hash(h, occurred_at)), 'account_id': account_id, 'device_id': device_id, 'media_id': media_id,
      'action': action, 'outcome': outcome, 'session_id': session_id}) as line
  from event order by occurred_at, h;
