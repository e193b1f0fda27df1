import { z } from "zod"
import type { Act } from "../core/permissions.ts"

/**
 * What these tell is never forgotten: the trail is verified by it, and no person is named in it but who acted.
 */
export const keptActs = ["trail.forget", "trail.anchor", "ledger.seal"] as const satisfies readonly Act[]

export function isKept(act: string): boolean {
  return keptActs.some((one) => one === act)
}

/** The entries of its own chain whose contents an entry of `trail.forget` names as forgotten, both ends included. */
export type ForgottenRange = {
  from: number
  to: number
}

const seq = z.number().int().positive()
const forgetSchema = z.object({ entries: z.object({ from: seq, to: seq }) })

/** The range that the text of a `trail.forget` names, or null where it names none. */
export function forgottenRange(text: string): ForgottenRange | null {
  return parsed(forgetSchema, text)?.entries ?? null
}

const sealSchema = z.object({ ledger: z.string(), count: z.number().int().positive(), digest: z.string() })

/** What an entry of `ledger.seal` says of the rows that it seals. */
export type Seal = z.infer<typeof sealSchema>

export function sealOf(text: string): Seal | null {
  return parsed(sealSchema, text)
}

/** Where a chain ended at a moment: what an anchor holds fast. */
export const headSchema = z.object({
  chain: z.uuid(),
  entries: seq,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Head = z.infer<typeof headSchema>

export const headsSchema = z.array(headSchema)
const anchorSchema = z.object({
  anchor: z.uuid(),
  at: z.iso.datetime(),
  target: z.string(),
  heads: headsSchema,
})

/** What an entry of `trail.anchor` says was given to somebody outside. */
export type AnchorTold = z.infer<typeof anchorSchema>

export function anchorOf(text: string): AnchorTold | null {
  return parsed(anchorSchema, text)
}

function parsed<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
