import { z } from "zod"
import type { Context } from "../../../../lib/core/context.ts"
import { AppError } from "../../../../lib/core/errors.ts"
import { grades, relations } from "../../../../lib/evidence/schemas.ts"
import { listExposures } from "../../../../lib/exposure/reading/list-exposures.ts"
import { listPeople } from "../../../../lib/exposure/reading/list-people.ts"
import {
  exposuresSchema,
  groups,
  parsePeopleQuery,
  peopleSchema,
} from "../../../../lib/exposure/reading/schemas.ts"
import { getResult } from "../../../../lib/exposure/revisions/get-result.ts"
import { getIncident } from "../../../../lib/incidents/get-incident.ts"
import { reads } from "../operation.ts"
import { count, evidenceInstant, incidentPart, nextCursor, revisionPart } from "../parts.ts"

const grade = z.enum(grades).nullable()
const pseudonym = z.string().meta({ description: "Stands for one account throughout the incident" })

const personSchema = z.strictObject({
  pseudonym,
  group: z.enum(groups),
  ownerGrade: grade,
  viewerGrade: grade,
  ownerGradeUpper: grade,
  viewerGradeUpper: grade,
  ownerExposures: count,
  viewerExposures: count,
  viewers: count,
  owners: count,
  devices: count,
  firstAt: evidenceInstant.nullable(),
  lastAt: evidenceInstant.nullable(),
  reachable: z.boolean(),
})

const exposureSchema = z.strictObject({
  owner: pseudonym,
  viewer: pseudonym.nullable(),
  deviceId: z.string(),
  mediaId: z.string().nullable(),
  recordedAt: evidenceInstant.nullable(),
  grade: z.enum(grades),
  relation: z.enum(relations),
  inScope: z.boolean(),
  events: count,
  firstAt: evidenceInstant,
  lastAt: evidenceInstant,
})

const ofRevision = z.strictObject({ incident: incidentPart, revision: revisionPart })

export const people = {
  listPeople: reads({
    path: "/incidents/{incident}/revisions/{revision}/people",
    summary:
      "The accounts that are not unaffected, by pseudonym, as the console's list of people filters and sorts them",
    action: "people.view",
    params: ofRevision,
    query: peopleSchema,
    answer: z.strictObject({
      rows: z.array(personSchema),
      nextCursor,
      total: count,
      byGroup: z.strictObject(Object.fromEntries(groups.map((one) => [one, count]))),
    }),
    refusals: [404],
    async run(ctx, { params, query }) {
      return await listPeople(ctx, await resultOf(ctx, params), query)
    },
  }),
  getPerson: reads({
    path: "/incidents/{incident}/revisions/{revision}/people/{person}",
    summary: "One of them by pseudonym",
    action: "people.view",
    params: ofRevision.extend({ person: pseudonym.max(1_000) }),
    answer: personSchema,
    refusals: [404],
    async run(ctx, { params }) {
      const asked = parsePeopleQuery(new URLSearchParams({ search: params.person, ...FIRST }))
      const { rows } = await listPeople(ctx, await resultOf(ctx, params), asked)
      const found = rows.find((one) => one.pseudonym === params.person)
      if (!found) throw new AppError("not_found", "Nobody of this pseudonym is affected in this revision")
      return found
    },
  }),
  listExposures: reads({
    path: "/incidents/{incident}/revisions/{revision}/exposures",
    summary:
      "Who saw whose, both sides by pseudonym, as the console's list of exposures filters and sorts them",
    action: "exposures.view",
    params: ofRevision,
    query: exposuresSchema,
    answer: z.strictObject({
      rows: z.array(exposureSchema),
      nextCursor,
      total: count,
      byRelation: z.strictObject(Object.fromEntries(relations.map((one) => [one, count]))),
    }),
    refusals: [404],
    async run(ctx, { params, query }) {
      return await listExposures(ctx, await resultOf(ctx, params), query)
    },
  }),
}

/** Sorted so, what is looked for whole comes before all that begins with it. */
const FIRST = { sort: "pseudonym", direction: "asc", limit: "1" }

async function resultOf(ctx: Context, { incident, revision }: z.output<typeof ofRevision>) {
  return await getResult(ctx, await getIncident(ctx, incident), revision)
}
