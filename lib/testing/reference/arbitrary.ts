import fc from "fast-check"
import {
  accountRow,
  actorRow,
  CATALOGUE,
  deviceRow,
  entitlementRow,
  eventRow,
  HOUSEHOLDS,
  mediaRow,
  reportRow,
  SCENES,
  sessionRow,
} from "./arbitrary-rows.ts"
import {
  GRADES,
  type Interval,
  RELATIONS,
  type ReferenceIncident,
  type Relation,
  type Viewerless,
} from "./model.ts"
import { ANCHORS_MINUTES, arbitraryMoment, type LooseRow, settle, settleMoment, WINDOW } from "./moments.ts"
import { duration, instant } from "./values.ts"

const rows = (row: fc.Arbitrary<LooseRow>, maxLength: number) => fc.array(row, { maxLength, size: "max" })
const optionalRows = (row: fc.Arbitrary<LooseRow>, maxLength: number) =>
  fc.option(rows(row, maxLength), { nil: undefined, freq: 4 })

const TABLE_ROWS = {
  entitlements: fc
    .tuple(fc.subarray(HOUSEHOLDS), rows(entitlementRow, 5))
    .map(([households, others]) => [...households, ...others]),
  accounts: rows(accountRow, 6),
  media: fc.option(
    fc.tuple(fc.subarray(CATALOGUE), rows(mediaRow, 3)).map(([some, others]) => [...some, ...others]),
    { nil: undefined, freq: 6 },
  ),
  sessions: optionalRows(sessionRow, 4),
  devices: optionalRows(deviceRow, 2),
  actors: optionalRows(actorRow, 3),
  reports: optionalRows(reportRow, 3),
}

/** Copies of rows: `row` among the records of all sources, put at the end of source `to`. */
const repeats = fc.array(fc.record({ row: fc.nat(30), to: fc.nat(1) }), { maxLength: 4 })

const source = fc.record({
  viewerless: fc.constantFrom("exposure" as const, "exposure" as const, "unattributed" as const, undefined),
  records: fc
    .tuple(fc.subarray(SCENES), rows(eventRow, 15))
    .map(([scenes, others]) => [...scenes, ...others]),
})

type LooseSource = { viewerless: Viewerless | undefined; records: LooseRow[] }

const sources: fc.Arbitrary<LooseSource[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<LooseSource[]>([]) },
  { weight: 12, arbitrary: fc.array(source, { minLength: 1, maxLength: 2 }) },
)

/** Two moments in either order; settled into an interval that begins before it ends. */
const stretch = fc.tuple(arbitraryMoment(ANCHORS_MINUTES), arbitraryMoment(ANCHORS_MINUTES))
type Stretch = typeof stretch extends fc.Arbitrary<infer T> ? T : never

const devices = fc.constantFrom<string[] | "all">("all", ["d1"], ["d2", "9"])
const viewers = fc.constantFrom<string[] | "none" | "sessions">(
  "none",
  "sessions",
  ["a2"],
  ["a4", "unheard of", "7"],
)

const loose = fc.record({
  sources,
  repeats,
  tables: fc.record(TABLE_ROWS),
  tolerance: fc.constantFrom(undefined, "0s", "1ms", "2s", "1m"),
  relations: fc.option(fc.subarray<Relation>([...RELATIONS], { minLength: 1 }), { nil: undefined }),
  baseline: fc.option(stretch, { nil: undefined }),
  gaps: fc.array(fc.record({ stretch, devices: fc.option(devices, { nil: undefined }) }), { maxLength: 1 }),
  dismissedGaps: fc.array(stretch, { maxLength: 1 }),
  presumptions: fc.array(fc.record({ stretch, devices, viewers, grade: fc.constantFrom(...GRADES) }), {
    maxLength: 2,
  }),
  confirmGaps: fc.constantFrom(undefined, true),
})
type Loose = typeof loose extends fc.Arbitrary<infer T> ? T : never

/** Small incidents with the contract's boundaries hit on purpose; they shrink to few and plain rows. */
export function arbitraryIncident(): fc.Arbitrary<ReferenceIncident> {
  return loose.map(settleIncident)
}

function settleIncident(given: Loose): ReferenceIncident {
  const tolerance = duration(given.tolerance)
  const toRows = (found: LooseRow[]) => found.map((row) => settle(row, tolerance))
  const toInterval = (one: Stretch) => settleStretch(one, tolerance)
  const tables = Object.fromEntries(
    Object.entries(given.tables).flatMap(([name, found]) =>
      found === undefined ? [] : [[name, toRows(found)]],
    ),
  ) as ReferenceIncident["tables"]
  const incident: ReferenceIncident = {
    window: WINDOW,
    sources: settleSources(given, tolerance),
    tables,
    tolerance: given.tolerance,
    relations: given.relations,
    baseline: given.baseline === undefined ? undefined : toInterval(given.baseline),
    gaps: given.gaps.map((gap) => ({ ...toInterval(gap.stretch), reason: "lost", devices: gap.devices })),
    dismissedGaps: given.dismissedGaps.map((gap) => ({ ...toInterval(gap), reason: "maintenance" })),
    presumptions: given.presumptions.map(({ stretch: when, ...one }) => ({
      ...toInterval(when),
      ...one,
      reason: "web cache",
    })),
    confirmGaps: given.confirmGaps,
  }
  return withoutEmpty(incident)
}

/** "access_log [is required] unless there are presumptions": then one source, though empty. */
function settleSources(given: Loose, tolerance: bigint): ReferenceIncident["sources"] {
  const settled = given.sources.map((source, index) => ({
    name: index === 0 ? "app" : "cdn",
    viewerless: source.viewerless,
    records: source.records.map((row) => settle(row, tolerance)),
  }))
  if (settled.length === 0 && given.presumptions.length === 0) {
    return [{ name: "app", viewerless: undefined, records: [] }]
  }
  const all = settled.flatMap((source) => source.records)
  for (const repeat of given.repeats) {
    const row = all[repeat.row]
    const source = settled[repeat.to] ?? settled[0]
    if (row !== undefined && source !== undefined) source.records.push({ ...row })
  }
  return settled
}

function settleStretch([one, other]: Stretch, tolerance: bigint): Interval {
  const from = settleMoment(one, tolerance)
  const to = settleMoment(other, tolerance)
  const difference = instant(to) - instant(from)
  if (difference === 0n)
    return { from, to: settleMoment({ moment: { ...other.moment, micros: 2 } }, tolerance) }
  return difference > 0n ? { from, to } : { from: to, to: from }
}

function withoutEmpty(incident: ReferenceIncident): ReferenceIncident {
  const entries = Object.entries(incident).filter(
    ([key, value]) =>
      key === "sources" || (value !== undefined && !(Array.isArray(value) && value.length === 0)),
  )
  return Object.fromEntries(entries) as ReferenceIncident
}
