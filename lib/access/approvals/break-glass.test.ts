import { beforeEach, describe, expect, test } from "vitest"
import type { Approval } from "../../../prisma/generated/client.ts"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { plannedReveal } from "../../testing/database/planned-reveal.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { breakGlass } from "./break-glass.ts"
import { decideApproval } from "./decide-approval.ts"
import { performApproved } from "./perform-approved.ts"
import { requestApproval } from "./request-approval.ts"
import { reviewEmergency } from "./review-emergency.ts"

const { database } = await ownDatabase()
const { as } = contextsOver(database, temporaryFolder())
const [security, legal, otherLegal] = [await as("security"), await as("legal"), await as("legal")]
const { planned, world } = plannedReveal()
const why = "It is three in the morning, and nobody of legal answers"
let input: { incidentId: string; hours: number }

beforeEach(async () => {
  const declared = { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
  input = { incidentId: (await declareIncident(security, declared)).id, hours: 8 }
})

const entries = (act: string) => entriesOf(database, { incidentId: input.incidentId, act })
const done = () => database.reveal.count({ where: { incidentId: input.incidentId } })

test("it is done at once, stands in the trail as an emergency, and waits for its review", async () => {
  const { id, digest } = await breakGlass(security, planned, input, why)
  expect(await database.approval.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: "performed",
    emergency: why,
    performedBy: security.actor.id,
    decidedBy: null,
    reviewedAt: null,
  })
  expect(await done()).toBe(1)
  expect(await entries("approval.break_glass")).toMatchObject([
    {
      actor: security.actor.id,
      details: { approval: id, act: "people.reveal", digest, reason: why, revision: 3, hours: 8 },
    },
  ])
  // Whoever looks for such acts, or is told of them, does not miss the one that nobody approved.
  expect(await entries("people.reveal")).toMatchObject([{ details: { approval: id, isEmergency: true } }])
})

test("what somebody has just refused can still be done, and the reviewer is told of the refusal", async () => {
  const { id, digest } = await requestApproval(security, planned, input, why)
  await decideApproval(legal, planned, id, { verdict: "refuse", reason: "Not needed today", shown: digest })
  await breakGlass(security, planned, input, why)
  expect(await entries("approval.break_glass")).toMatchObject([{ details: { refusedBefore: id } }])
})

test("a reason of twenty characters is needed, a role that may do it, and a person", async () => {
  await expect(breakGlass(security, planned, input, "It is rather urgent")).rejects.toMatchObject({
    fields: { reason: expect.stringContaining("20 characters") },
  })
  const key = { ...security, actor: { ...security.actor, scopes: ["people:read"] as const } }
  for (const ctx of [await as("support"), await as("administrator"), key])
    await expect(breakGlass(ctx, planned, input, why)).rejects.toMatchObject({ code: "forbidden" })
  await expect(breakGlass(security, planned, input, why, "another digest")).rejects.toMatchObject({
    code: "conflict",
  })
  expect(await done()).toBe(0)
})

test("a double click does it once; a quarter of an hour later it is another emergency", async () => {
  await Promise.all([1, 2].map(() => breakGlass(security, planned, input, why)))
  expect([await done(), (await entries("approval.break_glass")).length]).toEqual([1, 1])
  const later = { ...security, now: () => new Date(Date.now() + 15 * 60 * 1_000) }
  await breakGlass(later, planned, input, why)
  expect([await done(), (await entries("approval.break_glass")).length]).toEqual([2, 2])
})

test("it settles the same request that waits, so that nobody approves what is done", async () => {
  const asked = await requestApproval(security, planned, input, "Support has to call them")
  expect(await breakGlass(security, planned, input, why)).toMatchObject({
    id: asked.id,
    reason: asked.reason,
  })
  const decision = { verdict: "approve", shown: asked.digest } as const
  await expect(decideApproval(legal, planned, asked.id, decision)).rejects.toMatchObject({
    code: "conflict",
    message: "This is done already.",
  })
})

test("what is approved needs no emergency", async () => {
  const asked = await requestApproval(security, planned, input, "Support has to call them")
  await decideApproval(legal, planned, asked.id, { verdict: "approve", shown: asked.digest })
  await expect(breakGlass(security, planned, input, why)).rejects.toMatchObject({ code: "conflict" })
  await performApproved(security, planned, asked.id)
  expect(await done()).toBe(1)
})

test("of an emergency and a decision at once, nothing is done twice", { repeats: 14 }, async () => {
  const asked = await requestApproval(security, planned, input, "Support has to call them")
  await Promise.allSettled([
    breakGlass(security, planned, input, why),
    decideApproval(legal, planned, asked.id, { verdict: "approve", shown: asked.digest }),
  ])
  await performApproved(security, planned, asked.id).catch(() => {})
  expect(await done()).toBe(1)
  expect(world.revision).toBe(3)
})

test("what fails leaves nothing", async () => {
  const failing = { ...planned, perform: () => Promise.reject(new Error("the power failed")) }
  await expect(breakGlass(security, failing, input, why)).rejects.toThrow("the power failed")
  expect(await database.approval.count({ where: { incidentId: input.incidentId } })).toBe(0)
  expect(await entries("approval.break_glass")).toEqual([])
})

describe("the review", () => {
  const found = "It was needed: the cameras were still live"
  let broken: Approval
  beforeEach(async () => {
    broken = await breakGlass(security, planned, input, why)
  })

  test("is given once by the approver's role, and stands in the trail", async () => {
    await reviewEmergency(legal, broken.id, found)
    await reviewEmergency(legal, broken.id, found)
    const { id } = broken
    expect(await database.approval.findUniqueOrThrow({ where: { id } })).toMatchObject({
      review: found,
      reviewedBy: legal.actor.id,
    })
    expect(await entries("approval.review")).toMatchObject([
      { actor: legal.actor.id, details: { approval: id, act: "people.reveal", review: found } },
    ])
    await expect(reviewEmergency(otherLegal, id, found)).rejects.toMatchObject({ code: "conflict" })
  })

  test("of two at once, one counts", async () => {
    const both = [legal, otherLegal].map((ctx) => reviewEmergency(ctx, broken.id, found))
    const ends = await Promise.allSettled(both)
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
    expect(await entries("approval.review")).toHaveLength(1)
  })

  test("is for nobody else, not for who broke the glass, and says something", async () => {
    for (const ctx of [security, await as("administrator"), await as("auditor")])
      await expect(reviewEmergency(ctx, broken.id, found)).rejects.toMatchObject({ code: "forbidden" })
    const own = await breakGlass(legal, planned, input, why)
    await expect(reviewEmergency(legal, own.id, found)).rejects.toMatchObject({ code: "forbidden" })
    await expect(reviewEmergency(otherLegal, own.id, "fine")).rejects.toMatchObject({
      fields: { review: "Say what you found, in a sentence" },
    })
    await reviewEmergency(otherLegal, own.id, found)
  })

  test("is not given of what a second person approved", async () => {
    const asked = await requestApproval(security, planned, { ...input, hours: 9 }, "Support has to call them")
    await expect(reviewEmergency(legal, asked.id, found)).rejects.toMatchObject({ code: "precondition" })
  })
})
