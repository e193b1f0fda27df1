import { may } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import type { Result } from "../reading/result.ts"
import { type Account, accountOf } from "../reading/rows.ts"
import { accountsOf, identityQuery, listed, namedRowsOf } from "./named-files.ts"

/** Who somebody is, as far as it was revealed. */
export interface Identity {
  accountId: string
  /** null: the accounts table lacks it. */
  account: Account | null
  /** Until when it is shown, ISO 8601 in UTC. */
  until: string
}

/** What identities are asked with. */
export interface Identifying extends Pick<Context, "actor" | "results" | "now"> {
  readonly db: Pick<Context["db"], "reveal">
}

/** The reveals of a member that hold now, and still may. */
interface Standing {
  /** By pseudonym: the account, and until when. */
  ones: Map<string, { accountId: string | null; until: Date }>
  /** Until when everybody of the revision is revealed. */
  all: Date | null
}

/**
 * Who these people are, as far as this member may see it now: those of whom a reveal stands that has not run out, one by
 * one or the whole revision, and whose role may still reveal. Of everybody else the answer has nothing. Every list, page
 * and export that shows who somebody is asks here.
 */
export async function identify(
  ctx: Identifying,
  result: Result,
  pseudonyms: readonly string[],
): Promise<Map<string, Identity>> {
  const asked = [...new Set(pseudonyms)]
  if (asked.length === 0) return new Map()
  const { ones, all } = await standingReveals(ctx, result, asked)
  const revealed = asked.filter((pseudonym) => all !== null || ones.has(pseudonym))
  if (revealed.length === 0) return new Map()
  const ids = await accountIdsOf(ctx, result, revealed)
  for (const [pseudonym, { accountId }] of ones) if (accountId !== null) ids.set(pseudonym, accountId)
  const accounts = await accountsBy(ctx, result, [...ids.values()])
  return new Map(
    revealed.flatMap((pseudonym): [string, Identity][] => {
      const accountId = ids.get(pseudonym)
      if (accountId === undefined) return []
      const until = later(ones.get(pseudonym)?.until ?? null, all).toISOString()
      return [[pseudonym, { accountId, account: accounts.get(accountId) ?? null, until }]]
    }),
  )
}

/** Until when everybody of a revision is revealed to this member, or null where not everybody is. */
export async function revealedUntil(ctx: Identifying, result: Result): Promise<Date | null> {
  return (await standingReveals(ctx, result, [])).all
}

/** Whose pseudonym it is, for a reveal that is about to be made; null where the result does not have it. */
export async function findAccountId(
  ctx: Pick<Context, "results">,
  result: Result,
  pseudonym: string,
): Promise<string | null> {
  return (await accountIdsOf(ctx, result, [pseudonym])).get(pseudonym) ?? null
}

async function standingReveals(
  ctx: Identifying,
  { incident, revision }: Result,
  pseudonyms: readonly string[],
): Promise<Standing> {
  const mayOne = may(ctx.actor, "person.reveal").allowed
  const mayAll = may(ctx.actor, "people.reveal").allowed
  if (!mayOne && !mayAll) return { ones: new Map(), all: null }
  const reveals = await ctx.db.reveal.findMany({
    where: {
      incidentId: incident.id,
      memberId: ctx.actor.id,
      expiresAt: { gt: ctx.now() },
      OR: [{ pseudonym: { in: [...pseudonyms] } }, { pseudonym: null, revision: revision.number }],
    },
    orderBy: { expiresAt: "asc" },
  })
  const ones: Standing["ones"] = new Map()
  let all: Date | null = null
  for (const { pseudonym, accountId, expiresAt } of reveals) {
    if (pseudonym !== null && mayOne) ones.set(pseudonym, { accountId, until: expiresAt })
    if (pseudonym === null && mayAll) all = expiresAt
  }
  return { ones, all }
}

async function accountIdsOf(
  { results }: Pick<Context, "results">,
  result: Result,
  pseudonyms: readonly string[],
): Promise<Map<string, string>> {
  const { list, parameters } = listed(pseudonyms)
  const identities = namedRowsOf(result, "identities.parquet")
  const rows = await results("people.view").rows(
    identityQuery("account-ids", { identities, pseudonyms: list }),
    parameters,
  )
  return new Map(rows.map((row) => [String(row.pseudonym), String(row.account_id)]))
}

async function accountsBy(
  { results }: Identifying,
  result: Result,
  ids: readonly string[],
): Promise<Map<string, Account>> {
  if (ids.length === 0) return new Map()
  const { list, parameters } = listed(ids)
  const accounts = accountsOf(result, "by-id.parquet")
  const rows = await results("people.view").rows(
    identityQuery("accounts-by-ids", { accounts, ids: list }),
    parameters,
  )
  return new Map(rows.map((row) => [String(row.account_id), accountOf(row)]))
}

function later(one: Date | null, other: Date | null): Date {
  return new Date(Math.max(one?.getTime() ?? 0, other?.getTime() ?? 0))
}
