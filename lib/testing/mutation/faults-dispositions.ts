// biome-ignore-all lint/suspicious/noTemplateCurlyInString: faults quote sources, placeholders and all
// Exempt from the limit of 250 lines: a table, three lines a fault.
import { type Fault, faultsIn } from "./fault.ts"

const wrong = faultsIn("lib/exposure/queries/dispositions.sql")
const wrongCandidate = faultsIn("lib/exposure/queries/candidates.sql")
const wrongIdentity = faultsIn("lib/exposure/queries/misbound.sql")
const wrongRelation = faultsIn("lib/exposure/queries/relations.sql")
const wrongClassify = faultsIn("lib/exposure/classify.ts")

const owners = [
  wrong(
    "holding.valid_to > candidate.footage_at",
    "holding.valid_to >= candidate.footage_at",
    "an owner still owns footage of the moment at valid_to",
    "footage owners: valid_from covers, valid_to does not",
  ),
  wrong(
    "holding.valid_from <= candidate.footage_at",
    "holding.valid_from < candidate.footage_at",
    "an owner does not yet own footage of the moment at valid_from",
    "footage owners: valid_from covers, valid_to does not",
  ),
  wrong(
    "holding.valid_from <= candidate.footage_at",
    "holding.valid_from <= candidate.footage_at + getvariable('tolerance')",
    "the tolerance widens the begin of footage owners",
    "footage owners: the tolerance does not widen them",
  ),
  wrong(
    "holding.valid_to > candidate.footage_at",
    "holding.valid_to > candidate.footage_at - getvariable('tolerance')",
    "the tolerance widens the end of footage owners",
    "footage owners: the tolerance does not widen them",
  ),
  wrong(
    "WHERE holding.role = 'owner';",
    ";",
    "a member is a footage owner",
    "footage owners: equal ends cover nothing; a member is no owner",
  ),
  wrong(
    "SELECT DISTINCT candidate.n, holding.account_id AS owner_id",
    "SELECT candidate.n, holding.account_id AS owner_id",
    "two entitlements of one owner are two footage owners",
    "exposure: two entitlement rows of one owner are one owner",
  ),
  wrong(
    "coalesce(valid_to, 'infinity'::TIMESTAMP) AS valid_to",
    "coalesce(valid_to, '9999-12-31'::TIMESTAMP) AS valid_to",
    "an open end ends on the last day of the year 9999",
    "entitlement: an open end covers the last moment of the year 9999",
  ),
]

