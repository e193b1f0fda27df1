import type { AccessEvent } from "./events.ts"
import type { Relation } from "./model.ts"
import type { ActorKind, ReadTables, Span } from "./tables.ts"

/** What section 2 says of an event, left aside whether it is in the window and whether it is a duplicate. */
export type Judgement = {
  event: AccessEvent
  disposition: "denied" | "service" | "unattributed" | "unresolved" | "legitimate" | "misbound"
  viewer: string | null
  device: string | null
  recordedAt: bigint | null
  owners: string[]
  /** Only of a misbound event. */
  relation: Relation | null
  isViewerConflict: boolean
  isMappingConflict: boolean
  isFootageTimeUnknown: boolean
}

/** "Half-open; equal ends cover nothing, tolerance or not". */
export function covers(span: Span, at: bigint, tolerance = 0n): boolean {
  if (span.to !== null && span.to === span.from) return false
  return span.from - tolerance <= at && (span.to === null || at < span.to + tolerance)
}

/** "the account that the sessions table names for its session_id, if it names exactly one" */
function sessionAccount(event: AccessEvent, tables: ReadTables): string | null {
  if (event.session === null) return null
  const named = new Set<string>()
  for (const row of tables.sessions.rows) if (row.session === event.session) named.add(row.account)
  return named.size === 1 ? ([...named][0] ?? null) : null
}

/** "of several the first in this order": service, test, staff. */
function actorKind(account: string | null, tables: ReadTables): ActorKind | null {
  const kinds = tables.actors.rows.filter((row) => row.account === account).map((row) => row.kind)
  return (["service", "test", "staff"] as const).find((kind) => kinds.includes(kind)) ?? null
}

/** "the accounts whose owner entitlement on the true device covers the footage time" (no tolerance here) */
function footageOwners(device: string | null, footageAt: bigint, tables: ReadTables): string[] {
  const owners = new Set<string>()
  for (const row of tables.entitlements.rows) {
    if (row.role === "owner" && row.device === device && covers(row, footageAt)) owners.add(row.account)
  }
  return [...owners]
}

/** Rule 7: "a footage owner, or an account with any entitlement on the true device covering `at`, while some
 * footage owner's `owner` entitlement on that device also covers `at`; both intervals widened" */
function isLegitimate(
  viewer: string,
  device: string,
  at: bigint,
  owners: string[],
  tables: ReadTables,
  tolerance: bigint,
): boolean {
  if (owners.includes(viewer)) return true
  const onDevice = tables.entitlements.rows.filter((row) => row.device === device)
  const isEntitled = onDevice.some((row) => row.account === viewer && covers(row, at, tolerance))
  const isStillOwned = onDevice.some(
    (row) => row.role === "owner" && owners.includes(row.account) && covers(row, at, tolerance),
  )
  return isEntitled && isStillOwned
}

/** Rule 9: "the relation of viewer to footage, the first that applies" */
function relationOf(viewer: string | null, device: string, at: bigint, tables: ReadTables): Relation {
  if (viewer === null) return "anonymous"
  if (actorKind(viewer, tables) === "staff") return "staff"
  const own = tables.entitlements.rows.filter((row) => row.device === device && row.account === viewer)
  if (own.some((row) => row.role === "owner" && covers(row, at))) return "later_owner"
  if (own.some((row) => row.to !== null && row.to <= at)) return "former_member"
  return "stranger"
}

/** Steps 3 to 7 and 9, in their order. */
export function judge(event: AccessEvent, tables: ReadTables, tolerance: bigint): Judgement {
  const bySession = sessionAccount(event, tables)
  const viewer = bySession ?? event.account
  // Rows of one media_id agree, or they are not in the catalogue.
  const media = tables.media.rows.find((row) => row.media === event.media)
  const device = media?.device ?? event.device
  const owners = footageOwners(device, media?.recordedAt ?? event.at, tables)
  const kind = actorKind(viewer, tables)
  const judgement: Judgement = {
    event,
    disposition: "misbound",
    viewer,
    device,
    recordedAt: media?.recordedAt ?? null,
    owners,
    relation: null,
    isViewerConflict: bySession !== null && event.account !== null && bySession !== event.account,
    isMappingConflict: media !== undefined && event.device !== null && event.device !== media.device,
    isFootageTimeUnknown: media !== undefined && media.recordedAt === null,
  }
  if (event.isDenied) return { ...judgement, disposition: "denied" }
  if (kind === "service" || kind === "test") return { ...judgement, disposition: "service" }
  if (viewer === null && event.viewerless === "unattributed")
    return { ...judgement, disposition: "unattributed" }
  if (device === null || owners.length === 0) return { ...judgement, disposition: "unresolved" }
  if (viewer !== null && isLegitimate(viewer, device, event.at, owners, tables, tolerance)) {
    return { ...judgement, disposition: "legitimate" }
  }
  return { ...judgement, relation: relationOf(viewer, device, event.at, tables) }
}
