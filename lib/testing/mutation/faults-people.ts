// Exempt from the limit of 250 lines: a table, three lines a fault.
import { type Fault, faultsIn } from "./fault.ts"

const wrongExposure = faultsIn("lib/exposure/queries/exposures.sql")
const wrongPerson = faultsIn("lib/exposure/queries/people.sql")
const wrongPresumed = faultsIn("lib/exposure/queries/presumed.sql")
const wrongUpper = faultsIn("lib/exposure/queries/presumed-people.sql")
const wrongClassify = faultsIn("lib/exposure/classify.ts")
const wrongResult = faultsIn("lib/exposure/write-result.ts")
const wrongFile = faultsIn("lib/exposure/write-result.ts", { needsReference: true })
const wrongEvidence = faultsIn("lib/exposure/queries/evidence.sql", { needsReference: true })

const ANONYMOUS = "people: an anonymous viewer counts as one; devices and times over both sides"
const ONE_MOMENT =
  "presumption: an owner entitlement that shares exactly one moment, and those that only touch"
const WORST = "exposure: its worst grade, first and last time, number of events, recorded_at"
const SESSIONS = "presumption: viewers with a session that shares a moment with it"

const exposures = [
  wrongExposure(
    "max(event.severity)",
    `arg_min(event.severity, event."at")`,
    "the grade of an exposure is that of its earliest event",
    WORST,
  ),
  wrongExposure(
    "arg_min(event.relation",
    "arg_max(event.relation",
    "the relation of an exposure is that of its latest event",
    "exposure: its relation is that of its earliest event, and so is its scope",
  ),
  wrongExposure(
    "}, 20)",
    "}, 19)",
    "19 identities are kept",
    "exposure: up to 20 identities, the earliest first, and all events counted",
  ),
  wrongExposure(
    "}, 20)",
    "}, 2000)",
    "all identities are kept",
    "exposure: up to 20 identities, the earliest first, and all events counted",
  ),
  wrongExposure(
    `arg_min(event.identity, {'at': event."at", 'identity': event.identity}, 20)`,
    "arg_min(event.identity, event.identity, 20)",
    "identities stand in their own order",
    WORST,
  ),
  wrongExposure(
    `arg_min(event.identity, {'at': event."at", 'identity': event.identity}, 20)`,
    `list(event.identity ORDER BY event."at", event.identity DESC)[1:20]`,
    "identities of one time stand in any order",
    "exposure: events of equal time stand by identity",
  ),
  wrongExposure(
    `min(event."at") AS first_at`,
    `max(event."at") AS first_at`,
    "the first time is the last",
    WORST,
  ),
  wrongExposure(
    `max(event."at") AS last_at`,
    `min(event."at") AS last_at`,
    "the last time is the first",
    WORST,
  ),
  wrongExposure(
    "WHERE event.is_counted",
    "WHERE true",
    "duplicates are events of an exposure",
    "duplicate: a repeated row without event_id does not raise the number of events",
  ),
  wrongExposure(
    "list_contains(getvariable('relations'), relation)",
    "true",
    "every relation is in scope",
    "scope: staff is written and counted, and plays no part",
  ),
  wrongResult(
    "viewer_id NULLS FIRST, device_id",
    "viewer_id NULLS LAST, device_id",
    "exposures to nobody known are written last",
    "exposure: one per media and viewer, absent first, in byte order",
  ),
]

const evidence = [
  wrongFile(
    "FROM people ORDER BY account_id",
    "FROM people ORDER BY account_id DESC",
    "people are written in another order",
    "exposure: footage with two owners makes two exposures",
  ),
  wrongEvidence(
    "misbound.viewer_id,",
    "misbound.account_id AS viewer_id,",
    "the evidence names the row's account as its viewer",
    "service: the viewer counts, whom the session names",
  ),
  wrongEvidence(
    "misbound.true_device AS",
    "misbound.device_id AS",
    "the evidence names the row's device as the true one",
    "later_owner: the new owner of a second-hand camera sees the previous owner's footage",
  ),
  wrongEvidence(
    "WHERE misbound.is_counted",
    "WHERE true",
    "duplicates are evidence",
    "duplicate: identity is global, across sources",
  ),
]

