import { demand } from "../../access/rules.ts"
import type { Result } from "../reading/result.ts"
import { textOf } from "../reading/rows.ts"
import { type Identifying, identify, revealedUntil } from "./identify.ts"
import { identityQuery, namedRowsOf } from "./named-files.ts"

/** An event, and whom its line names: the account that the log has, and the viewer that the rules settled. */
export interface NamingEvent {
  eventId: string
  at: string
  account: string | null
  viewer: string | null
}

/** What a line of the log says of a person. All of it is null while the line is not revealed. */
export interface LogLine {
  /** The row of the log as it stands there. */
  raw: string | null
  sessionId: string | null
  ip: string | null
  userAgent: string | null
  requestId: string | null
  /** Whether the row still has the digest that was taken when the log was read. */
  isIntact: boolean
}

/**
 * The log lines of events, by event: what they say only where everybody whom the line names is revealed to this member,
 * and of a line that names nobody only where the whole revision is. Refuses who may not see both sides of exposures.
 */
export async function readLogLines(
  ctx: Identifying,
  result: Result,
  events: readonly NamingEvent[],
): Promise<Map<string, LogLine>> {
  demand(ctx.actor, "exposures.view")
  if (events.length === 0) return new Map()
  const namedBy = ({ account, viewer }: NamingEvent) => [account ?? [], viewer ?? []].flat()
  const [revealed, all] = await Promise.all([
    identify(ctx, result, events.flatMap(namedBy)),
    revealedUntil(ctx, result),
  ])
  const asked = events.map((event) => {
    const named = namedBy(event)
    const isRevealed =
      all !== null || (named.length > 0 && named.every((pseudonym) => revealed.has(pseudonym)))
    return { event_id: event.eventId, is_revealed: isRevealed }
  })
  const times = events.map(({ at }) => at).sort()
  const rows = await ctx
    .results("exposures.view")
    .rows(identityQuery("log-lines", { evidence: namedRowsOf(result, "evidence.parquet") }), {
      events: JSON.stringify(asked),
      first_at: times[0] ?? "",
      last_at: times.at(-1) ?? "",
    })
  return new Map(
    rows.map((row) => [
      String(row.event_id),
      {
        raw: textOf(row.raw),
        sessionId: textOf(row.session_id),
        ip: textOf(row.ip),
        userAgent: textOf(row.user_agent),
        requestId: textOf(row.request_id),
        isIntact: row.is_intact === true,
      },
    ]),
  )
}
