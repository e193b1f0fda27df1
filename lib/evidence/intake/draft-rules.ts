import { actions, outcomes } from "../tables.ts"
import type { Roles, Sample } from "./find-roles.ts"
import { isHttpMethod } from "./find-roles.ts"
import { valuesOf } from "./look.ts"
import { addressKinds, pageParts } from "./read-addresses.ts"
import { actionOf, outcomeOf } from "./read-words.ts"
import { actionWords, isAmong, wordsOf } from "./synonyms.ts"

/** The part of a mapping that says what was done: fields or rules, as lines of YAML, and what a person must decide. */
export interface DraftedRules {
  fields: string[]
  rules: string[]
}

type Condition = string

/** Values that are named in a comment so that the person decides about them. */
const UNDECIDED_SHOWN = 20

/** Drafts what a record means from its action, its address and its result, as far as the log has them. */
export function draftRules(roles: Roles, sample: Sample, headers: readonly string[]): DraftedRules {
  const outcome = readOutcome(roles, sample)
  const leading = headers.map((condition) => `  - { when: { ${condition} }, action: ignore }`)
  const action = roles.action
  if (action !== undefined && isCanonical(valuesOf(sample.records, action), actions) && outcome.isPlain)
    return { fields: [`  action: { path: ${quoted(action)} }`, ...outcome.fields], rules: leading }
  const address = roles.url ?? pathLike(roles.media_id, sample)
  const decided =
    action === undefined
      ? byAddress(address, roles.method, outcome)
      : byAction(action, valuesOf(sample.records, action), address, outcome)
  return { fields: outcome.fields, rules: [...leading, ...decided] }
}

/** A word as YAML: bare where nothing can be mistaken. */
export function quoted(text: string): string {
  return /^[A-Za-z_][\w.]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text)
}

interface OutcomeRead {
  fields: string[]
  /** No rule is needed: absent, or in the contract's words. */
  isPlain: boolean
  /** Conditions under which an access was denied, and allowed. */
  denied: Condition | null
  allowed: Condition | null
}

function readOutcome({ outcome }: Roles, { records }: Sample): OutcomeRead {
  const plain = { fields: [], isPlain: true, denied: null, allowed: null }
  if (outcome === undefined) return plain
  const values = [...new Set(valuesOf(records, outcome))]
  if (isCanonical(values, outcomes)) return { ...plain, fields: [`  outcome: { path: ${quoted(outcome)} }`] }
  const column = quoted(outcome)
  if (values.some((value) => /^\d{3}$/.test(value)))
    return {
      fields: [],
      isPlain: false,
      denied: `${column}: { matches: "^(401|403|404)$" }`,
      allowed: `${column}: { matches: "^(2[0-9][0-9]|304)$" }`,
    }
  const denied = values.filter((value) => outcomeOf(value) === "denied")
  const allowed = values.filter((value) => outcomeOf(value) === "allowed")
  if (denied.length + allowed.length === 0) return plain
  return {
    fields: [],
    isPlain: false,
    denied: denied.length === 0 ? null : `${column}: ${listOf(denied)}`,
    allowed: `${column}: ${listOf(allowed, "null")}`,
  }
}

function byAction(
  column: string,
  values: readonly string[],
  address: string | undefined,
  outcome: OutcomeRead,
): string[] {
  const distinct = [...new Set(values)].sort()
  const path = quoted(column)
  const lines: string[] = []
  const generic = distinct.filter((value) => actionOf(value) === "viewed" && isGeneric(value))
  if (address !== undefined && generic.length > 0) {
    lines.push(`  # These names do not tell pictures from videos; ${address} does.`)
    for (const { action, pattern } of addressKinds.slice(0, 2))
      lines.push(
        ...taken(
          `${path}: ${listOf(generic)}, ${quoted(address)}: { matches: ${JSON.stringify(pattern)} }`,
          action,
          outcome,
        ),
      )
  }
  for (const action of actions) {
    const names = distinct.filter((value) => actionOf(value) === action)
    if (names.length > 0) lines.push(...taken(`${path}: ${listOf(names)}`, action, outcome))
  }
  const others = distinct.filter((value) => actionOf(value) === "none")
  if (others.length > 0) lines.push(`  - { when: { ${path}: ${listOf(others)} }, action: ignore }`)
  const undecided = distinct.filter((value) => actionOf(value) === null).slice(0, UNDECIDED_SHOWN)
  if (undecided.length > 0)
    lines.push(
      `  # For you to decide: are these shown, tapped, viewed, or to be ignored? Until then they are rejected: ${undecided.map((one) => JSON.stringify(one)).join(", ")}`,
    )
  return [...lines, "  - { otherwise: reject }"]
}

function byAddress(address: string | undefined, method: string | undefined, outcome: OutcomeRead): string[] {
  if (address === undefined)
    return [
      "  # No column says what was done: each record is taken for the most severe, a video that was viewed. Change it",
      "  # to shown or tapped where that is certain.",
      ...taken("", "viewed", outcome),
      ...(outcome.isPlain ? [] : ["  - { otherwise: reject }"]),
    ]
  const lines: string[] = []
  if (method !== undefined)
    lines.push(
      "  # These give out nothing.",
      `  - { when: { ${quoted(method)}: [HEAD, OPTIONS, PUT, DELETE, PATCH] }, action: ignore }`,
    )
  lines.push(
    `  - { when: { ${quoted(address)}: { matches: ${JSON.stringify(pageParts)} } }, action: ignore }`,
  )
  for (const { action, pattern, what } of addressKinds)
    lines.push(
      `  # Addresses of ${what}, by their looks.`,
      ...taken(`${quoted(address)}: { matches: ${JSON.stringify(pattern)} }`, action, outcome),
    )
  return [
    ...lines,
    "  # For you to decide: what else gives out footage, and what is to be ignored? Until then the rest is rejected.",
    "  - { otherwise: reject }",
  ]
}

/** The rules that take records of a condition: denied ones first, then those that are certain to be allowed. */
function taken(condition: Condition, action: string, { denied, allowed }: OutcomeRead): string[] {
  const rule = (result: Condition | null, outcome: string) => {
    const both = [condition, result].filter((one) => one !== null && one !== "").join(", ")
    return `  - { when: ${both === "" ? "{}" : `{ ${both} }`}, action: ${action}${outcome} }`
  }
  const lines = denied === null ? [] : [rule(denied, ", outcome: denied")]
  return [...lines, rule(allowed, "")]
}

/** Whether a name says no more than that something was read. */
function isGeneric(name: string): boolean {
  const words = wordsOf(name)
  return (
    isHttpMethod(name) ||
    words.join("") === "getobject" ||
    !words.some((word) => isAmong(actionWords.video, word))
  )
}

/** A column of keys or paths, whose ends tell pictures from videos. */
function pathLike(column: string | undefined, { records }: Sample): string | undefined {
  if (column === undefined) return undefined
  const values = valuesOf(records, column)
  return values.filter((value) => /\/.*\.\w{2,4}$/.test(value)).length >= values.length / 2
    ? column
    : undefined
}

function isCanonical(values: readonly string[], words: readonly string[]): boolean {
  return values.length > 0 && values.every((value) => words.includes(value))
}

function listOf(values: readonly string[], ...more: string[]): string {
  return `[${[...values.map((value) => JSON.stringify(value)), ...more].join(", ")}]`
}
