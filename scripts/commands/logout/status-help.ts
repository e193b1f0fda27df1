/** What `statusJson` gives: whoever reads it counts on these names. */
export const STATUS_JSON_HELP = `
status --json prints one object, and with --watch one on a line whenever something has changed:
  run, id      INC-7/L2 and its id
  standing     planning failed dry_run awaiting_approval armed expired containing canary_wave gate wave
               verifying settling paused closed closed_with_gaps aborted
  phase, wave  the phase, also while it is paused, or null; the wave that is open, from 0, the first few
  waves        how many waves the plan has, the first few among them; null until it is planned
  cutoff       what was begun before it is ended; null until it is fixed
  perSecond    subjects a second at most; affected: how many are to be logged out
  paused       {at, by, reason} or null; startedAt, phaseAt, settlesAt, endedAt: instants or null
  counts       {pending, putOff, sent, accepted, verified, failed, unknown, leftOut, keptBack, cancelled}
  parts        the same by part of the plan, in the order in which they are worked off
  steps        [{at, phase, wave, what, isGood, found}], the oldest first
  canaries     [{kind, relyingParty, role, mintedAt, expiresAt, endedAt, probes: [{point, at, verdict, reason}]}]
  sample       {needed, inspected, survivors, expiring, unseen}: real subjects that were looked at afterwards
  report       {cutoff, counts, kinds, sample, epoch, gaps} once it is closed, else null
Instants are ISO 8601 in UTC. Exit status: 0, also while it goes on; 1 where it was closed with gaps, aborted or
could not be planned.
`
