-- Plants what arrives late: one more file of the log and an export of households. The file names 300 people worse than
-- the first evidence did or at all; the export shows that 45 viewers belonged to the household, and clears 90 people in
-- whole or in part. Nobody is in both. The truth of the first evidence stays as it is.
-- Variables: those of friday.sql; late_tapped, late_video (owners whose worst grade rises), late_pairs (a new owner and
-- a new viewer each), household_pairs (both sides unaffected in the end), household_taps (the owner was only shown to others).
create table pair_around as
  with counted as (
    select p.*, s.person as owner_person,
      count(*) over (partition by v) as of_viewer, count(*) over (partition by o) as of_owner,
      count(*) filter (grade = 'tapped') over (partition by o) as tapped_of_owner, count(*) filter (grade = 'video') over (partition by o) as video_of_owner
    from mixup_pair p join stranger_owner s using (o))
  from counted
  -- Whoever is on both sides stays out of it, and so do those who complained: they did see something.
  where viewer_person not in (select person from stranger_owner) and owner_person not in (select person from stranger_viewer) and v % 200 <> 3;

create table household_pair as
  select * from pair_around where grade = 'shown' and of_viewer = 1 and of_owner = 1
  qualify row_number() over (order by v, o) <= getvariable('household_pairs')
  union all
  select * from pair_around where grade = 'tapped' and of_viewer = 1 and tapped_of_owner = 1 and video_of_owner = 0 and of_owner > 1
  qualify row_number() over (order by v, o) <= getvariable('household_taps');

create table risen_pair as
  with one_of_owner as (
    select *, row_number() over (partition by o order by v) as nth from pair_around
    where o not in (select o from household_pair) and v not in (select v from household_pair)),
  shown as (
    select *, 'tapped' as late_grade from one_of_owner where nth = 1 and tapped_of_owner = 0 and video_of_owner = 0
    qualify row_number() over (order by o) <= getvariable('late_tapped')),
  tapped as (
    select *, 'video' as late_grade from pair_around where grade = 'tapped' and tapped_of_owner = 1 and video_of_owner = 0
      and o not in (select o from household_pair) and v not in (select v from household_pair)
    qualify row_number() over (order by o) <= getvariable('late_video'))
  select v, o, viewer, owner, j, late_grade from shown union all select v, o, viewer, owner, j, late_grade from tapped;

-- New people on both sides: none of them is in the first evidence, nor holds a camera with one another.
create table late_pair as
  with apart as (select person from stranger_viewer union select person from stranger_owner union select viewer_i from ordinary union select owner_i from ordinary),
  new_viewer as (
    select row_number() over (order by k) - 1 as n, person from (select k, scattered_account(k) as person from range(20000, 30000) t(k))
    where person not in (select person from apart)
    qualify n < getvariable('late_pairs')),
  new_owner as (
    select row_number() over (order by k) - 1 as n, j, owner_of(j) as person from (select k, scattered_camera(k) as j from range(70000, 80000) t(k))
    where owner_of(j) not in (select person from apart union select person from new_viewer)
      and previous_of(j) not in (select person from new_viewer) and member_of(j) not in (select person from new_viewer) and former_of(j) not in (select person from new_viewer)
    qualify row_number() over (partition by owner_of(j) order by k) = 1)
  select n, account(w.person) as viewer, account(s.person) as owner, s.j
  from new_viewer w join new_owner s using (n);

insert into planted_event (key, source, occurred_at, viewer, account_id, session_id, device_id, media_id, action)
with late as (
  select 'late-rise-' || v || '-' || o as key, viewer, j, 'mf' || lpad(cast(o * 3 as varchar), 8, '0') as media_id,
    case late_grade when 'video' then 'viewed' else 'tapped' end as action, late_grade
  from risen_pair
  union all
  select 'late-pair-' || n, viewer, j, null, 'shown', 'shown' from late_pair)
select key, 'late', occurred_at, viewer, viewer, session_of(viewer, occurred_at), camera(j), media_id, action
from (select *, at_second(getvariable('mixup_from_s') + getvariable('mixup_span_s') - 10 - draw('late', hash(key), 900)) as occurred_at from late);

create table late_entitlement as
  select camera(j) as device_id, viewer as account_id, 'member' as role, at_second(getvariable('anchor_s') - days(30)) as valid_from, null::timestamp as valid_to
  from household_pair;

insert into planted_truth (side, bound, account_id, grade, variant)
with graded as (
  select viewer, owner, grade from mixup_pair p where not exists (from household_pair h where h.v = p.v and h.o = p.o)
  union all select viewer, owner, late_grade from risen_pair
  union all select viewer, owner, 'shown' from late_pair)
select side, 'lower', case side when 'owner' then owner else viewer end, grade, 'late' from graded, (values ('owner'), ('viewer')) s(side)
union all
select side, bound, account_id, grade, 'late' from planted_truth
where variant = 'final' and account_id in (select account(viewer_i) from ordinary union all select account(owner_i) from ordinary);
