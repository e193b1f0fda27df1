import { randomUUID } from "node:crypto"
import { z } from "zod"
import type { Context } from "../../core/context.ts"
import { parseInput } from "../../core/parse-input.ts"
import { type Role, type Scope, scopes } from "../../core/permissions.ts"
import { keyHash, keyRoles, makeKeyText, scopesOf } from "./rules.ts"

export const KEY_DAYS = 90
export const KEY_DAYS_MAX = 365
const DAY_MS = 24 * 60 * 60 * 1000

const keySchema = z.object({
  name: z.string().trim().min(1, "Say what uses it").max(100, "Keep the name under 100 characters"),
  role: z.enum(keyRoles as [Role, ...Role[]], `Choose one of ${keyRoles.join(", ")}`),
  scopes: z.array(z.enum(scopes, "There is no such scope")).min(1, "Choose what it is good for"),
  days: z.coerce
    .number("Give a number of days")
    .int("Give whole days")
    .min(1, "Give at least one day")
    .max(KEY_DAYS_MAX, `A key is good for ${KEY_DAYS_MAX} days at most`)
    .default(KEY_DAYS),
})

export type KeyInput = z.input<typeof keySchema>

/**
 * Makes a key by which a program acts in a role and within scopes, and gives its text: this once. Refuses a scope with
 * which that role can do nothing, and a key that decides who may what.
 */
export async function makeApiKey(ctx: Context, input: KeyInput): Promise<{ id: string; text: string }> {
  const { name, role, days, ...given } = parseInput(keySchema, input)
  const usable = scopesOf(role)
  const idle = given.scopes.find((one) => !usable.includes(one))
  if (idle) throw parseInput.refuse("scopes", `A key of role ${role} can do nothing with ${idle}`)
  const held: Scope[] = usable.filter((one) => given.scopes.includes(one))
  const id = randomUUID()
  const { text, prefix } = makeKeyText()
  const expiresAt = new Date(ctx.now().getTime() + days * DAY_MS)
  const details = { key: id, name, prefix, role, scopes: held, expiresAt: expiresAt.toISOString() }
  await ctx.mutate("api_key.make", { incidentId: null, details }, (tx) =>
    tx.apiKey.create({
      data: { id, name, role, scopes: held, prefix, hash: keyHash(text), expiresAt, madeBy: ctx.actor.id },
    }),
  )
  return { id, text }
}
