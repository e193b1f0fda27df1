-- Plants every boundary of the rules as a named household: who held the camera when, who received what, and what is
-- true of it. Offsets are relative to an instant T of the household; the incident's clock tolerance is two seconds.
-- Variables: households (copies of each case).
create table case_holding (name varchar, who varchar, role varchar, begins interval, ends interval, camera varchar default 'a');
create table case_event (
  name varchar, viewer varchar, footage interval, occurs interval, action varchar, outcome varchar, item varchar default 'known',
  logged varchar default 'a', shared_id boolean default false, source varchar default 'app', written varchar);
create table case_truth (name varchar, side varchar, bound varchar, who varchar, grade varchar);
-- Where T lies if not somewhere inside the window.
create table case_edge (name varchar, edge varchar);

insert into case_holding (name, who, role, begins, ends)
select name, who, role, cast(begins as interval), cast(ends as interval) from (values
  -- resold cameras: A sold to B a hundred days ago
  ('buyer-sees-old', 'A', 'owner', '-900 days', '-100 days'), ('buyer-sees-old', 'B', 'owner', '-100 days', null),
  ('buyer-sees-own', 'A', 'owner', '-900 days', '-100 days'), ('buyer-sees-own', 'B', 'owner', '-100 days', null),
  ('at-handover', 'A', 'owner', '-900 days', '-100 days'), ('at-handover', 'B', 'owner', '-100 days', null),
  ('before-handover', 'A', 'owner', '-900 days', '-100 days'), ('before-handover', 'B', 'owner', '-100 days', null),
  ('seller-sees-new', 'A', 'owner', '-900 days', '-100 days'), ('seller-sees-new', 'B', 'owner', '-100 days', null),
  ('seller-sees-own', 'A', 'owner', '-900 days', '-100 days'), ('seller-sees-own', 'B', 'owner', '-100 days', null),
  ('new-member-sees-old', 'A', 'owner', '-900 days', '-100 days'), ('new-member-sees-old', 'B', 'owner', '-100 days', null), ('new-member-sees-old', 'M', 'member', '-90 days', null),
  ('member-of-both', 'A', 'owner', '-900 days', '-100 days'), ('member-of-both', 'B', 'owner', '-100 days', null), ('member-of-both', 'M', 'member', '-900 days', null),
  ('bought-back', 'A', 'owner', '-900 days', '-500 days'), ('bought-back', 'B', 'owner', '-500 days', '-100 days'), ('bought-back', 'A', 'owner', '-100 days', null),
  ('nobody-owned', 'A', 'owner', '-900 days', '-100 days'), ('nobody-owned', 'B', 'owner', '-80 days', null),
  ('just-bought', 'A', 'owner', '-900 days', '1 second'), ('just-bought', 'B', 'owner', '1 second', null),
  -- households: A owns, M is or was a member
  ('removed', 'A', 'owner', '-900 days', null), ('removed', 'M', 'member', '-500 days', '-2 days'),
  ('removed-at-tolerance', 'A', 'owner', '-900 days', null), ('removed-at-tolerance', 'M', 'member', '-500 days', '-2 seconds'),
  ('removed-within-tolerance', 'A', 'owner', '-900 days', null), ('removed-within-tolerance', 'M', 'member', '-500 days', '-1999999 microseconds'),
  ('invited-later', 'A', 'owner', '-900 days', null), ('invited-later', 'M', 'member', '-10 days', null),
  ('joins-within-tolerance', 'A', 'owner', '-900 days', null), ('joins-within-tolerance', 'M', 'member', '2 seconds', null),
  ('joins-after-tolerance', 'A', 'owner', '-900 days', null), ('joins-after-tolerance', 'M', 'member', '2000001 microseconds', null),
  ('empty-membership', 'A', 'owner', '-900 days', null), ('empty-membership', 'M', 'member', '0 seconds', '0 seconds'),
  ('renewed', 'A', 'owner', '-900 days', null), ('renewed', 'M', 'member', '-100 days', '-50 days'), ('renewed', 'M', 'member', '-50 days', null),
  ('two-owners', 'A', 'owner', '-900 days', null), ('two-owners', 'B', 'owner', '-900 days', null),
  ('co-owner-sees', 'A', 'owner', '-900 days', null), ('co-owner-sees', 'B', 'owner', '-900 days', null),
  ('one-owner-left', 'A', 'owner', '-900 days', '-50 days'), ('one-owner-left', 'B', 'owner', '-900 days', null), ('one-owner-left', 'M', 'member', '-900 days', null),
  ('uncatalogued', 'A', 'owner', '-900 days', null), ('uncatalogued', 'M', 'member', '-500 days', '-2 days'),
  ('timeless', 'A', 'owner', '-900 days', '-100 days'), ('timeless', 'B', 'owner', '-100 days', null)) v(name, who, role, begins, ends)
