import { z } from "zod"
import { AppError, invalid } from "../../core/errors.ts"
import { grades, relations } from "../../evidence/schemas.ts"

/** What the addresses of the people and exposures pages may ask; for server and browser alike. */

/** Groups of accounts that a result names one by one, worst first; everybody else is in none of them. */
export const groups = ["owner_video", "owner_tapped", "owner_shown", "viewer_only", "undetermined"] as const
export type Group = (typeof groups)[number]
export type Grade = (typeof grades)[number]
export type { Relation } from "../../evidence/schemas.ts"

/** Where an account can stand; who is unaffected has no row of its own in a result. */
export const standings = [...groups, "unaffected"] as const
export type Standing = (typeof standings)[number]

/** Why an account stands in another group than in an earlier result. */
export const causes = [
  "file_added",
  "file_removed",
  "file_changed",
  "window",
  "mapping",
  "actor",
  "presumption",
  "relation",
  "tolerance",
  "other",
] as const
export type Cause = (typeof causes)[number]

/** Every list of a result that can be taken away as CSV. */
export const exportLists = [
  "people",
  "exposures",
  "evidence",
  "rejects",
  "coverage",
  "minutes",
  "moved",
  "inputs",
  "questions",
] as const
export type ExportList = (typeof exportLists)[number]

/** Whose footage it was, and who received it. */
export const sides = ["owner", "viewer"] as const
export type Side = (typeof sides)[number]

export const directions = ["asc", "desc"] as const
export type Direction = (typeof directions)[number]

/** Absent values come last in either direction; groups and grades sort by how bad they are. */
export const peopleSorts = [
  "group",
  "pseudonym",
  "owner_grade",
  "viewer_grade",
  "owner_grade_upper",
  "viewer_grade_upper",
  "owner_exposures",
  "viewer_exposures",
  "viewers",
  "owners",
  "devices",
  "first_at",
  "last_at",
] as const
export type PeopleSort = (typeof peopleSorts)[number]

export const exposureSorts = [
  "owner",
  "viewer",
  "device_id",
  "media_id",
  "recorded_at",
  "grade",
  "relation",
  "events",
  "first_at",
  "last_at",
] as const
export type ExposureSort = (typeof exposureSorts)[number]

export const LIMIT_MAX = 500
const LIMIT = 100
const TEXT_MAX = 1_000
const CURSOR_MAX = 20_000

const text = z.string().max(TEXT_MAX, `is longer than ${TEXT_MAX} characters`).default("")
const cursor = z.string().max(CURSOR_MAX, "is no cursor").default("")
const limit = z
  .string()
  .regex(/^\d{1,4}$/, `must be a number from 1 to ${LIMIT_MAX}`)
  .transform(Number)
  .refine((value) => value >= 1 && value <= LIMIT_MAX, `must be a number from 1 to ${LIMIT_MAX}`)
  .default(LIMIT)

function choice<const T extends readonly string[]>(words: T) {
  return z.enum(words, `must be one of ${words.join(", ")}`)
}

/** Several of these words, each once and in their order. */
function several<const T extends readonly [string, ...string[]]>(words: T) {
  return z
    .array(choice(words))
    .default([])
    .transform((given) => words.filter((word) => (given as readonly string[]).includes(word)) as T[number][])
}

const common = {
  side: choice(sides).nullable().default(null),
  /** This grade or a worse one: on the side asked for, else on either. */
  gradeMin: choice(grades).nullable().default(null),
  relation: several(relations),
  /** The beginning of a pseudonym, in either case. */
  search: text,
  cursor,
  limit,
}

export const peopleSchema = z.object({
  ...common,
  group: several(groups),
  reachable: choice(["yes", "no"]).nullable().default(null),
  sort: choice(peopleSorts).default("group"),
  direction: choice(directions).default("desc"),
})

export const exposuresSchema = z.object({
  ...common,
  /** A whole pseudonym, on the side asked for, else on either. */
  person: text,
  device: text,
  scope: choice(["in", "out"]).nullable().default(null),
  sort: choice(exposureSorts).default("first_at"),
  direction: choice(directions).default("asc"),
})

const movedSchema = z.object({
  from: choice(standings).nullable().default(null),
  to: choice(standings).nullable().default(null),
  cause: choice(causes).nullable().default(null),
  cursor,
  limit,
})

/** Texts that are empty ask for nothing. */
export type PeopleQuery = z.output<typeof peopleSchema>
export type ExposuresQuery = z.output<typeof exposuresSchema>
export type MovedQuery = z.output<typeof movedSchema>

/**
 * What an address asks of the list of people. Parameters of others are left alone.
 * @throws AppError invalid naming the parameter that is wrong
 */
export function parsePeopleQuery(params: URLSearchParams): PeopleQuery {
  return parseQuery(peopleSchema, params)
}

/** As parsePeopleQuery, of the list of exposures. */
export function parseExposuresQuery(params: URLSearchParams): ExposuresQuery {
  return parseQuery(exposuresSchema, params)
}

/** As parsePeopleQuery, of the list of accounts that moved between two results. */
export function parseMovedQuery(params: URLSearchParams): MovedQuery {
  return parseQuery(movedSchema, params)
}

const defaults = {
  people: peopleSchema.parse({}),
  exposures: exposuresSchema.parse({}),
  moved: movedSchema.parse({}),
}

/** The shortest address that asks the same; what is not given is as by default. */
export function serialisePeopleQuery(query: Partial<PeopleQuery>): URLSearchParams {
  return serialised(query, defaults.people)
}

export function serialiseExposuresQuery(query: Partial<ExposuresQuery>): URLSearchParams {
  return serialised(query, defaults.exposures)
}

export function serialiseMovedQuery(query: Partial<MovedQuery>): URLSearchParams {
  return serialised(query, defaults.moved)
}

const LISTS: readonly string[] = ["group", "relation"]

/** As parsePeopleQuery, by any such schema. */
export function parseQuery<T extends z.ZodObject>(schema: T, params: URLSearchParams): z.output<T> {
  const given: Record<string, string | string[]> = {}
  for (const name of Object.keys(schema.shape)) {
    const values = params.getAll(name).filter((value) => value !== "")
    if (values.length > 1 && !LISTS.includes(name)) throw invalid(name, "is given more than once")
    if (LISTS.includes(name)) given[name] = values
    else if (values[0] !== undefined) given[name] = values[0]
  }
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new AppError("invalid", `${String(issue?.path[0] ?? "query")}: ${issue?.message ?? "is wrong"}`)
}

function serialised(query: object, normal: object): URLSearchParams {
  const params = new URLSearchParams()
  const usual = normal as Record<string, unknown>
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const one of value) params.append(name, String(one))
    else if (value !== null && value !== "" && value !== usual[name]) params.set(name, String(value))
  }
  return params
}
