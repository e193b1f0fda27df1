import type { Context } from "../../core/context.ts"
import { invalid } from "../../core/errors.ts"
import { accountsOf, query, rowsOf } from "./relations.ts"
import type { Result } from "./result.ts"
import { type Account, accountOf, type PersonRow, personColumns, personOf } from "./rows.ts"

export interface FoundAccount {
  accountId: string
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
 * The account of this id and the accounts of this e-mail address, whatever its case: up to 50, by id.
 * @throws AppError invalid when nothing, or a whole page of text, is asked for
 */
export async function findAccount(
  ctx: Pick<Context, "results">,
  result: Result,
  idOrEmail: string,
): Promise<FoundAccounts> {
  const asked = idOrEmail.trim()
  if (asked === "") throw invalid("account", "give an account's id or an e-mail address")
  if (asked.length > TEXT_MAX) throw invalid("account", `is longer than ${TEXT_MAX} characters`)
  if (!asked.includes("@")) return byId(ctx, result, asked)
  // What looks like an address may still be an id, and one that the accounts table lacks.
  const shared = await byEmail(ctx, result, asked)
  return shared.found.length > 0 ? shared : byId(ctx, result, asked)
}

async function byId(
  { results }: Pick<Context, "results">,
  result: Result,
  accountId: string,
): Promise<FoundAccounts> {
  const [account, person] = await Promise.all([
    results("people.view").rows(query("account-by-id", { accounts: accountsOf(result, "by-id.parquet") }), {
      account_id: accountId,
    }),
    results("people.view").rows(
      query("person", { columns: personColumns, people: rowsOf(result, "people.parquet") }),
      {
        account_id: accountId,
      },
    ),
  ])
  const isKnown = account.length > 0 || person.length > 0
  const one: FoundAccount = {
    accountId,
    account: account[0] ? accountOf(account[0]) : null,
    person: person[0] ? personOf(person[0]) : null,
  }
  return { found: isKnown ? [one] : [], isCut: false }
}

async function byEmail(
  { results }: Pick<Context, "results">,
  result: Result,
  email: string,
): Promise<FoundAccounts> {
  const rows = await results("people.view").rows(
    query("accounts-by-email", {
      accounts: accountsOf(result, "by-id.parquet"),
      addresses: accountsOf(result, "by-email.parquet"),
      people: rowsOf(result, "people.parquet"),
    }),
    { email, rows_max: ACCOUNTS_MAX + 1 },
  )
  const found = rows.slice(0, ACCOUNTS_MAX).map(
    (row): FoundAccount => ({
      accountId: String(row.account_id),
      account: accountOf(row),
      person: row.group === null ? null : personOf(row),
    }),
  )
  return { found, isCut: rows.length > ACCOUNTS_MAX }
}
