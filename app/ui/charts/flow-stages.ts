import type { RowCounts } from "../../../lib/exposure/count.ts"
import type { ByGrade } from "../../../lib/exposure/summary.ts"

export type FlowTone = "quiet" | "misbound" | "video" | "tapped" | "shown"

export interface FlowPart {
  key: string
  words: string
  count: number
  tone: FlowTone
}

export interface FlowData {
  rows: RowCounts
  exposures: { total: number; inScope: number }
  owners: ByGrade
  viewers: ByGrade
}

export interface FlowStages {
  read: number
  /** Misbound first, the others by size, none that is empty. */
  dispositions: FlowPart[]
  exposures: FlowPart[]
  owners: FlowPart[]
  viewers: FlowPart[]
}

const dispositionWords: Record<Exclude<keyof RowCounts, "read">, string> = {
  misbound: "misbound",
  legitimate: "legitimate",
  duplicate: "repeated",
  denied: "denied",
  service: "by services",
  unattributed: "naming no viewer",
  unresolved: "of unknown owner",
  out_of_window: "outside the window",
  ignored: "ignored by a rule",
  malformed: "unreadable",
}

/** The stages of the way from log rows to people. */
export function flowStages({ rows, exposures, owners, viewers }: FlowData): FlowStages {
  const keys = Object.keys(dispositionWords) as (keyof typeof dispositionWords)[]
  const dispositions = keys
    .map((key) => part(key, dispositionWords[key], rows[key], key === "misbound" ? "misbound" : "quiet"))
    .filter(({ key, count }) => key === "misbound" || count > 0)
    .sort((a, b) => Number(b.key === "misbound") - Number(a.key === "misbound") || b.count - a.count)
  const outOfScope = exposures.total - exposures.inScope
  return {
    read: rows.read,
    dispositions,
    exposures: [
      part("in_scope", "in scope", exposures.inScope, "misbound"),
      ...(outOfScope > 0 ? [part("out_of_scope", "out of scope", outOfScope, "quiet")] : []),
    ],
    owners: byGrade(owners, ["video exposed", "thumbnail tapped", "merely shown"]),
    viewers: byGrade(viewers, ["video viewed", "thumbnail tapped", "merely shown"]),
  }
}

function byGrade(counts: ByGrade, [video = "", tapped = "", shown = ""]: string[]): FlowPart[] {
  return [
    part("video", video, counts.video, "video"),
    part("tapped", tapped, counts.tapped, "tapped"),
    part("shown", shown, counts.shown, "shown"),
  ]
}

function part(key: string, words: string, count: number, tone: FlowTone): FlowPart {
  return { key, words, count, tone }
}