const people = [
  wrongPerson(
    "WHERE in_scope\n",
    "WHERE true\n",
    "what is out of scope makes owners",
    "scope: staff is written and counted, and plays no part",
  ),
  wrongPerson(
    "WHERE in_scope AND viewer_id IS NOT NULL",
    "WHERE viewer_id IS NOT NULL",
    "what is out of scope makes viewers",
    "scope: staff is written and counted, and plays no part",
  ),
  wrongPerson(
    "WHERE in_scope AND viewer_id IS NOT NULL",
    "WHERE in_scope",
    "nobody is an account",
    "people: an anonymous viewer is no account",
  ),
  wrongPerson(
    "(count(*) FILTER (side = 'owner' AND other IS NULL) > 0)::INTEGER",
    "count(*) FILTER (side = 'owner' AND other IS NULL)",
    "anonymous viewers count once for each exposure",
    ANONYMOUS,
  ),
  wrongPerson(
    "(count(*) FILTER (side = 'owner' AND other IS NULL) > 0)::INTEGER",
    "0",
    "an anonymous viewer is none",
    ANONYMOUS,
  ),
  wrongPerson(
    "count(DISTINCT device_id) AS devices",
    "count(DISTINCT device_id) FILTER (side = 'owner') AS devices",
    "devices are counted on the owner's side only",
    ANONYMOUS,
  ),
  wrongPerson(
    "count(DISTINCT other) FILTER (side = 'viewer') AS owners",
    "count(other) FILTER (side = 'viewer') AS owners",
    "an owner counts once for each exposure",
    "people: an owner and a viewer with several exposures count once",
  ),
  wrongPerson(
    "min(first_at) AS first_at",
    "max(first_at) AS first_at",
    "first_at is not the first",
    ANONYMOUS,
  ),
  wrongPerson("max(last_at) AS last_at", "min(last_at) AS last_at", "last_at is not the last", ANONYMOUS),
  wrongPerson(
    "greatest(shown.owner_severity, presumed.owner_severity)",
    "coalesce(presumed.owner_severity, shown.owner_severity)",
    "what is presumed of an owner hides what is shown",
    "presumption: the worst of what is shown and of all that is presumed; the group follows what is shown",
  ),
  wrongPerson(
    "greatest(shown.viewer_severity, presumed.viewer_severity)",
    "shown.viewer_severity",
    "nothing is presumed of a viewer",
    "people: the viewer of an unresolved event has at least its grade as upper grade, an anonymous one none",
  ),
  wrongPerson(
    "WHEN owner_severity = 3",
    "WHEN owner_severity_upper = 3",
    "the group follows what is presumed",
    "presumption: the worst of what is shown and of all that is presumed; the group follows what is shown",
  ),
  wrongPerson(
    "WHEN viewer_severity IS NOT NULL THEN 'viewer_only'",
    "WHEN viewer_severity_upper IS NOT NULL THEN 'viewer_only'",
    "who is only presumed to have seen is a viewer",
    "groups: by the owner grade first, then by having seen, then by the upper grade",
  ),
  wrongPerson(
    "FULL JOIN presumed",
    "LEFT JOIN presumed",
    "who is only presumed affected is unaffected",
    ONE_MOMENT,
  ),
  wrongPerson(
    "addresses.email IS NOT NULL AS reachable",
    "addresses.account_id IS NOT NULL AS reachable",
    "an account without an address is reachable",
    "account: only a missing account_id is malformed, other unreadable cells are counted",
  ),
]

const upper = [
  wrongUpper(
    "disposition = 'unresolved'",
    "false",
    "the viewer of an unresolved event has no upper grade",
    "people: the viewer of an unresolved event has at least its grade as upper grade, an anonymous one none",
  ),
  wrongUpper(
    "'unresolved' AND in_window",
    "'unresolved'",
    "an unresolved event outside the window gives an upper grade",
    "people: an unresolved event outside the window presumes nothing",
  ),
  wrongUpper(
    "max(viewer_severity)",
    "min(viewer_severity)",
    "the mildest of what must be presumed of a viewer counts",
    "people: the viewer of an unresolved event has at least its grade as upper grade, an anonymous one none",
  ),
  wrongUpper(
    " AND viewer_id IS NOT NULL",
    "",
    "nobody has an upper grade",
    "people: the viewer of an unresolved event has at least its grade as upper grade, an anonymous one none",
  ),
]

