import { may } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import type { Row } from "../../core/engine.ts"
import { grades } from "../../evidence/schemas.ts"
import { type Identifying, type Identity, identify } from "../identities/identify.ts"
import { pseudonymKey, pseudonymOf } from "../identities/pseudonym.ts"
import { type LogLine, readLogLines } from "../identities/read-log-lines.ts"
import { type NamedExposure, withBothNames } from "../identities/with-names.ts"
import { type ExposureWhy, explainExposure } from "./explain-exposure.ts"
import { explainUpper, type UpperWhy } from "./explain-upper.ts"
import { countExposures, exposuresPage } from "./list-exposures.ts"
import { rank, totalOf } from "./list-people.ts"
import { peopleFor, query, rowsOf } from "./relations.ts"
import type { Result } from "./result.ts"
import { exposureOf, instantOf, type PersonRow, personColumns, personOf, textOf } from "./rows.ts"
import { type ExposuresQuery, type Grade, parseExposuresQuery, type Side } from "./schemas.ts"

/** A misbound event with the row of the log that it comes from, whose text is there where it is revealed. */
export interface ExplainedEvent extends LogLine {
  eventId: string
  at: string
  action: string
  outcome: string
  /** As the log has them: the account by its pseudonym. */
  account: string | null
  deviceId: string | null
  mediaId: string | null
  /** As the rules settled them. */
  viewer: string | null
  trueDeviceId: string
  source: string
  path: string
  /** null where a file has no lines. */
  line: number | null
  /** SHA-256 of the row, taken when the log was read. */
  rawSha256: string
}

export interface ExplainedExposure extends NamedExposure {
  why: ExposureWhy
  /** The earliest, up to 20 of them. */
  listedEvents: ExplainedEvent[]
}

/** Exposures of a side that began in one minute, and nothing of the other side. */
export interface OwnTime {
  minute: string
  grade: Grade
  inScope: boolean
  exposures: number
}

export interface ExplainedSide {
  exposures: ExplainedExposure[]
  /** In place of the exposures for those who may not see the other side: worst grade first, up to 200. */
  times: OwnTime[] | null
  /** Exposures on this side in all, in scope or not. */
  total: number
  nextCursor: string | null
}