union all
select name, 'A', 'owner', interval '-900 days', null from unnest(['refused', 'twice-one-id', 'id-of-two-severe', 'id-of-two-early', 'window-begins', 'window-ends',
  'last-instant', 'digits-cut', 'anonymous', 'anonymous-refused', 'own-by-catalogue', 'no-device', 'contradicted', 'device-followed-user']) t(name);
insert into case_holding values
  ('own-by-catalogue', 'C', 'owner', interval '-900 days', null, 'b'), ('device-followed-user', 'S', 'owner', interval '-900 days', null, 'b'),
  ('contradicted', 'C', 'owner', interval '-900 days', null, 'b');

insert into case_event (name, viewer, footage, occurs, action, outcome)
select name, viewer, cast(footage as interval), cast(occurs as interval), action, outcome from (values
  ('buyer-sees-old', 'B', '-120 days', '0 seconds', 'tapped', null), ('buyer-sees-own', 'B', '-50 days', '0 seconds', 'viewed', null),
  ('at-handover', 'B', '-100 days', '0 seconds', 'viewed', null), ('seller-sees-new', 'A', '-20 days', '0 seconds', 'viewed', null),
  ('seller-sees-own', 'A', '-120 days', '0 seconds', 'viewed', null), ('new-member-sees-old', 'M', '-120 days', '0 seconds', 'shown', null),
  ('member-of-both', 'M', '-120 days', '0 seconds', 'tapped', null), ('bought-back', 'A', '-200 days', '0 seconds', 'shown', null),
  ('nobody-owned', 'B', '-90 days', '0 seconds', 'tapped', null), ('just-bought', 'B', '-30 days', '0 seconds', 'viewed', null),
  ('just-bought', 'A', '1 second', '3 seconds', 'shown', null),
  ('removed', 'M', '-1 day', '0 seconds', 'viewed', null), ('removed-at-tolerance', 'M', '-1 day', '0 seconds', 'tapped', null),
  ('removed-within-tolerance', 'M', '-1 day', '0 seconds', 'viewed', null), ('invited-later', 'M', '-30 days', '0 seconds', 'viewed', null),
  ('joins-within-tolerance', 'M', '-1 day', '0 seconds', 'viewed', null), ('joins-after-tolerance', 'M', '-1 day', '0 seconds', 'shown', null),
  ('empty-membership', 'M', '-1 day', '0 seconds', 'shown', null), ('renewed', 'M', '-50 days', '0 seconds', 'viewed', null),
  ('two-owners', 'S', '-1 day', '0 seconds', 'tapped', null), ('co-owner-sees', 'B', '-1 day', '0 seconds', 'viewed', null),
  ('one-owner-left', 'M', '-60 days', '0 seconds', 'viewed', null), ('refused', 'S', '-1 day', '0 seconds', 'viewed', 'denied'),
  ('window-begins', 'S', '-1 day', '0 seconds', 'shown', 'allowed'), ('window-ends', 'S', '-1 day', '0 seconds', 'viewed', null),
  ('last-instant', 'S', '-1 day', '-1 microsecond', 'viewed', null)) v(name, viewer, footage, occurs, action, outcome);
