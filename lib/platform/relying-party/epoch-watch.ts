import { setTimeout as wait } from "node:timers/promises"
import { z } from "zod"
import { cohortOf } from "../../core/cohort-of.ts"

const EVERY_MS = 1_000
const ANSWER_MS_MAX = 2_000
/** No older token is taken at all, so that cut-offs of single subjects need not be kept for longer. */
export const TOKEN_AGE_S_MAX = 15 * 60

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const epochsSchema = z.object({
  epochs: z.array(
    z.discriminatedUnion("scope", [
      z.object({ scope: z.literal("global"), cutoff: instant }),
      z.object({ scope: z.literal("cohort"), modulus: z.int(), cohort: z.int(), cutoff: instant }),
      z.object({ scope: z.literal("subject"), sub: z.string(), cutoff: instant }),
    ]),
  ),
})
const cutoffsSchema = z.object({ cutoffs: z.array(z.tuple([z.string(), z.number()])), next: z.string() })

type Epoch = z.output<typeof epochsSchema>["epochs"][number]

/**
 * The cut-offs of the provider, asked for every second. While it is away, the last ones stay; before the first answer
 * nobody knows any, and no self-contained token is taken.
 */
export class EpochWatch {
  private readonly issuer: string
  private readonly secret: string
  private epochs: Epoch[] = []
  private since: string | null = null
  private readonly subjects = new Map<string, { cutoff: number; heardAt: number }>()
  isReady = false

  constructor(issuer: string, secret: string) {
    this.issuer = issuer
    this.secret = secret
  }

  /** The latest cut-off that a subject falls under, in milliseconds, or null. */
  cutoffOf(sub: string): number | null {
    let latest = this.subjects.get(sub)?.cutoff ?? Number.NEGATIVE_INFINITY
    for (const epoch of this.epochs) if (falls(sub, epoch)) latest = Math.max(latest, epoch.cutoff)
    return Number.isFinite(latest) ? latest : null
  }

  async keepAsking(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.ask().catch(() => {}) // The provider is away: what is known stays.
      await wait(EVERY_MS, undefined, { signal }).catch(() => {})
    }
  }

  async ask(): Promise<void> {
    const since = this.since === null ? "" : `?since=${this.since}`
    const [{ epochs }, { cutoffs, next }] = await Promise.all([
      this.get("/admin/epochs", epochsSchema),
      this.get(`/admin/cutoffs${since}`, cutoffsSchema),
    ])
    const now = Date.now()
    this.epochs = epochs
    for (const [sub, cutoff] of cutoffs) this.subjects.set(sub, { cutoff, heardAt: now })
    for (const [sub, { heardAt }] of this.subjects) {
      if (heardAt > now - TOKEN_AGE_S_MAX * 1000) break
      this.subjects.delete(sub)
    }
    this.since = next
    this.isReady = true
  }

  private async get<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> {
    const response = await fetch(`${this.issuer}${path}`, {
      headers: { authorization: `Bearer ${this.secret}` },
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    })
    if (!response.ok) throw new Error(`the provider answers ${response.status}`)
    return schema.parse(await response.json())
  }
}

function falls(sub: string, epoch: Epoch): boolean {
  if (epoch.scope === "global") return true
  return epoch.scope === "subject" ? epoch.sub === sub : cohortOf(sub, epoch.modulus) === epoch.cohort
}
