-- Plants the presumption's owners: everybody who owned a camera for a moment of the window, present owners and those
-- who sold it in the window; and, by name, owners whose time only touches the window or is empty.
insert into planted_account select 'owner-' || edge from unnest(['ended-at-begin', 'began-at-end', 'empty', 'last-instant', 'first-instant', 'member-only']) t(edge);

insert into planted_entitlement values
  ('x-edge-1', 'owner-ended-at-begin', 'owner', getvariable('window_from') - interval 400 day, getvariable('window_from')),
  ('x-edge-2', 'owner-began-at-end', 'owner', getvariable('window_to'), null),
  ('x-edge-3', 'owner-empty', 'owner', getvariable('window_from') + interval 90 day, getvariable('window_from') + interval 90 day),
  ('x-edge-4', 'owner-last-instant', 'owner', getvariable('window_to') - interval 1 microsecond, null),
  ('x-edge-5', 'owner-first-instant', 'owner', getvariable('window_from') - interval 400 day, getvariable('window_from') + interval 1 microsecond),
  ('x-edge-5', 'owner-member-only', 'member', getvariable('window_from') - interval 400 day, null);

insert into planted_truth (side, bound, account_id, grade)
select 'owner', 'upper', account_id, 'video' from (
  select account(i) as account_id from range(getvariable('owner_pool')) t(i)
  union
  select account(previous_of(j)) from range(getvariable('cameras')) t(j)
  where is_resold(j) and at_second(handover_s(j)) > getvariable('window_from') and at_second(previous_from_s(j)) < getvariable('window_to')
  union
  values ('owner-last-instant'), ('owner-first-instant'));
