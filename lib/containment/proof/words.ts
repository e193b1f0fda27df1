import { figure } from "../../core/figure.ts"
import type { Relation } from "../../evidence/schemas.ts"

const one: Record<Relation, string> = {
  stranger: "stranger",
  anonymous: "anonymous viewer",
  former_member: "former member",
  later_owner: "later owner",
  staff: "member of staff",
}

/** Viewers of a relation, in the number that there are. */
export function viewersOf(relation: Relation, count: number): string {
  if (count === 1) return one[relation]
  return relation === "staff" ? "members of staff" : `${one[relation]}s`
}

/** An instant to the minute, in UTC. */
export function clockOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`
}

export function inWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`
}

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** A rate with as many digits as say something. */
export function rateOf(value: number): string {
  if (value === 0 || value >= 10) return figure(Math.round(value))
  return value.toLocaleString("en-US", { maximumSignificantDigits: 2 })
}

export function perThousand({ misbound, reads }: { misbound: number; reads: number }): string {
  return rateOf((misbound / reads) * 1000)
}
