import { type Fault, faultsIn } from "./fault.ts"

const wrongMedia = faultsIn("lib/exposure/queries/owned-media.sql")
const wrongStanding = faultsIn("lib/exposure/queries/standing.sql")
const wrongScan = faultsIn("lib/exposure/queries/suspects.sql")
const wrongScanOfRejects = faultsIn("lib/exposure/queries/suspects.sql", { needsReference: true })
const wrongCode = faultsIn("lib/exposure/find-suspects.ts")

const byMedia = [
  wrongMedia(
    "entitlement.valid_to >= getvariable('scan_to')",
    "true",
    "a footage owner who has left counts as one who stands",
    "plain at first sight: a member of long standing, but the footage owner has left",
  ),
  wrongMedia(
    "entitlement.valid_from <= getvariable('scan_from')",
    "true",
    "a footage owner who came after the access counts as one who stands",
    "plain at first sight: a member of long standing, but the footage owner only came after the access",
  ),
  wrongMedia(
    "WHERE role = 'owner'",
    "WHERE true",
    "a member counts as owner of the footage",
    "plain at first sight: footage of before, of after and of none of the viewer's time as owner",
  ),
  wrongMedia(
    "item.recorded_at < coalesce",
    "item.recorded_at <= coalesce",
    "a former owner passes at the moment when the device changed hands",
    "plain at first sight: footage of before, of after and of none of the viewer's time as owner",
  ),
  wrongMedia(
    "item.recorded_at >= entitlement.valid_from",
    "true",
    "a new owner passes with footage of before their time",
    "plain at first sight: footage of before, of after and of none of the viewer's time as owner",
  ),
  wrongMedia(
    " AND {{is_person}}",
    "",
    "a service that owns the footage passes as a person",
    "plain at first sight: a service or a test that owns the device, or is a member of it",
  ),
]

const byDevice = [
  wrongStanding(
    "WHERE role = 'owner' OR device_id IN (SELECT device_id FROM holders WHERE role = 'owner')",
    "WHERE true",
    "a member stands without an owner who stands",
    "footage owners: equal ends cover nothing; a member is no owner",
  ),
  wrongStanding(
    `WHERE {{is_person}}
    AND valid_from <= getvariable('scan_from')
    AND`,
    `WHERE {{is_person}}
    AND`,
    "a member stands before they came",
    "plain at first sight: a member who came or left during the window, by device",
  ),
  wrongStanding(
    `    AND (valid_to IS NULL OR valid_to >= getvariable('scan_to'))
)`,
    ")",
    "a member stands after they left",
    "plain at first sight: a member who came or left during the window, by device",
  ),
  wrongStanding(
    "  WHERE {{is_person}}\n    AND",
    "  WHERE",
    "a test that is a member stands as a person",
    "plain at first sight: a service or a test that owns the device, or is a member of it",
  ),
  wrongStanding(
    `role <> 'owner' AND {{is_person}}
  AND valid_from <= getvariable('scan_from')`,
    "role <> 'owner' AND {{is_person}}",
    "where every row has its media, a member stands before they came",
    "plain at first sight: a member who came or left during the window, by media",
  ),
  wrongStanding(
    `  AND valid_from <= getvariable('scan_from')
  AND (valid_to IS NULL OR valid_to >= getvariable('scan_to'));`,
    "  AND valid_from <= getvariable('scan_from');",
    "where every row has its media, a member stands after they left",
    "plain at first sight: a member who came or left during the window, by media",
  ),
  wrongStanding(
    "role <> 'owner' AND {{is_person}}",
    "role <> 'owner'",
    "where every row has its media, a test that is a member stands as a person",
    "plain at first sight: a test that is a member of the device, by media",
  ),
]

const scan = [
  wrongScan(
    "AND NOT is_conflict",
    "",
    "a conflict of session and account goes by unseen where the row is legitimate",
    "viewer: the session's account, whatever the session's time, also where the event names none",
  ),
  wrongScan(
    "OR event.device_id = catalogue_device)",
    "OR true)",
    "a conflict of row and catalogue goes by unseen where the row is legitimate",
    "counters: conflicts of row and catalogue, also where the row is plainly legitimate",
  ),
  wrongScan(
    "WHEN is_standing THEN catalogue_device",
    "WHEN catalogue_device IS NOT NULL THEN catalogue_device",
    "that the footage owner stands is not asked",
    "plain at first sight: a member of long standing, but the footage owner has left",
  ),
  wrongScan(
    "AND holder.account_id = viewer_id",
    "",
    "that anybody holds the device is enough",
    "exposure: footage with two owners makes two exposures",
  ),
  wrongScanOfRejects(
    "OR {{is_malformed}}",
    "",
    "malformed rows are not among the rejects",
    "bad syntax is malformed, also where the rest is good",
  ),
]

const code = [
  wrongCode(
    '"media_id IS NULL" : "true"',
    '"true" : "true"',
    "the row's own device settles it, whatever the catalogue says",
    "plain at first sight: the viewer's own device, but the catalogue knows another",
  ),
  wrongCode(
    'if (standing === "standing_members") return "false"',
    "",
    "that a row's own device has a member is enough, where few rows have no media",
    "plain at first sight: one row without media among many, by a member of a device without an owner",
  ),
  wrongCode(
    "const isPerson = row?.any",
    "const isPerson = !row?.any",
    "services pass as people",
    "plain at first sight: a service or a test that owns the device, or is a member of it",
  ),
  wrongCode(
    "coalesce(session.account_id, event.account_id) AS viewer_id",
    "coalesce(event.account_id, session.account_id) AS viewer_id",
    "the event's account is believed, not the session's",
    "viewer: the session's account, whatever the session's time, also where the event names none",
  ),
  wrongCode(
    'hasSessions && part.columns.has("session_id")',
    "false",
    "sessions name nobody",
    "viewer: the session's account, whatever the session's time, also where the event names none",
  ),
  wrongCode(
    "coalesce(session.account_id <> event.account_id, false)",
    "(session.account_id IS NOT NULL)",
    "a session that agrees with the row is a conflict",
    "counters: conflicts among rows that reach step 4 and step 6",
  ),
  wrongCode(
    "GROUP BY part, file, row HAVING count(*) > 1",
    "GROUP BY part, file, row HAVING count(*) > 2",
    "a row that met two owners of its footage is two rows",
    "footage with two owners, by media: one event in two exposures, and legitimate for both and a member",
  ),
  wrongCode(
    `OR ("at" >= getvariable('baseline_from') AND "at" < getvariable('baseline_to'))`,
    "",
    "the baseline is not looked at",
    "edge: only relations in scope, and not the baseline",
  ),
  wrongCode(
    `"at" < getvariable('after_to')`,
    `"at" < getvariable('window_to')`,
    "the hour after the window is not looked at",
    "context: the hour before and the hour after, half-open, before duplicates are removed",
  ),
  faultsIn("lib/exposure/queries/held.sql")(
    "SELECT device_id FROM media WHERE media_id IN (SELECT media_id FROM ({{logged}}))",
    "SELECT NULL",
    "of a small log, entitlements on devices that only the catalogue names play no part",
    "legitimate (b): any owner entitlement of a footage owner on that device covers",
  ),
]

/** Of the two look-ups that settle plain rows: what they pass wrongly, no rule ever sees. */
export const lookUpFaults: Fault[] = [...byMedia, ...byDevice, ...scan, ...code]
