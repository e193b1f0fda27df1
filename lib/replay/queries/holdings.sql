-- Plants the entitlements: owners, previous owners of resold cameras, members, removed members, and rows that
-- cannot be read as an entitlement (they must be counted and must not grant anything).
create view base_entitlement as
  select camera(j) as device_id, account(owner_of(j)) as account_id, 'owner' as role, at_second(owner_from_s(j)) as valid_from, null::timestamp as valid_to
  from range(getvariable('cameras')) t(j)
  union all
  select camera(j), account(previous_of(j)), 'owner', at_second(previous_from_s(j)), at_second(handover_s(j))
  from range(getvariable('cameras')) t(j) where is_resold(j) and draw('history', j, 100) >= getvariable('history_lost_percent')
  union all
  select camera(j), account(member_of(j)), 'member', at_second(member_from_s(j)), null
  from range(getvariable('cameras')) t(j) where has_member(j)
  union all
  select camera(j), account(former_of(j)), 'member', at_second(owner_from_s(j)), at_second(former_to_s(j))
  from range(getvariable('cameras')) t(j) where has_former(j)
  union all
  select * from planted_entitlement;

create view entitlements as
  select * from base_entitlement
  union all
  values (null, account(1), 'owner', at_second(getvariable('anchor_s') - days(90)), null),
         (camera(2), null, 'owner', at_second(getvariable('anchor_s') - days(90)), null),
         (camera(3), account(getvariable('accounts') - 1), 'member', at_second(getvariable('anchor_s') - days(90)), at_second(getvariable('anchor_s') - days(91)));
