/** What is broken, at the first place of a chain where something is. */
export interface Finding {
  chainId: string
  /** The number of the entry; null where it is the chain that is broken and no one entry. */
  seq: number | null
  /** Of the entry that stands there, where one does. */
  act: string | null
  at: Date | null
  /** A sentence without its beginning and end: "its hash is not that of its columns". */
  why: string
}

/** An entry that is there, as far as a finding names it. */
interface Place {
  chainId: string
  seq: number
  act: string
  at: Date
}

export function findingAt({ chainId, seq, act, at }: Place, why: string): Finding {
  return { chainId, seq, act, at, why }
}

/** Where there is no entry, or it is the chain as a whole. */
export function findingOf(chainId: string, seq: number | null, why: string): Finding {
  return { chainId, seq, act: null, at: null, why }
}

/** Of each chain the first place that is broken; what is wrong with a chain as a whole comes before its entries. */
export class Findings {
  private readonly first = new Map<string, Finding>()

  add(finding: Finding | null): void {
    if (finding === null) return
    const known = this.first.get(finding.chainId)
    if (!known || (finding.seq ?? 0) < (known.seq ?? 0)) this.first.set(finding.chainId, finding)
  }

  list(): Finding[] {
    return [...this.first.values()]
  }
}
