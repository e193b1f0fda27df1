import type { KoaContextWithOIDC } from "oidc-provider"
import type pg from "pg"

/** Often enough to tell on which day something was used, and not a write for every question. */
const TOUCHED_EVERY_S = 20

/** After each request: when its session and tokens were last used. */
export function touchRecords(database: pg.Pool) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>) => {
    await next()
    const { entities } = ctx.oidc ?? {}
    const used = [entities?.RefreshToken, entities?.AccessToken].flatMap((one) =>
      one?.jti ? [{ kind: one.kind, id: one.jti }] : [],
    )
    if (used.length === 0) return
    await database.query(
      `UPDATE record r SET last_used_at = now() FROM unnest($1::text[], $2::text[]) AS used (kind, id)
       WHERE r.kind = used.kind AND r.id = used.id AND r.last_used_at < now() - make_interval(secs => $3)`,
      [used.map(({ kind }) => kind), used.map(({ id }) => id), TOUCHED_EVERY_S],
    )
  }
}
