import { beforeEach, describe, expect, test } from "vitest"
import type { Approval } from "../../../prisma/generated/client.ts"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { plannedReveal } from "../../testing/database/planned-reveal.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { decideApproval } from "./decide-approval.ts"
import { performApproved } from "./perform-approved.ts"
import { requestApproval } from "./request-approval.ts"
import { withdrawApproval } from "./withdraw-approval.ts"

const { database } = await ownDatabase()
const { as } = contextsOver(database, temporaryFolder())
const security = await as("security")
let { planned, world } = plannedReveal()
let legal: Awaited<ReturnType<typeof as>>
let approval: Approval

beforeEach(async () => {
  ;({ planned, world } = plannedReveal())
  legal = await as("legal")
  const declared = { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
  const { id: incidentId } = await declareIncident(security, declared)
  const asked = await requestApproval(security, planned, { incidentId, hours: 8 }, "Support has to call them")
  await decideApproval(legal, planned, asked.id, { verdict: "approve", shown: asked.digest })
  approval = await stored(asked.id)
})

const stored = (id = approval.id) => database.approval.findUniqueOrThrow({ where: { id } })
const entries = (act: string) => entriesOf(database, { act, details: { approval: approval.id } })
const done = () => database.reveal.count({ where: { approvalId: approval.id } })
const perform = (ctx = security) => performApproved(ctx, planned, approval.id)

test("the act is done with its own entry, which names the approval and who gave it", async () => {
  await perform()
  expect(await stored()).toMatchObject({
    state: "performed",
    performedBy: security.actor.id,
    emergency: null,
  })
  expect(await done()).toBe(1)
  const { id, digest, incidentId } = approval
  expect(await entries("people.reveal")).toMatchObject([
    {
      incidentId,
      actor: security.actor.id,
      details: { approval: id, digest, approvedBy: legal.actor.id, revision: 3, hours: 8 },
    },
  ])
})

test("nobody does it but who asked, and nobody before it is approved", async () => {
  for (const ctx of [legal, await as("security"), await as("auditor")])
    await expect(perform(ctx)).rejects.toMatchObject({ code: "forbidden" })
  const key = { ...security, actor: { ...security.actor, scopes: ["people:read"] as const } }
  await expect(perform(key)).rejects.toMatchObject({ code: "forbidden" })
  const { incidentId } = approval
  const other = await requestApproval(security, planned, { incidentId, hours: 9 }, "Support has to call them")
  await expect(performApproved(security, planned, other.id)).rejects.toMatchObject({
    code: "precondition",
    message: "This waits for approval.",
  })
  expect(await done()).toBe(0)
})

test("it expires a day after it was approved, to the millisecond", async () => {
  const at = (ms: number) => ({ ...security, now: () => new Date(approval.expiresAt.getTime() + ms) })
  await expect(perform(at(0))).rejects.toMatchObject({ message: "The approval has expired. Ask again." })
  await perform(at(-1))
  expect(await done()).toBe(1)
})

test("twice at once, or once more, does it once", async () => {
  await Promise.all([perform(), perform()])
  await perform()
  expect(await done()).toBe(1)
  expect(await entries("people.reveal")).toHaveLength(1)
})

test("either it is done or withdrawn, not both", async () => {
  await Promise.allSettled([perform(), withdrawApproval(security, approval.id)])
  const { state } = await stored()
  expect(await done()).toBe(state === "performed" ? 1 : 0)
  expect(["performed", "withdrawn"]).toContain(state)
  const told = [...(await entries("people.reveal")), ...(await entries("approval.withdraw"))]
  expect(told).toHaveLength(1)
})

test("an act that fails leaves the approval as it was, and no entry", async () => {
  const failing = { ...planned, perform: () => Promise.reject(new Error("the power failed")) }
  await expect(performApproved(security, failing, approval.id)).rejects.toThrow("the power failed")
  expect(await stored()).toMatchObject({ state: "approved" })
  expect(await entries("people.reveal")).toEqual([])
})

describe("the approval is void, nothing is done, and the trail says so", () => {
  const leave = (data: object) => database.user.update({ where: { id: legal.actor.id }, data })
  const changes: [string, () => unknown, RegExp][] = [
    ["when a new revision is there", () => (world.revision = 4), /would now rest on revision 4/],
    ["when a number is another", () => (world.facts.people = 24_701), /What it rests on has changed/],
    ["when it cannot be done any more", () => (world.isGone = true), /There is no finished revision/],
    ["when the approver was deactivated", () => leave({ deactivatedAt: new Date() }), /not active as legal/],
    ["when the approver has another role", () => leave({ role: "support" }), /not active as legal/],
    ["when the approver got it back since", () => leave({ roleSince: new Date() }), /not active as legal/],
  ]
  test.each(changes)("%s", async (_, change, told) => {
    await change()
    await expect(perform()).rejects.toMatchObject({ code: "conflict", message: expect.stringMatching(told) })
    expect(await stored()).toMatchObject({ state: "void", decidedBy: legal.actor.id })
    expect(await entries("approval.void")).toMatchObject([{ actor: security.actor.id }])
    expect(await entries("people.reveal")).toEqual([])
    expect(await done()).toBe(0)
    await expect(perform()).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Ask again"),
    })
  })

  test("when it changes between the look and the act", async () => {
    let looks = 0
    const changing: typeof planned = {
      ...planned,
      async plan(ctx, input) {
        looks += 1
        if (looks === 2) world.revision = 4
        return await planned.plan(ctx, input)
      },
    }
    await expect(performApproved(security, changing, approval.id)).rejects.toMatchObject({ code: "conflict" })
    expect(await stored()).toMatchObject({ state: "void" })
    expect(await done()).toBe(0)
  })

  test("or it is done before the approver is deactivated, never half", async () => {
    await Promise.allSettled([perform(), leave({ deactivatedAt: new Date() })])
    const { state } = await stored()
    expect([await done(), (await entries("people.reveal")).length]).toEqual(
      state === "performed" ? [1, 1] : [0, 0],
    )
  })
})

test("who was deactivated or given another role since asking does nothing any more", async () => {
  const gone = await as("security")
  const input = { incidentId: approval.incidentId, hours: 10 }
  const own = await requestApproval(gone, planned, input, "Support has to call them")
  await decideApproval(legal, planned, own.id, { verdict: "approve", shown: own.digest })
  await database.user.update({ where: { id: gone.actor.id }, data: { role: "support" } })
  await expect(performApproved(gone, planned, own.id)).rejects.toMatchObject({ code: "forbidden" })
  expect(await stored(own.id)).toMatchObject({ state: "approved" })
})