const legitimate = [
  wrong(
    `bool_or(holding.valid_from < holding.valid_to
    AND holding.valid_from <= candidate."at" + getvariable('tolerance')`,
    `bool_or(holding.valid_from < holding.valid_to
    AND holding.valid_from < candidate."at" + getvariable('tolerance')`,
    "a member is none yet at valid_from",
    "legitimate (b): at valid_from yes, at valid_to no, 1 µs on either side",
  ),
  wrong(
    `holding.valid_to > candidate."at" - getvariable('tolerance')) AS is_entitled`,
    `holding.valid_to >= candidate."at" - getvariable('tolerance')) AS is_entitled`,
    "a member still is one at valid_to",
    "legitimate (b): at valid_from yes, at valid_to no, 1 µs on either side",
  ),
  wrong(
    `bool_or(holding.valid_from < holding.valid_to
    AND holding.valid_from <= candidate."at" + getvariable('tolerance')`,
    `bool_or(holding.valid_from < holding.valid_to
    AND holding.valid_from <= candidate."at"`,
    "the tolerance does not widen the begin of the viewer's interval",
    "tolerance: widens the member's interval on both sides, half-open, to the microsecond",
  ),
  wrong(
    `holding.valid_to > candidate."at" - getvariable('tolerance')) AS is_entitled`,
    `holding.valid_to > candidate."at") AS is_entitled`,
    "the tolerance does not widen the end of the viewer's interval",
    "tolerance: widens the member's interval on both sides, half-open, to the microsecond",
  ),
  wrong(
    "bool_or(holding.valid_from < holding.valid_to",
    "bool_or(holding.valid_from <= holding.valid_to",
    "with a tolerance an empty interval of the viewer covers",
    "tolerance: equal ends cover nothing nevertheless, and still they end",
  ),
  wrong(
    "WHERE holding.role = 'owner' AND holding.valid_from < holding.valid_to",
    "WHERE holding.valid_from < holding.valid_to",
    "a footage owner who is a member today keeps the device open to others",
    "legitimate (b): as a member only, a former footage owner does not keep it open",
  ),
  wrong(
    "WHERE holding.role = 'owner' AND holding.valid_from < holding.valid_to",
    "WHERE holding.role = 'owner' AND holding.valid_from <= holding.valid_to",
    "with a tolerance an empty interval of a footage owner covers",
    "legitimate (b): the tolerance widens the begin of the footage owner's interval, but not an empty one",
  ),
  wrong(
    `holding.valid_from < holding.valid_to
  AND holding.valid_from <= candidate."at" + getvariable('tolerance')`,
    `holding.valid_from < holding.valid_to
  AND holding.valid_from <= candidate."at"`,
    "the tolerance does not widen the begin of the footage owner's interval",
    "legitimate (b): the tolerance widens the begin of the footage owner's interval, but not an empty one",
  ),
  wrong(
    `holding.valid_from < holding.valid_to
  AND holding.valid_from <= candidate."at" + getvariable('tolerance')`,
    `holding.valid_from < holding.valid_to
  AND holding.valid_from < candidate."at" + getvariable('tolerance')`,
    "a footage owner does not keep the device open yet at valid_from",
    "legitimate (b): the tolerance widens the begin of the footage owner's interval, but not an empty one",
  ),
  wrong(
    `holding.valid_to > candidate."at" - getvariable('tolerance');`,
    `holding.valid_to > candidate."at";`,
    "the tolerance does not widen the end of the footage owner's interval",
    "legitimate (b): the tolerance widens the footage owner's interval too",
  ),
  wrong(
    `holding.valid_to > candidate."at" - getvariable('tolerance');`,
    `holding.valid_to >= candidate."at" - getvariable('tolerance');`,
    "a footage owner still keeps the device open at valid_to",
    "legitimate (b): the tolerance widens the footage owner's interval too",
  ),
  wrong(
    "AND holding.account_id = owner.owner_id",
    "AND true",
    "any owner of today keeps the device open, not only a footage owner",
    "legitimate (b): not if no footage owner holds the device any more",
  ),
  wrong(
    "WHEN holding.is_entitled AND still.n IS NOT NULL",
    "WHEN holding.is_entitled",
    "a member may see footage of an owner who is gone",
    "legitimate (b): not if no footage owner holds the device any more",
  ),
  wrong(
    "WHEN own.n IS NOT NULL THEN",
    "WHEN own.n IS NOT NULL AND still.n IS NOT NULL THEN",
    "a footage owner who no longer has the device may not see their footage",
    "legitimate (a): a footage owner may see it although the device is no longer theirs",
  ),
  wrongClassify(
    "to_microseconds(${clock_tolerance})",
    "to_milliseconds(${clock_tolerance} // 1000000 * 1000)",
    "a tolerance of less than a second is none",
    "tolerance: milliseconds",
  ),
]

