-- Turns the named cases of second-hand.sql into households: accounts, entitlements, items, events and truth.
create table household as
  select name, name || '-' || k as house, case (select edge from case_edge e where e.name = c.name)
      when 'from' then getvariable('window_from') when 'to' then getvariable('window_to')
      else getvariable('window_from') + to_seconds(3600 + draw('household', hash(c.name, k), 36000)) end as t
  from (select distinct name from case_holding) c, range(getvariable('households')) r(k);
create macro resident(house, who) as 'h-' || house || '-' || who;

insert into planted_account
select distinct resident(house, who) from household join (select name, who from case_holding union select name, viewer from case_event where viewer is not null) using (name)
union all select 'odd-cells-' || k from range(5) r(k);
insert into planted_entitlement
select 'x-' || house || '-' || camera, resident(house, who), role, t + begins, t + ends from household join case_holding using (name);

create table household_event as
  select *, row_number() over (partition by house order by occurs) as n, 'mh-' || house || case when name like 'contradicted' then '' else '-' || action end as media_id
  from household join case_event using (name);
insert into planted_media
select distinct media_id, 'x-' || house || '-a', 'thumbnail', t + footage from household_event where item <> 'uncatalogued'
union all select distinct media_id, 'x-' || house || '-b', 'thumbnail', t + footage from household_event where item = 'contradicted';
insert into planted_event
select 'case-' || house || '-' || n, source, t + occurs, resident(house, viewer), resident(house, viewer), null, 'x-' || house || '-' || logged, media_id, action, outcome,
  case when shared_id then 'shared-' || house end,
  case when written is not null then replace(cast(t + occurs as varchar), ' ', 'T') || '9Z' end
from household_event;

insert into planted_truth (side, bound, account_id, grade)
select side, bound, resident(house, who), grade from household join case_truth using (name) where who is not null;
insert into planted_report select resident(house, 'M'), t + interval 1 hour, 'I moved out and still see the kitchen' from household where name = 'removed';
