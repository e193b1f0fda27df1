import type pg from "pg"
import type { EpochScope } from "../../core/session-authority.ts"

export type Epoch = EpochScope & { cutoff: string }

interface Row {
  scope: EpochScope["scope"]
  modulus: number
  cohort: number
  sub: string
  cutoff: Date
}

/** Raises the cut-off of a scope and gives the one that stands then: of many who write at once, the latest cut-off wins. */
export async function raiseEpoch(database: pg.Pool, scope: EpochScope, cutoff: Date): Promise<Date> {
  const { rows } = await database.query<{ cutoff: Date }>(
    `INSERT INTO epoch (scope, modulus, cohort, sub, cutoff) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (scope, modulus, cohort, sub) DO UPDATE SET cutoff = greatest(epoch.cutoff, excluded.cutoff)
     RETURNING cutoff`,
    [
      scope.scope,
      scope.scope === "cohort" ? scope.modulus : 0,
      scope.scope === "cohort" ? scope.cohort : 0,
      scope.scope === "subject" ? scope.sub : "",
      cutoff,
    ],
  )
  return rows[0]?.cutoff ?? cutoff
}

/** All epochs, or those whose cut-off lies behind an instant. */
export async function listEpochs(database: pg.Pool, since: Date | null): Promise<Epoch[]> {
  const { rows } = await database.query<Row>(
    `SELECT scope, modulus, cohort, sub, cutoff FROM epoch WHERE $1::timestamptz IS NULL OR cutoff > $1
     ORDER BY scope, modulus, cohort, sub`,
    [since],
  )
  return rows.map(({ scope, modulus, cohort, sub, cutoff }) => {
    const at = cutoff.toISOString()
    if (scope === "global") return { scope, cutoff: at }
    return scope === "cohort" ? { scope, modulus, cohort, cutoff: at } : { scope, sub, cutoff: at }
  })
}

export interface CutoffPage {
  /** A subject and its cut-off in milliseconds. */
  cutoffs: [string, number][]
  /** Where the next question begins: nothing that is committed later is left out. */
  next: string
}

/**
 * Cut-offs of single subjects that were raised since an earlier question: only those behind which a self-contained token
 * may still live, `lifetimeS` long, for all others have expired.
 */
export async function listCutoffs(
  database: pg.Pool,
  since: string | null,
  lifetimeS: number,
): Promise<CutoffPage> {
  const { rows } = await database.query<{ next: string; cutoffs: [string, number][] | null }>(
    `SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS next, (
       SELECT jsonb_agg(jsonb_build_array(id, (extract(epoch FROM cutoff) * 1000)::bigint)) FROM account
       WHERE cutoff_xid >= $1::text::xid8 AND cutoff_set_at > now() - make_interval(secs => $2)) AS cutoffs`,
    [since ?? "0", lifetimeS],
  )
  return { cutoffs: rows[0]?.cutoffs ?? [], next: rows[0]?.next ?? "0" }
}
