import { z } from "zod"
import { parseIncidentName, severities } from "../../../lib/incidents/schemas.ts"

/** Parts of addresses and answers that several operations share. */

export const incidentPart = z
  .string()
  .refine((text) => parseIncidentName(text) !== null, "is no incident")
  .meta({ description: "As people call it, such as INC-7", pattern: "^(INC-)?[1-9][0-9]{0,9}$" })
export const revisionPart = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, "is no number of a revision")
  .transform(Number)
  .meta({ description: "The number of a revision of the incident" })
export const runPart = z.uuid("is no id of a run")

export const PAGE_MAX = 200
const PAGE = 50

/** Where a page of a list begins that is kept in the database, and how long it is. */
export const pageQuery = z.object({
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,9}$/, "is no cursor")
    .transform(Number)
    .nullable()
    .default(null),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, `must be a number from 1 to ${PAGE_MAX}`)
    .transform(Number)
    .refine((count) => count >= 1 && count <= PAGE_MAX, `must be a number from 1 to ${PAGE_MAX}`)
    .default(PAGE),
})

/** For the query of the next page; null on the last one. */
export const nextCursor = z.string().nullable()

export function cursorOf(next: number | null): string | null {
  return next === null ? null : String(next)
}

export const instant = z.iso.datetime({ precision: 3 })
/** Of evidence: with as many digits as it has. */
export const evidenceInstant = z.string()
export const count = z.int().min(0)

export const incidentSchema = z.strictObject({
  incident: z.string().meta({ description: "INC-7" }),
  title: z.string(),
  severity: z.enum(severities),
  firstReport: z.string().nullable(),
  awareAt: instant,
  declaredAt: instant,
})

export const runSchema = z.strictObject({
  run: z.uuid(),
  revision: z.int(),
  attempt: z.int(),
  state: z.enum(["queued", "running", "stopping", "stopped", "failed", "done"]),
  label: z.string(),
  done: z.number().min(0).max(1).nullable(),
  reason: z.string().nullable(),
  since: instant,
  until: instant.nullable(),
  isOver: z.boolean(),
})
