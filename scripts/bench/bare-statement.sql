-- Which owners had footage read by somebody else, by worst grade? The statement that the product is measured against,
-- word for word as evidence.md, section 5, has it; it knows no rules, keeps no evidence, and runs on PostgreSQL too.
with l as (select device_id, account_id, valid_from, coalesce(valid_to, timestamp '9999-12-31') as valid_to from entitlements where role = 'owner'),
     e as (select coalesce(m.device_id, a.device_id) as device, coalesce(m.recorded_at, a.at) as footage, a.account_id as viewer,
                  case a.action when 'viewed' then 3 when 'tapped' then 2 else 1 end as grade
           from log a left join media m using (media_id)
           where a.at >= $from and a.at < $to and coalesce(a.outcome, 'allowed') = 'allowed'),
     x as (select l.account_id as owner_id, max(grade) as grade from e join l on l.device_id = e.device and e.footage >= l.valid_from and e.footage < l.valid_to
           where l.account_id <> e.viewer group by 1)
select grade, count(*) from x group by 1
