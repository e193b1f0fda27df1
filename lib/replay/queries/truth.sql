-- Writes down the truth from the plan: per account the worst grade of each side; an upper grade is never below the
-- lower one. One row for every account that is not unaffected.
create macro truth_of(wanted_variant) as table
with rated as (
  select side, bound, account_id, case grade when 'video' then 3 when 'tapped' then 2 else 1 end as rate from planted_truth where variant = wanted_variant),
worst as (
  select account_id,
    max(rate) filter (side = 'owner' and bound = 'lower') as owner_rate, max(rate) filter (side = 'viewer' and bound = 'lower') as viewer_rate,
    max(rate) filter (side = 'owner') as owner_upper, max(rate) filter (side = 'viewer') as viewer_upper
  from rated group by account_id)
select account_id, ['shown', 'tapped', 'video'][owner_rate] as owner_grade, ['shown', 'tapped', 'video'][viewer_rate] as viewer_grade,
  ['shown', 'tapped', 'video'][owner_upper] as owner_grade_upper, ['shown', 'tapped', 'video'][viewer_upper] as viewer_grade_upper
from worst order by account_id;