const order = [
  wrong(
    "actor_kind IN ('service', 'test')",
    "actor_kind IN ('service')",
    "actors of kind test are people",
    "service: actors of kind service or test, not staff; of several kinds the first in order",
  ),
  wrong(
    "actor_kind IN ('service', 'test')",
    "actor_kind IN ('service', 'test', 'staff')",
    "staff are services",
    "scope: staff on request",
  ),
  wrong(
    "WHEN actor_kind IN ('service', 'test') THEN 'service'",
    "WHEN actor_kind IN ('service', 'test') AND own.n IS NULL AND holding.is_entitled IS NULL THEN 'service'",
    "legitimate comes before service",
    "plain at first sight: a service or a test that owns the device, or is a member of it",
  ),
  wrong(
    "WHEN viewer_id IS NULL AND needs_viewer THEN 'unattributed'",
    "WHEN false THEN 'unattributed'",
    "a row whose session names nobody is not unattributed",
    "viewer: a session naming two accounts names none",
  ),
  wrong(
    "WHEN viewer_id IS NULL AND needs_viewer THEN",
    "WHEN viewer_id IS NULL AND needs_viewer AND owned.n IS NOT NULL THEN",
    "unresolved comes before unattributed",
    "order: unattributed before unresolved, also where a session names nobody",
  ),
  wrong(
    "WHEN owned.n IS NULL THEN 'unresolved'",
    "WHEN false THEN 'unresolved'",
    "footage that nobody owns is misbound",
    "order: malformed before out_of_window before denied before service before unattributed",
  ),
  wrongCandidate(
    "coalesce(outcome, 'allowed') = 'allowed'",
    "true",
    "what was denied is judged",
    "order: malformed before out_of_window before denied before service before unattributed",
  ),
  wrongCandidate(
    "source.viewerless = 'unattributed' AS needs_viewer",
    "true AS needs_viewer",
    "with viewerless exposure a missing viewer is unattributed nevertheless",
    "unattributed: with viewerless exposure a missing viewer is an anonymous one",
  ),
  wrongCandidate(
    `"at" < getvariable('window_to')`,
    `"at" <= getvariable('window_to')`,
    "the end of the window is inside it, for the rules",
    "window: half-open, its begin in and 1 µs before out, its end out and 1 µs before in",
  ),
  wrongCandidate(
    `"at" >= getvariable('window_from')`,
    `"at" > getvariable('window_from')`,
    "the begin of the window is outside it, for the rules",
    "window: half-open, its begin in and 1 µs before out, its end out and 1 µs before in",
  ),
]

const whoAndWhat = [
  wrongCandidate(
    "coalesce(catalogue.device_id, suspect.device_id)",
    "coalesce(suspect.device_id, catalogue.device_id)",
    "the true device is that of the row, not that of the catalogue",
    "true device: the catalogue wins; an item not in it leaves the event's own",
  ),
  wrongCandidate(
    `coalesce(catalogue.recorded_at, "at")`,
    `"at"`,
    "the footage time is that of the access",
    "later_owner: the new owner of a second-hand camera sees the previous owner's footage",
  ),
  wrongCandidate(
    `coalesce(catalogue.recorded_at, "at")`,
    "catalogue.recorded_at",
    "footage without a known time has none",
    "footage time: recorded_at if known, else at",
  ),
  wrongCandidate(
    "actor.account_id = suspect.viewer_id",
    "actor.account_id = suspect.account_id",
    "the actor is the account in the row, not the viewer whom the session names",
    "service: the viewer counts, whom the session names",
  ),
  wrongCandidate(
    "WHEN 'tapped' THEN 2 ELSE 1",
    "WHEN 'tapped' THEN 1 ELSE 2",
    "shown is worse than tapped",
    "groups: by the owner grade first, then by having seen, then by the upper grade",
  ),
  wrongRelation(
    "CASE WHEN bool_or(kind = 'service')",
    "CASE WHEN bool_or(kind = 'staff') THEN 'staff' WHEN bool_or(kind = 'service')",
    "of an actor's kinds the last one counts",
    "service: actors of kind service or test, not staff; of several kinds the first in order",
  ),
  wrongRelation(
    " HAVING min(account_id) = max(account_id)",
    "",
    "a session that names two accounts names the first",
    "viewer: a session naming two accounts names none",
  ),
]

