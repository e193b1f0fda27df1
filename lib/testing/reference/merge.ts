import fc from "fast-check"
import { arbitraryIncident } from "./arbitrary.ts"
import {
  isRaw,
  type Presumption,
  type ReferenceIncident,
  type ReferenceSource,
  type ReferenceTables,
  type Row,
  TABLES,
} from "./model.ts"

const IDENTIFIERS = ["account_id", "device_id", "media_id", "session_id", "event_id"]

/**
 * Several small incidents in one, for the engine's price is by the run and not by the row. Their text identifiers are
 * set apart by a prefix, integers are not; what is said once of an incident is said by the first.
 */
export function mergeIncidents(
  incidents: readonly [ReferenceIncident, ...ReferenceIncident[]],
): ReferenceIncident {
  const [first] = incidents
  const tables: Partial<ReferenceTables> = {}
  for (const name of TABLES) {
    const given = incidents.map((one, index) => one.tables[name]?.map((row) => apart(row, index)))
    if (given.some((rows) => rows !== undefined)) tables[name] = given.flatMap((rows) => rows ?? [])
  }
  const gaps = first.gaps?.map((gap) => ({ ...gap, devices: gap.devices && listed(gap.devices) }))
  const presumptions = first.presumptions?.map((one) => ({
    ...one,
    devices: listed(one.devices) as Presumption["devices"],
    viewers: listed(one.viewers) as Presumption["viewers"],
  }))
  return { ...first, gaps, presumptions, sources: mergeSources(incidents), tables: tables as ReferenceTables }
}

function mergeSources(incidents: readonly ReferenceIncident[]): ReferenceSource[] {
  const sources = new Map<string, ReferenceSource>()
  for (const [index, incident] of incidents.entries()) {
    for (const { name, viewerless, records } of incident.sources) {
      const source = sources.get(name) ?? { name, viewerless, records: [] }
      source.records.push(...records.map((row) => apart(row, index)))
      sources.set(name, source)
    }
  }
  return [...sources.values()]
}

function apart(row: Row, index: number): Row {
  if (isRaw(row)) return row
  const prefixed = Object.entries(row).map(([column, value]) => {
    const isText = IDENTIFIERS.includes(column) && typeof value === "string" && value !== ""
    return [column, isText ? `w${index}-${value}` : value]
  })
  return Object.fromEntries(prefixed)
}

/** Accounts or devices of the first incident; digits stand for the integers, which all of them share. */
function listed<T extends string[] | string>(ids: T): T | string[] {
  return typeof ids === "string" ? ids : ids.map((id) => (/^\d+$/.test(id) ? id : `w0-${id}`))
}

const INCIDENTS_PER_MERGE = 12

/** Twelve small incidents in one, most of the time; a counterexample shrinks to one of them and few rows. */
export function arbitraryMergedIncident(): fc.Arbitrary<ReferenceIncident> {
  const one = fc.option(arbitraryIncident(), { nil: undefined, freq: 40 })
  return fc
    .tuple(arbitraryIncident(), fc.tuple(...Array.from({ length: INCIDENTS_PER_MERGE - 1 }, () => one)))
    .map(([first, others]) => mergeIncidents([first, ...others.filter((other) => other !== undefined)]))
}
