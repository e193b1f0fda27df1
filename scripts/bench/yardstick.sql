-- Makes the data of the yardstick (evidence.md, section 5): 10 M accounts, 12 M devices of which 5 % changed hands and
-- 30 % have a member, 5 M media, and a log of any length. Everything is arithmetic on a row's number and the seed, so
-- that the same seed gives the same rows on every machine, and nobody needs a join to know who owns a camera.
-- Variables: seed, rows (of the log), window_from, window_to. Views: accounts, entitlements, media, log.
-- Plan: footage is recorded and cameras change hands in the two weeks before the window. So every reader but a stranger
-- reads by right: the owner at the footage's time, or a member of the household that owns the camera now.

create macro draw(salt, i, n) as
  cast(hash(cast(i as bigint) * 64 + salt + getvariable('seed') * 1099511627776) >> 1 as bigint) % n;
create macro account(i) as 'u' || lpad(cast(i as varchar), 8, '0');
create macro device(i) as 'd' || lpad(cast(i as varchar), 8, '0');
create macro media_item(i) as 'm' || lpad(cast(i as varchar), 8, '0');
create macro before_window(hours, salt, i, days) as
  getvariable('window_from') - to_hours(hours) - to_microseconds(draw(salt, i, days * 86400000000));

create macro first_owner(d) as draw(1, d, 10000000);
create macro second_owner(d) as draw(2, d, 10000000);
create macro member_of(d) as draw(3, d, 10000000);
create macro changed_hands(d) as draw(4, d, 20) = 0;
create macro has_member(d) as d % 10 < 3;
create macro handover(d) as before_window(13, 5, d, 14);
create macro device_of(m) as draw(6, m, 12000000);
create macro recorded(m) as before_window(13, 7, m, 13);
create macro owner_at(d, t) as case when changed_hands(d) and t >= handover(d) then second_owner(d) else first_owner(d) end;
create macro member_since(d) as case when changed_hands(d) then handover(d) else timestamp '2022-06-01' end;

create view accounts as
select account(i) as account_id, 'user' || i || '@example.org' as email,
  ['en-US', 'en-GB', 'es-US', 'fr-CA', 'de-DE', 'ja-JP'][1 + draw(8, i, 6)] as locale,
  ['US', 'GB', 'US', 'CA', 'DE', 'JP'][1 + draw(8, i, 6)] as country,
  case when draw(9, i, 50) = 0 then 'closed' else 'active' end as status
from range(10000000) t(i);

create view entitlements as
select device(i) as device_id, account(first_owner(i)) as account_id, 'owner' as role,
  timestamp '2022-01-01' as valid_from, case when changed_hands(i) then handover(i) end as valid_to
from range(12000000) t(i)
union all
select device(i), account(second_owner(i)), 'owner', handover(i), null
from range(12000000) t(i) where changed_hands(i)
union all
select device(i), account(member_of(i)), 'member', member_since(i), null
from range(12000000) t(i) where has_member(i);

create view media as
select media_item(i) as media_id, device(device_of(i)) as device_id,
  case when draw(10, i, 4) = 0 then 'event_video' else 'thumbnail' end as kind, recorded(i) as recorded_at
from range(5000000) t(i);

-- The numbers of the log's rows as a table, because range() is read by one thread only.
create table positions as select cast(i as integer) as position from range(getvariable('rows')) t(i);

-- One row in a hundred repeats, in every field, a row that is no repetition itself.
create view written as
select case when position % 100 = 99
  then draw(11, position, getvariable('rows') // 100) * 100 + draw(12, position, 99) else position end as i
from positions;

-- Of the reads of cameras with a member in office (29.3 % of all) 68.4 % are the member's: 20 % of all that are not by
-- strangers. An unknown action (0.09 %), or neither device nor item (0.01 %), makes a row malformed.
create view log as
with footage as (select i, draw(13, i, 5000000) as m, device_of(draw(13, i, 5000000)) as d from written),
  reads as (select *, recorded(m) as t, draw(14, i, 10000) as blank from footage)
select
  case when draw(15, i, 50) > 0 then cast(cast(md5(i || ':' || getvariable('seed')) as uuid) as varchar) end as event_id,
  getvariable('window_from') - to_hours(1) + to_microseconds(draw(16, i,
    date_diff('microsecond', getvariable('window_from'), getvariable('window_to')) + 7200000000)) as "at",
  account(case
    when draw(17, i, 10000) < 25 then draw(18, i, 10000000)
    when has_member(d) and t >= member_since(d) and draw(19, i, 1000) < 684 then member_of(d)
    else owner_at(d, t) end) as account_id,
  case when blank > 0 then device(case when draw(20, i, 200) = 0 then draw(21, i, 12000000) else d end) end as device_id,
  case when blank > 0 then media_item(m) end as media_id,
  case when blank between 1 and 9 then 'peeked' when draw(22, i, 100) < 80 then 'shown'
    when draw(22, i, 100) < 95 then 'tapped' else 'viewed' end as action,
  case when draw(23, i, 100) < 3 then 'denied' when draw(23, i, 100) < 50 then 'allowed' end as outcome
from reads;