const presumptions = [
  wrongPresumed(
    "valid_from < getvariable('until')",
    "valid_from <= getvariable('until')",
    "an entitlement that begins when the presumption ends shares a moment with it",
    ONE_MOMENT,
  ),
  wrongPresumed(
    "coalesce(valid_to, 'infinity'::TIMESTAMP) > getvariable('since')",
    "coalesce(valid_to, 'infinity'::TIMESTAMP) >= getvariable('since')",
    "an entitlement that ends when the presumption begins shares a moment with it",
    ONE_MOMENT,
  ),
  wrongPresumed(
    "valid_from < coalesce(valid_to",
    "valid_from <= coalesce(valid_to",
    "an empty entitlement shares a moment with a presumption",
    ONE_MOMENT,
  ),
  wrongPresumed("WHERE role = 'owner'", "WHERE true", "members are presumed owners", ONE_MOMENT),
  wrongPresumed(
    "device_id IN (SELECT unnest(getvariable('devices')))",
    "true",
    "a presumption over some devices is one over all",
    ONE_MOMENT,
  ),
  wrongPresumed(
    "NULL FROM entitlements",
    "NULL FROM held",
    "only owners of devices that a small log shows are presumed",
    "presumption: also of owners whose devices the log does not show",
  ),
  wrongPresumed(
    "started_at < getvariable('until')",
    "started_at <= getvariable('until')",
    "a session that begins when the presumption ends shares a moment with it",
    SESSIONS,
  ),
  wrongPresumed(
    "> getvariable('since');",
    ">= getvariable('since');",
    "a session that ends when the presumption begins shares a moment with it",
    SESSIONS,
  ),
  wrongPresumed(
    "started_at < coalesce(ended_at",
    "started_at <= coalesce(ended_at",
    "an empty session shares a moment with a presumption",
    SESSIONS,
  ),
  wrongPresumed(
    "getvariable('by_sessions')",
    "true",
    "viewers none are viewers by sessions",
    "presumption: all devices; viewers none",
  ),
  wrongPresumed(
    "SELECT unnest(getvariable('viewers')), NULL, getvariable('severity')",
    "SELECT unnest(getvariable('viewers')), getvariable('severity'), NULL",
    "presumed viewers are presumed owners",
    "presumption: viewers as listed, though no table knows them",
  ),
  wrongClassify(
    "one.from > incident.window.from ? one.from : incident.window.from",
    "one.from",
    "a presumption covers what lies before the window",
    "presumption: only the part inside the window counts",
  ),
  wrongClassify(
    "one.to < incident.window.to ? one.to : incident.window.to",
    "one.to",
    "a presumption covers what lies after the window",
    "presumption: only the part inside the window counts",
  ),
  wrongClassify(
    "for (const one of [...incident.presumptions, ...asPresumptions])",
    "for (const one of asPresumptions)",
    "presumptions are forgotten",
    "presumption: without any access log",
  ),
  wrongClassify(
    'viewers: "sessions", grade: "video"',
    'viewers: "none", grade: "video"',
    "nobody is presumed to have seen anything in a gap",
    "gap: a presumption over all devices, grade video, viewers sessions",
  ),
  wrongClassify(
    'viewers: "sessions", grade: "video"',
    'viewers: "sessions", grade: "shown"',
    "in a gap footage is presumed merely shown",
    "gap: a presumption over all devices, grade video, viewers sessions",
  ),
  wrongClassify(
    'kind === "declared" || kind === "confirmed"',
    'kind === "declared"',
    "a confirmed gap presumes nothing",
    "found gap: confirmed, it is a gap, and without sessions that is asked about",
  ),
  wrongClassify(
    'kind === "declared" || kind === "confirmed"',
    'kind !== "dismissed"',
    "a suspected gap presumes something",
    "found gap: exactly 5 minutes with exactly 50 expected is suspected, and presumes nothing yet",
  ),
  wrongClassify(
    'kind === "declared" || kind === "confirmed"',
    'kind !== "suspected"',
    "a dismissed gap presumes something",
    "found gap: a dismissed one is none, also with --confirm-gaps",
  ),
]

/** Of exposures, grades, groups and what must be presumed. */
export const peopleFaults: Fault[] = [...exposures, ...evidence, ...people, ...upper, ...presumptions]
