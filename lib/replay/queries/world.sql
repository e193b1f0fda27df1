-- Plants the world: who holds which camera since when, and what was recorded. Everything is arithmetic on an
-- account number (0 .. accounts - 1) or a camera number (0 .. cameras - 1), so that ten million accounts need
-- no table and any later plan can ask for the owner of a camera without a join.
-- Variables: seed, accounts, owner_pool (accounts below it own at least one camera), cameras (a multiple of 10),
-- holders (width of one band of co-holders), anchor_s (seconds since 1970; normally the window's begin).
-- Plan: holders end before anchor - 9 days, hand-overs end before anchor - 40 days, footage begins at
-- anchor - 21 days. So every item of the catalogue has exactly one footage owner, who still owns the camera.

-- The outer hash is needed: the combined one differs between two salts by a mere XOR.
create macro entropy(salt, i) as hash(hash(i, salt, getvariable('seed')));
create macro draw(salt, i, n) as cast(entropy(salt, i) >> 1 as bigint) % n;
create macro at_second(s) as make_timestamp(cast(s as bigint) * 1000000);
create macro days(n) as n * 86400;

create macro account(i) as 'u' || lpad(cast(i as varchar), 8, '0');
create macro camera(j) as 'd' || lpad(cast(j as varchar), 8, '0');
create macro media_item(m) as 'm' || lpad(cast(m as varchar), 9, '0');

-- Bijections that scatter a plan over the world: distinct numbers stay distinct.
create macro scattered_account(k) as (k * 7368787 + draw('account offset', 0, getvariable('accounts'))) % getvariable('accounts');
create macro scattered_camera(k) as (k * 7368787 + draw('camera offset', 0, getvariable('cameras'))) % getvariable('cameras');

-- The four possible holders of a camera lie in disjoint bands behind its owner, so they always differ.
create macro owner_of(j) as case when j < getvariable('owner_pool') then j else draw('owner', j, getvariable('owner_pool')) end;
create macro holder_of(band, j) as
  (owner_of(j) + 1 + band * getvariable('holders') + draw('holder ' || band, j, getvariable('holders'))) % getvariable('accounts');
create macro previous_of(j) as holder_of(0, j);
create macro member_of(j) as holder_of(1, j);
create macro former_of(j) as holder_of(2, j);
create macro is_resold(j) as draw('resold', j, 20) = 0;
create macro has_member(j) as j % 10 < 3;
create macro has_former(j) as draw('former', j, 50) = 0;

create macro handover_s(j) as getvariable('anchor_s') - days(60) - draw('handover', j, days(640));
create macro previous_from_s(j) as handover_s(j) - days(200) - draw('previous', j, days(900));
create macro owner_from_s(j) as case
  when is_resold(j) then handover_s(j) + case when draw('vacant', j, 2) = 0 then 0 else draw('vacancy', j, days(20)) end
  else getvariable('anchor_s') - days(60) - draw('bought', j, days(1700)) end;
create macro before_anchor_s(salt, from_s, j) as
  from_s + 86400 + (getvariable('anchor_s') - days(9) - from_s - 86400) * draw(salt, j, 1000) // 1000;
create macro member_from_s(j) as before_anchor_s('member from', owner_from_s(j), j);
create macro former_to_s(j) as before_anchor_s('former to', owner_from_s(j), j);

-- One item in five lies on a camera with a member (for the reads by members), one in four is old enough for the baseline.
create macro camera_of_media(m) as case
  when m % 5 = 0 then draw('member camera', m, getvariable('cameras') // 10) * 10 + draw('which of three', m, 3)
  else draw('camera', m, getvariable('cameras')) end;
create macro recorded_s(m) as getvariable('anchor_s') - case
  when m % 4 = 0 then days(9) + draw('recorded', m, days(12))
  else 7200 + draw('recorded', m, days(6)) end;
create macro is_timeless(m) as m % 499 = 7;
create macro is_contradicted(m) as m % 997 = 5;

-- What the scenarios add by name.
create table planted_account (account_id varchar);
create table planted_entitlement (device_id varchar, account_id varchar, role varchar, valid_from timestamp, valid_to timestamp);
create table planted_media (media_id varchar, device_id varchar, kind varchar, recorded_at timestamp);
create table planted_session (account_id varchar, session_id varchar, started_at timestamp, ended_at timestamp);
create table planted_actor (account_id varchar, kind varchar);
create table planted_report (account_id varchar, seen_at timestamp, note varchar);
-- An event of the plan. viewer = who really received the data (for the session); account_id = what the log says.
-- event_id NULL = give it one, '' = it has none; at_text NULL = write it in one of the usual forms.
create table planted_event (
  key varchar, source varchar default 'app', occurred_at timestamp, viewer varchar, account_id varchar, session_id varchar,
  device_id varchar, media_id varchar, action varchar, outcome varchar, event_id varchar, at_text varchar);
-- The truth, clause by clause: side owner | viewer, bound lower | upper; variant = for which incident file.
create table planted_truth (side varchar, bound varchar, account_id varchar, grade varchar, variant varchar default 'final');
