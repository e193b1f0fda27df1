import type { Context, ReadOnlyDb } from "../core/context.ts"
import type { Anchored } from "./anchor-line.ts"
import { INSTALLATION_CHAIN } from "./entry-hash.ts"
import { AnchorCheck, anchorFault, strayAnchors } from "./verify/check-anchors.ts"
import { type SealedCounts, sealFault, straySeals } from "./verify/check-seals.ts"
import { type Finding, Findings, findingOf } from "./verify/finding.ts"
import { type KnownChain, type SoundEntry, walkChain } from "./verify/walk-chain.ts"

/** A finding with the chain as people call it. */
export interface Broken extends Finding {
  /** `INC-7`, "the installation", or the id of a chain that is of neither. */
  name: string
}

export interface TrailReport {
  /** Of each broken chain the first broken place; none where the trail is whole. */
  broken: Broken[]
  entries: number
  chains: number
  /** Where the installation's chain ends; null while it has no entry. */
  head: { entries: number; hash: string } | null
  lastAnchor: { at: Date; target: string } | null
  /** Anchors from outside that were held against the chains. */
  anchorsGiven: number
}

/**
 * Reads every chain from end to end, as of one moment, and says of each that is broken where it first is and why: its
 * entries, what they tell, its end, the anchors that were made of it (those that are `given` from outside too), and the
 * ledgers that it seals. Refuses whoever may not see the trail.
 */
export async function verifyTrail(ctx: Context, given: readonly Anchored[] = []): Promise<TrailReport> {
  return await ctx.snapshot("trail.view", (db) => verifyChains(db, given))
}

/** The same, in a database that stands still. */
export async function verifyChains(db: ReadOnlyDb, given: readonly Anchored[] = []): Promise<TrailReport> {
  const findings = new Findings()
  const incidents = new Map(
    (await db.incident.findMany({ select: { id: true, number: true } })).map((one) => [one.id, one.number]),
  )
  const chains = await knownChains(db)
  const anchors = new AnchorCheck(db, findings)
  const installation = { anchors: 0, counts: new Map() as SealedCounts, isWhole: true }
  const report: Omit<TrailReport, "broken"> = {
    entries: 0,
    chains: chains.length,
    head: null,
    lastAnchor: await db.trailAnchor.findFirst({
      orderBy: { at: "desc" },
      select: { at: true, target: true },
    }),
    anchorsGiven: given.length,
  }
  const meet = async (entry: SoundEntry) => {
    if (entry.chainId !== INSTALLATION_CHAIN) return null
    if (entry.act === "ledger.seal") return await sealFault(db, entry, installation.counts)
    if (entry.act !== "trail.anchor") return null
    installation.anchors++
    return await anchorFault(db, entry, anchors)
  }
  for (const chain of chains) {
    const walked = await walkChain(db, chain, meet)
    report.entries += walked.entries
    findings.add(walked.broken)
    if (chain.id === INSTALLATION_CHAIN) {
      installation.isWhole = walked.broken === null
      if (walked.entries > 0) report.head = { entries: walked.entries, hash: walked.head }
    } else if (!incidents.has(chain.id)) findings.add(findingOf(chain.id, null, "it is of no incident"))
  }
  // After a broken entry nothing of the chain was read any more, so that nothing can be counted.
  if (installation.isWhole) {
    findings.add(await strayAnchors(db, installation.anchors))
    findings.add(await straySeals(db, installation.counts))
  }
  for (const { at, heads } of given) await anchors.hold(heads, `the anchor of ${at} from outside`)
  const known = new Set(chains.map(({ id }) => id))
  for (const id of incidents.keys())
    if (!known.has(id)) findings.add(findingOf(id, null, "the incident has no entry"))
  return { ...report, broken: findings.list().map((one) => named(one, incidents)) }
}

/** Every chain that is named anywhere, the installation's first. */
async function knownChains(db: ReadOnlyDb): Promise<KnownChain[]> {
  const ends = new Map((await db.trailChain.findMany()).map((chain) => [chain.id, chain]))
  const entries = await db.trailEntry.groupBy({ by: ["chainId"], _count: true })
  const contents = await db.trailContent.groupBy({ by: ["chainId"], _count: true })
  const rows = new Map(entries.map(({ chainId, _count }) => [chainId, _count]))
  const told = new Map(contents.map(({ chainId, _count }) => [chainId, _count]))
  const ids = new Set([...ends.keys(), ...rows.keys(), ...told.keys()])
  return [...ids].sort().map((id) => ({
    id,
    end: ends.get(id) ?? null,
    rows: rows.get(id) ?? 0,
    contents: told.get(id) ?? 0,
  }))
}

function named(finding: Finding, incidents: ReadonlyMap<string, number>): Broken {
  const number = incidents.get(finding.chainId)
  const name =
    finding.chainId === INSTALLATION_CHAIN
      ? "the installation"
      : number === undefined
        ? `chain ${finding.chainId}`
        : `INC-${number}`
  return { ...finding, name }
}

/** A finding in one line: `INC-7 entry 12 (question.answer, 2024-02-16T10:00:00.000Z): why`. */
export function brokenLine({ name, seq, act, at, why }: Broken): string {
  const entry = seq === null ? "" : ` entry ${seq}`
  const what =
    act === null ? "" : ` (${act}${at && Number.isFinite(at.getTime()) ? `, ${at.toISOString()}` : ""})`
  return `${name}${entry}${what}: ${why}`
}
