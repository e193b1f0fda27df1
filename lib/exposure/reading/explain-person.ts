import { createHash } from "node:crypto"
import type { Context } from "../../core/context.ts"
import type { Row } from "../../core/engine.ts"
import { type ExposureWhy, explainExposure } from "./explain-exposure.ts"
import { explainUpper, type UpperWhy } from "./explain-upper.ts"
import { countExposures, exposuresPage } from "./list-exposures.ts"
import { totalOf } from "./list-people.ts"
import { accountsOf, query, rowsOf } from "./relations.ts"
import type { Result } from "./result.ts"
import {
  type Account,
  accountOf,
  type ExposureRow,
  exposureOf,
  instantOf,
  type PersonRow,
  personColumns,
  personOf,
  textOf,
} from "./rows.ts"
import { type ExposuresQuery, parseExposuresQuery, type Side } from "./schemas.ts"

/** A misbound event with the row of the log that it comes from. */
export interface ExplainedEvent {
  eventId: string
  at: string
  action: string
  outcome: string
  /** As the log has them. */
  accountId: string | null
  deviceId: string | null
  mediaId: string | null
  sessionId: string | null
  ip: string | null
  userAgent: string | null
  requestId: string | null
  /** As the rules settled them. */
  viewerId: string | null
  trueDeviceId: string
  source: string
  path: string
  /** null where a file has no lines. */
  line: number | null
  /** The row of the log as it stands there. */
  raw: string
  /** SHA-256 of the row, taken when the log was read. */
  rawSha256: string
  /** Whether the row still has that digest. */
  isIntact: boolean
}

export interface ExplainedExposure extends ExposureRow {
  why: ExposureWhy
  /** The earliest, up to 20 of them. */
  listedEvents: ExplainedEvent[]
}

export interface ExplainedSide {
  exposures: ExplainedExposure[]
  /** Exposures on this side in all, in scope or not. */
  total: number
  nextCursor: string | null
}

export interface ExplainedPerson {
  accountId: string
  /** null: the accounts table lacks it. */
  account: Account | null
  /** null: not shown as affected, on either side. */
  person: PersonRow | null
  /** As owner: who received its footage. As viewer: whose footage it received. Worst grade first. */
  sides: Record<Side, ExplainedSide>
  /** Why more must be presumed of it than the log shows. */
  upper: UpperWhy[]
}

export interface ExplainPersonOptions {
  /** Exposures of each side, up to 200. */
  limit?: number
  ownerCursor?: string
  viewerCursor?: string
}

export const EXPLAINED_MAX = 200
const EXPLAINED = 50

/**
 * All that a result knows of an account, down to the rows of the log: for a person who asks why.
 * @throws AppError invalid when a cursor is none of that side
 */
export async function explainPerson(
  ctx: Pick<Context, "results">,
  result: Result,
  accountId: string,
  { limit = EXPLAINED, ownerCursor = "", viewerCursor = "" }: ExplainPersonOptions = {},
): Promise<ExplainedPerson> {
  const { results } = ctx
  const identity = { account_id: accountId }
  const [account, people, owner, viewer] = await Promise.all([
    results("people.view").rows(
      query("account-by-id", { accounts: accountsOf(result, "by-id.parquet") }),
      identity,
    ),
    results("people.view").rows(
      query("person", { columns: personColumns, people: rowsOf(result, "people.parquet") }),
      identity,
    ),
    explainSide(ctx, result, sideQuery("owner", accountId, limit, ownerCursor)),
    explainSide(ctx, result, sideQuery("viewer", accountId, limit, viewerCursor)),
  ])
  const person = people[0] ? personOf(people[0]) : null
  return {
    accountId,
    account: account[0] ? accountOf(account[0]) : null,
    person,
    sides: { owner, viewer },
    upper: person === null ? [] : explainUpper(result, person),
  }
}

function sideQuery(side: Side, account: string, limit: number, cursor: string): ExposuresQuery {
  return {
    ...parseExposuresQuery(new URLSearchParams()),
    side,
    account,
    cursor,
    sort: "grade",
    direction: "desc",
    limit: Math.max(1, Math.min(limit, EXPLAINED_MAX)),
  }
}

async function explainSide(
  ctx: Pick<Context, "results">,
  result: Result,
  asked: ExposuresQuery,
): Promise<ExplainedSide> {
  const [page, byRelation] = await Promise.all([
    exposuresPage(ctx, result, asked, ["event_ids"]),
    countExposures(ctx, result, asked),
  ])
  const events = await eventsOf(ctx, result, page.found)
  const exposures = page.found.map((row): ExplainedExposure => {
    const exposure = exposureOf(row)
    const listedEvents = identitiesOf(row).flatMap((id) => events.get(id) ?? [])
    return { ...exposure, why: explainExposure(exposure, listedEvents), listedEvents }
  })
  return { exposures, total: totalOf(byRelation, []), nextCursor: page.nextCursor }
}

function identitiesOf(row: Row): string[] {
  return Array.isArray(row.event_ids) ? row.event_ids.map(String) : []
}

async function eventsOf(
  { results }: Pick<Context, "results">,
  result: Result,
  exposures: readonly Row[],
): Promise<Map<string, ExplainedEvent>> {
  if (exposures.length === 0) return new Map()
  const rows = await results("people.view").rows(
    query("events", { evidence: rowsOf(result, "evidence.parquet") }),
    {
      event_ids: JSON.stringify(exposures.flatMap(identitiesOf)),
      first_at: exposures.map(({ first_at }) => String(first_at)).sort()[0] ?? "",
      last_at:
        exposures
          .map(({ last_at }) => String(last_at))
          .sort()
          .at(-1) ?? "",
    },
  )
  return new Map(rows.map((row) => [String(row.event_id), eventOf(row)]))
}

function eventOf(row: Row): ExplainedEvent {
  const raw = String(row.raw)
  const rawSha256 = String(row.raw_sha256)
  return {
    eventId: String(row.event_id),
    at: instantOf(row.at) ?? "",
    action: String(row.action),
    outcome: String(row.outcome),
    accountId: textOf(row.account_id),
    deviceId: textOf(row.device_id),
    mediaId: textOf(row.media_id),
    sessionId: textOf(row.session_id),
    ip: textOf(row.ip),
    userAgent: textOf(row.user_agent),
    requestId: textOf(row.request_id),
    viewerId: textOf(row.viewer_id),
    trueDeviceId: String(row.true_device_id),
    source: String(row.source),
    path: String(row.path),
    line: row.line === null ? null : Number(row.line),
    raw,
    rawSha256,
    isIntact: createHash("sha256").update(raw).digest("hex") === rawSha256,
  }
}