export interface ExplainedPerson {
  pseudonym: string
  /** null: not revealed to this member. */
  identity: Identity | null
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

export type Explaining = Identifying & Pick<Context, "secret">

/**
 * All that a result knows of an account by its pseudonym, down to the rows of the log: for a person who asks why. Who may
 * not see both sides gets times, grades and counts of the account's own, and nothing of the other side is read.
 * @throws AppError invalid when a cursor is none of that side
 */
export async function explainPerson(
  ctx: Explaining,
  result: Result,
  pseudonym: string,
  { limit = EXPLAINED, ownerCursor = "", viewerCursor = "" }: ExplainPersonOptions = {},
): Promise<ExplainedPerson> {
  const namesDevices = may(ctx.actor, "exposures.view").allowed
  const side = (one: Side, cursor: string) =>
    namesDevices
      ? explainSide(ctx, result, sideQuery(one, pseudonym, limit, cursor))
      : ownSide(ctx, result, one, pseudonym)
  const reader = ctx.results("people.view")
  const [identities, people, owner, viewer] = await Promise.all([
    identify(ctx, result, [pseudonym]),
    reader.rows(query("person", { columns: personColumns, people: peopleFor(ctx, result) }), {
      pseudonym,
    }),
    side("owner", ownerCursor),
    side("viewer", viewerCursor),
  ])
  const person = people[0] ? personOf(people[0]) : null
  const key = pseudonymKey(ctx, result.incident.id)
  const told = { namesDevices, pseudonymOf: (accountId: string) => pseudonymOf(key, accountId) }
  return {
    pseudonym,
    identity: identities.get(pseudonym) ?? null,
    person,
    sides: { owner, viewer },
    upper: person === null ? [] : explainUpper(result, person, told),
  }
}

/** What may be told of a side to those who may not see the other one: a projection that does not read it. */
async function ownSide(
  { results }: Explaining,
  result: Result,
  side: Side,
  pseudonym: string,
): Promise<ExplainedSide> {
  const rows = await results("people.view").rows<{
    grade: Grade
    in_scope: boolean
    minute: string
    exposures: number
    total: number
  }>(
    query("own-times", {
      exposures: rowsOf(result, "exposures-view.parquet"),
      side,
      rank: rank("grade", grades),
    }),
    { pseudonym, rows_max: EXPLAINED_MAX },
  )
  const times = rows.map(
    (row): OwnTime => ({
      minute: instantOf(row.minute) ?? "",
      grade: row.grade,
      inScope: row.in_scope,
      exposures: row.exposures,
    }),
  )
  return { exposures: [], times, total: rows[0]?.total ?? 0, nextCursor: null }
}

function sideQuery(side: Side, person: string, limit: number, cursor: string): ExposuresQuery {
  return {
    ...parseExposuresQuery(new URLSearchParams()),
    side,
    person,
    cursor,
    sort: "grade",
    direction: "desc",
    limit: Math.max(1, Math.min(limit, EXPLAINED_MAX)),
  }
}

async function explainSide(ctx: Explaining, result: Result, asked: ExposuresQuery): Promise<ExplainedSide> {
  const [page, byRelation] = await Promise.all([
    exposuresPage(ctx, result, asked, ["event_ids"]),
    countExposures(ctx, result, asked),
  ])
  const rows = page.found.map((row) => ({ ...exposureOf(row), eventIds: identitiesOf(row) }))
  const [events, named] = await Promise.all([
    eventsOf(ctx, result, page.found),
    withBothNames(ctx, result, rows),
  ])
  const exposures = named.map(({ eventIds, ...exposure }): ExplainedExposure => {
    const listedEvents = eventIds.flatMap((id) => events.get(id) ?? [])
    return { ...exposure, why: explainExposure(exposure, listedEvents), listedEvents }
  })
  return { exposures, times: null, total: totalOf(byRelation, []), nextCursor: page.nextCursor }
}

function identitiesOf(row: Row): string[] {
  return Array.isArray(row.event_ids) ? row.event_ids.map(String) : []
}

async function eventsOf(
  ctx: Explaining,
  result: Result,
  exposures: readonly Row[],
): Promise<Map<string, ExplainedEvent>> {
  if (exposures.length === 0) return new Map()
  const rows = await ctx
    .results("exposures.view")
    .rows(query("events", { evidence: rowsOf(result, "evidence-view.parquet") }), {
      event_ids: JSON.stringify(exposures.flatMap(identitiesOf)),
      first_at: exposures.map(({ first_at }) => String(first_at)).sort()[0] ?? "",
      last_at:
        exposures
          .map(({ last_at }) => String(last_at))
          .sort()
          .at(-1) ?? "",
    })
  const events = rows.map(eventOf)
  const lines = await readLogLines(ctx, result, events)
  return new Map(
    events.flatMap((event): [string, ExplainedEvent][] => {
      const line = lines.get(event.eventId)
      return line ? [[event.eventId, { ...event, ...line }]] : []
    }),
  )
}

function eventOf(row: Row): Omit<ExplainedEvent, keyof LogLine> {
  return {
    eventId: String(row.event_id),
    at: instantOf(row.at) ?? "",
    action: String(row.action),
    outcome: String(row.outcome),
    account: textOf(row.account),
    deviceId: textOf(row.device_id),
    mediaId: textOf(row.media_id),
    viewer: textOf(row.viewer),
    trueDeviceId: String(row.true_device_id),
    source: String(row.source),
    path: String(row.path),
    line: row.line === null ? null : Number(row.line),
    rawSha256: String(row.raw_sha256),
  }
}
