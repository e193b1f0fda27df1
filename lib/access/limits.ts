import { createHmac } from "node:crypto"
import ipaddr from "ipaddr.js"
import type { SystemContext } from "../core/context.ts"
import { AppError } from "../core/errors.ts"
import { countAttempt } from "./count-attempt.ts"

const WINDOW_MINUTES = 15
const CLIENT_ATTEMPTS_MAX = 60
const ACCOUNT_ATTEMPTS_MAX = 10
/** Of a password, from everywhere: whoever guesses from one place must not lock its owner out of theirs. */
const PASSWORD_ATTEMPTS_MAX = 100
/** A line or a house gets this much of IPv6, and chooses among its addresses freely. */
const IPV6_NETWORK_BITS = 64
/** A code of an authenticator is good for some 90 seconds: within these it is taken once. */
const ONCE_MINUTES = 2

/** What is guessed at. */
export type Guess = "sign-in" | "second-factor" | "invitation" | "password-change"

export interface Attempt {
  at: Guess
  /** The account that it would open, as far as it is known: an address, a member's id, a link's digest. */
  account: string
  /** Who is known to have this account; null for an address that nobody has. */
  member: string | null
  /** From which address it comes, where the web server says so. */
  client: string | null
}

/** Refused for a while. */
export class TooManyAttempts extends AppError {
  readonly minutes: number

  constructor(until: Date, now: Date) {
    const minutes = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000))
    super("limit", tooManyWords(minutes))
    this.minutes = minutes
  }
}

/** The same for everybody, whether the account exists or not. */
export function tooManyWords(minutes: number): string {
  return `There were too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`
}

/** The address of the browser, which our own web server sets; a browser cannot. */
export function clientOf(headers: Headers): string | null {
  return headers.get("x-tocsin-client")
}

interface Counter {
  by: "client" | "account and client" | "account"
  key: string
  max: number
  /** What a right attempt makes of it: nothing is left of it, or it is as if it had not been made. */
  onRight: "clear" | "take back"
}

/**
 * What an attempt counts against, its client first: whoever is refused there does not use up what others have. Passwords
 * are counted by account within one network and, more generously, from everywhere; the rest by account alone.
 */
function countersOf(ctx: SystemContext, { at, account, client }: Attempt): Counter[] {
  const alone: Counter = {
    by: "account",
    key: keyOf(ctx, at, "account", account),
    max: ACCOUNT_ATTEMPTS_MAX,
    onRight: "clear",
  }
  if (client === null) return [alone]
  const network = networkOf(client)
  const byClient: Counter = {
    by: "client",
    key: keyOf(ctx, at, "client", network),
    max: CLIENT_ATTEMPTS_MAX,
    onRight: "take back",
  }
  if (at !== "sign-in" && at !== "password-change") return [byClient, alone]
  const within: Counter = {
    by: "account and client",
    key: keyOf(ctx, at, "account and client", account, network),
    max: ACCOUNT_ATTEMPTS_MAX,
    onRight: "clear",
  }
  // Apart from the count of unknown clients, which has another limit: a web server tells of all clients or of none.
  const everywhere: Counter = {
    by: "account",
    key: keyOf(ctx, at, "account everywhere", account),
    max: PASSWORD_ATTEMPTS_MAX,
    onRight: "take back",
  }
  return [byClient, within, everywhere]
}

/** What stands for a client: its address, or of IPv6 the network that it is in. */
function networkOf(client: string): string {
  if (!ipaddr.IPv6.isValid(client)) return client
  return ipaddr.IPv6.networkAddressFromCIDR(`${client}/${IPV6_NETWORK_BITS}`).toString()
}

/**
 * Counts an attempt before it is made, so that of many at once no more than allowed come through; the first that is
 * refused in a stretch of time is an act.
 * @throws TooManyAttempts
 */
export async function takeAttempt(ctx: SystemContext, attempt: Attempt): Promise<void> {
  for (const { by, key, max } of countersOf(ctx, attempt)) {
    const { attempts, windowEnds } = await count(ctx, key, WINDOW_MINUTES, max)
    if (attempts <= max) continue
    if (attempts === max + 1) await tell(ctx, attempt, by)
    throw new TooManyAttempts(windowEnds, ctx.now())
  }
}

/** An attempt that was right begins its account's count anew, and does not count against anything wider. */
export async function forgiveAttempt(ctx: SystemContext, attempt: Attempt): Promise<void> {
  await ctx.ledger(async (tx) => {
    for (const { key, onRight } of countersOf(ctx, attempt))
      if (onRight === "clear") await tx.attemptCount.deleteMany({ where: { key } })
      else
        await tx.attemptCount.updateMany({
          where: { key, attempts: { gt: 0 } },
          data: { attempts: { decrement: 1 } },
        })
  })
}

/** Whether this code is used for the first time; a second time it proves nothing. */
export async function isFirstUse(ctx: SystemContext, memberId: string, code: string): Promise<boolean> {
  const { attempts } = await count(ctx, keyOf(ctx, "second-factor", memberId, code), ONCE_MINUTES, 1)
  return attempts === 1
}

async function count(ctx: SystemContext, key: string, minutes: number, max: number) {
  const row = await ctx.ledger((tx) => countAttempt(tx, key, { windowS: minutes * 60, countMax: max + 2 }))
  if (row.attempts === 1) await sweep(ctx)
  return row
}

/** Counts of stretches that are over mean nothing any more. */
async function sweep(ctx: SystemContext): Promise<void> {
  await ctx.ledger(
    (tx) => tx.$executeRaw`DELETE FROM attempt_count WHERE key IN (
      SELECT key FROM attempt_count WHERE window_ends <= clock_timestamp() LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
  )
}

async function tell(ctx: SystemContext, attempt: Attempt, by: Counter["by"]): Promise<void> {
  const { at, member } = attempt
  // What was typed may be anybody's address: the same one can be recognised, not read.
  const typed = member === null ? { typed: keyOf(ctx, at, "typed", attempt.account).slice(0, 12) } : {}
  const details = { at, by, user: member, ...typed }
  await ctx.mutate("session.refuse", { incidentId: null, details }, async () => {})
}

function keyOf(ctx: SystemContext, ...parts: readonly string[]): string {
  return createHmac("sha256", ctx.secret("attempts")).update(JSON.stringify(parts)).digest("hex")
}
