import { z } from "zod"
import { AppError } from "../core/errors.ts"
import { isAct } from "./act-words.ts"

const day = z.iso.date("is no day like 2024-02-16")
const seq = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, "is no number of an entry")
  .transform(Number)

const querySchema = z
  .object({
    act: z.string().refine(isAct, "is no act").optional(),
    actor: z.string().max(100, "is nobody").optional(),
    /** Days in UTC, both included. */
    from: day.optional(),
    to: day.optional(),
    /** Entries before this one, the latest first; or after it. */
    before: seq.optional(),
    after: seq.optional(),
  })
  .refine(({ from, to }) => !from || !to || from <= to, {
    path: ["to"],
    message: "lies before the first day",
  })

/** Which entries of a chain are asked for. */
export type EntriesQuery = z.infer<typeof querySchema>

/**
 * Reads what an address asks of a chain's entries; what is empty asks for nothing.
 * @throws AppError invalid naming the parameter
 */
export function parseEntriesQuery(params: URLSearchParams): EntriesQuery {
  const given = Object.fromEntries([...params].filter(([, value]) => value !== ""))
  const parsed = querySchema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const name = String(issue?.path[0] ?? "query")
  throw new AppError("invalid", `${name}: ${String(given[name] ?? "").slice(0, 40)} ${issue?.message}`)
}

/** The filters alone, as the query of an address. */
export function serialiseFilters({ act, actor, from, to }: EntriesQuery): URLSearchParams {
  const filters = Object.entries({ act, actor, from, to })
  return new URLSearchParams(filters.filter((one): one is [string, string] => one[1] !== undefined))
}
