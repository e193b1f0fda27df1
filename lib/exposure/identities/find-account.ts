import type { Context } from "../../core/context.ts"
import { invalid } from "../../core/errors.ts"
import type { Result } from "../reading/result.ts"
import { type Account, accountOf, type PersonRow, personOf } from "../reading/rows.ts"
import { accountsOf, namedRowsOf, identityQuery as query } from "./named-files.ts"
import { pseudonymKey, pseudonymOf } from "./pseudonym.ts"

type Finding = Pick<Context, "results" | "secret">

export interface FoundAccount {
  accountId: string
  pseudonym: string
  /** null: the accounts table lacks it. */
  account: Account | null
  /** null: not shown as affected, on either side. */
  person: PersonRow | null
}

export interface FoundAccounts {
  found: FoundAccount[]
  /** Whether more accounts share the address than are given back. */
  isCut: boolean
}

const ACCOUNTS_MAX = 50
const TEXT_MAX = 1_000

/**
 * The account of this id and the accounts of this e-mail address, whatever its case: up to 50, by id. Tells who they are:
 * for look-ups, which leave an entry.
 * @throws AppError invalid when nothing, or a whole page of text, is asked for
 */
export async function findAccount(ctx: Finding, result: Result, idOrEmail: string): Promise<FoundAccounts> {
  const asked = idOrEmail.trim()
  if (asked === "") throw invalid("account", "give an account's id or an e-mail address")
  if (asked.length > TEXT_MAX) throw invalid("account", `is longer than ${TEXT_MAX} characters`)
  if (!asked.includes("@")) return byId(ctx, result, asked)
  // What looks like an address may still be an id, and one that the accounts table lacks.
  const shared = await byEmail(ctx, result, asked)
  return shared.found.length > 0 ? shared : byId(ctx, result, asked)
}

async function byId(ctx: Finding, result: Result, accountId: string): Promise<FoundAccounts> {
  const rows = ctx.results("people.view")
  const [account, person] = await Promise.all([
    rows.rows(query("account-by-id", { accounts: accountsOf(result, "by-id.parquet") }), {
      account_id: accountId,
    }),
    rows.rows(query("affected", { people: namedRowsOf(result, "people.parquet") }), {
      account_id: accountId,
    }),
  ])
  const isKnown = account.length > 0 || person.length > 0
  const pseudonym = pseudonymOf(pseudonymKey(ctx, result.incident.id), accountId)
  const one: FoundAccount = {
    accountId,
    pseudonym,
    account: account[0] ? accountOf(account[0]) : null,
    person: person[0] ? personOf({ ...person[0], pseudonym }) : null,
  }
  return { found: isKnown ? [one] : [], isCut: false }
}

async function byEmail(ctx: Finding, result: Result, email: string): Promise<FoundAccounts> {
  const rows = await ctx.results("people.view").rows(
    query("accounts-by-email", {
      accounts: accountsOf(result, "by-id.parquet"),
      addresses: accountsOf(result, "by-email.parquet"),
      people: namedRowsOf(result, "people.parquet"),
    }),
    { email, rows_max: ACCOUNTS_MAX + 1 },
  )
  const key = pseudonymKey(ctx, result.incident.id)
  const found = rows.slice(0, ACCOUNTS_MAX).map((row): FoundAccount => {
    const pseudonym = pseudonymOf(key, String(row.account_id))
    return {
      accountId: String(row.account_id),
      pseudonym,
      account: accountOf(row),
      person: row.group === null ? null : personOf({ ...row, pseudonym }),
    }
  })
  return { found, isCut: rows.length > ACCOUNTS_MAX }
}