const relation = [
  wrong(
    `bool_or(holding.role = 'owner' AND holding.valid_from <= candidate."at" AND`,
    `bool_or(holding.role = 'owner' AND holding.valid_from < candidate."at" AND`,
    "a later owner is none yet at valid_from",
    "later_owner: owner at `at` to the microsecond, tolerance or not",
  ),
  wrong(
    `holding.valid_to > candidate."at") AS is_owner_now`,
    `holding.valid_to >= candidate."at") AS is_owner_now`,
    "a later owner still is one at valid_to",
    "later_owner: owner at `at` to the microsecond, tolerance or not",
  ),
  wrong(
    `bool_or(holding.role = 'owner' AND holding.valid_from <= candidate."at" AND`,
    `bool_or(holding.role = 'owner' AND holding.valid_from <= candidate."at" + getvariable('tolerance') AND`,
    "the tolerance widens the later owner's interval",
    "later_owner: owner at `at` to the microsecond, tolerance or not",
  ),
  wrong(
    "bool_or(holding.role = 'owner' AND holding.valid_from",
    "bool_or(holding.valid_from",
    "a member is a later owner",
    "legitimate (b): not if no footage owner holds the device any more",
  ),
  wrong(
    `holding.valid_to <= candidate."at"`,
    `holding.valid_to < candidate."at"`,
    "who was removed at that very moment is a stranger",
    "legitimate (b): at valid_from yes, at valid_to no, 1 µs on either side",
  ),
  wrong(
    "WHEN holding.is_owner_now THEN 'later_owner'",
    "WHEN holding.is_owner_now AND NOT holding.has_ended THEN 'later_owner'",
    "former_member comes before later_owner",
    "relations: the first that applies, staff before later_owner before former_member",
  ),
  wrong(
    "WHEN actor_kind = 'staff' THEN",
    "WHEN actor_kind = 'staff' AND holding.is_owner_now IS NOT TRUE THEN",
    "later_owner comes before staff",
    "relations: the first that applies, staff before later_owner before former_member",
  ),
]

const duplicates = [
  wrongIdentity(
    "ORDER BY severity DESC",
    "ORDER BY severity ASC",
    "of equal events the mildest is kept",
    "duplicate: of equal ones the most severe action is kept, though later",
  ),
  wrongIdentity(
    `severity DESC, "at",`,
    `severity DESC, "at" DESC,`,
    "of equal events the latest is kept",
    "duplicate: then the earliest, then the smallest viewer",
  ),
  wrongIdentity(
    "viewer_id NULLS FIRST",
    "viewer_id NULLS LAST",
    "of equal events a named viewer goes before an absent one",
    "duplicate: what is kept of equal ones is what the exposures show",
  ),
  wrongIdentity(
    "viewer_id NULLS FIRST",
    "viewer_id DESC NULLS FIRST",
    "of equal events the greatest viewer is kept",
    "duplicate: then the earliest, then the smallest viewer",
  ),
  wrongIdentity(
    "true_device NULLS FIRST",
    "true_device DESC",
    "of equal events the greatest device is kept",
    "duplicate: what is kept of equal ones is what the exposures show",
  ),
  wrongIdentity(
    "media_id NULLS FIRST",
    "media_id NULLS LAST",
    "of equal events one with an item goes before one without",
    "duplicate: what is kept of equal ones is what the exposures show",
  ),
  wrongIdentity(
    "PARTITION BY identity",
    "PARTITION BY identity, part",
    "an event that two sources tell of is two",
    "duplicate: identity is global, across sources",
  ),
  wrongIdentity(
    "coalesce(suspect.outcome, 'allowed')",
    "coalesce(suspect.outcome, '')",
    "an absent outcome is not allowed in the MD5",
    "identity: identical rows are one event, and allowed is the same as no outcome",
  ),
  wrongIdentity(
    "chr(31)",
    "chr(30)",
    "another separator stands between the fields of the MD5",
    "identity: MD5 over the fields in their order, outcome as allowed when absent",
  ),
  wrongIdentity(
    "coalesce(suspect.session_id, ''), coalesce(suspect.ip, '')",
    "coalesce(suspect.ip, ''), coalesce(suspect.session_id, '')",
    "the fields of the MD5 stand in another order",
    "identity: MD5 over the fields in their order, outcome as allowed when absent",
  ),
  wrongIdentity(
    "coalesce(suspect.ip, '')",
    "suspect.ip",
    "an absent field of the MD5 leaves no separator",
    "identity: an absent field counts as nothing",
  ),
  wrongIdentity(
    `epoch_us(suspect."at")`,
    `epoch_ms(suspect."at")`,
    "events 1 µs apart are one",
    "identity: one microsecond or one ip apart is another event",
  ),
  wrongIdentity(
    "WHERE disposition = 'misbound' AND in_window",
    "WHERE disposition = 'misbound'",
    "events outside the window are misbound ones of it",
    "context: the hour before and the hour after, half-open, before duplicates are removed",
  ),
]

/** Of steps 1 to 9 of the rules. */
export const dispositionFaults: Fault[] = [
  ...owners,
  ...legitimate,
  ...order,
  ...whoAndWhat,
  ...relation,
  ...duplicates,
]