insert into case_event values
  ('before-handover', 'B', interval '-100 days -1 microseconds', interval '0 seconds', 'shown', null, 'known', 'a', false, 'app', null),
  ('digits-cut', 'S', interval '-1 day', interval '-1 microsecond', 'tapped', null, 'known', 'a', false, 'app', '999999'),
  ('twice-one-id', 'S', interval '-1 day', interval '0 seconds', 'shown', null, 'known', 'a', true, 'app', null),
  ('twice-one-id', 'S', interval '-1 day', interval '3 seconds', 'tapped', null, 'known', 'a', true, 'app', null),
  ('id-of-two-severe', 'S', interval '-1 day', interval '0 seconds', 'shown', null, 'known', 'a', true, 'app', null),
  ('id-of-two-severe', 'T', interval '-1 day', interval '3 seconds', 'tapped', null, 'known', 'a', true, 'app', null),
  ('id-of-two-early', 'S', interval '-1 day', interval '0 seconds', 'shown', null, 'known', 'a', true, 'app', null),
  ('id-of-two-early', 'T', interval '-1 day', interval '3 seconds', 'shown', null, 'known', 'a', true, 'app', null),
  ('anonymous', null, interval '-1 day', interval '0 seconds', 'viewed', null, 'known', 'a', false, 'links', null),
  ('anonymous-refused', null, interval '-1 day', interval '0 seconds', 'viewed', 'denied', 'known', 'a', false, 'links', null),
  ('own-by-catalogue', 'A', interval '-1 day', interval '0 seconds', 'viewed', null, 'known', 'b', false, 'app', null),
  ('device-followed-user', 'S', interval '-1 day', interval '0 seconds', 'tapped', null, 'known', 'b', false, 'app', null),
  ('no-device', 'S', interval '-1 day', interval '0 seconds', 'shown', null, 'known', null, false, 'app', null),
  ('uncatalogued', 'M', interval '-3 days', interval '0 seconds', 'tapped', null, 'uncatalogued', 'a', false, 'app', null),
  ('timeless', 'B', null, interval '0 seconds', 'viewed', null, 'timeless', 'a', false, 'app', null),
  ('contradicted', 'A', interval '-1 day', interval '0 seconds', 'viewed', null, 'contradicted', 'a', false, 'app', null),
  ('contradicted', 'S', interval '-1 day', interval '5 seconds', 'shown', null, 'contradicted', 'a', false, 'app', null);

insert into case_edge values ('window-begins', 'from'), ('window-ends', 'to'), ('last-instant', 'to'), ('digits-cut', 'to');

insert into case_truth
select name, unnest(['owner', 'viewer']), 'lower', unnest([owner, viewer]), grade from (values
  ('buyer-sees-old', 'A', 'B', 'tapped'), ('before-handover', 'A', 'B', 'shown'), ('seller-sees-new', 'B', 'A', 'video'), ('new-member-sees-old', 'A', 'M', 'shown'),
  ('member-of-both', 'A', 'M', 'tapped'), ('bought-back', 'B', 'A', 'shown'), ('removed', 'A', 'M', 'video'),
  ('removed-at-tolerance', 'A', 'M', 'tapped'), ('joins-after-tolerance', 'A', 'M', 'shown'), ('empty-membership', 'A', 'M', 'shown'),
  ('two-owners', 'A', 'S', 'tapped'), ('two-owners', 'B', 'S', 'tapped'), ('window-begins', 'A', 'S', 'shown'), ('last-instant', 'A', 'S', 'video'),
  ('digits-cut', 'A', 'S', 'tapped'), ('twice-one-id', 'A', 'S', 'tapped'), ('id-of-two-severe', 'A', 'T', 'tapped'), ('id-of-two-early', 'A', 'S', 'shown'),
  ('device-followed-user', 'A', 'S', 'tapped'), ('no-device', 'A', 'S', 'shown'), ('uncatalogued', 'A', 'M', 'tapped'), ('contradicted', 'A', 'S', 'shown'),
  ('anonymous', 'A', null, 'video'), ('just-bought', 'B', 'A', 'shown')) v(name, owner, viewer, grade);
insert into case_truth values ('nobody-owned', 'viewer', 'upper', 'B', 'tapped');
