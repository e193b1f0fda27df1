import { expect, test } from "vitest"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { plannedReveal } from "../../testing/database/planned-reveal.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { planAct } from "./plan-anew.ts"
import { requestApproval } from "./request-approval.ts"
import { withdrawApproval } from "./withdraw-approval.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const security = await as("security")
const { planned, world } = plannedReveal()
const why = "Support has to call each of them tonight"

async function newInput() {
  const declared = { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
  return { incidentId: (await declareIncident(security, declared)).id, hours: 8 }
}

test("a request stands with its plan in numbers, its digest and its end, and in the trail", async () => {
  const input = await newInput()
  const now = new Date("2026-03-01T10:00:00Z")
  const approval = await requestApproval({ ...security, now: () => now }, planned, input, why)
  const { digest } = await planAct(security, planned, input)
  expect(approval).toMatchObject({
    incidentId: input.incidentId,
    act: "people.reveal",
    input,
    digest,
    plan: { sentences: world.sentences, facts: { ...world.facts, title: "A porch" } },
    revision: 3,
    reason: why,
    approverRole: "legal",
    state: "waiting",
    requestedAt: now,
    requestedBy: security.actor.id,
    expiresAt: new Date("2026-03-02T10:00:00Z"),
  })
  expect(await entriesOf(database, { incidentId: input.incidentId, act: "approval.request" })).toMatchObject([
    {
      actor: security.actor.id,
      details: { approval: approval.id, act: "people.reveal", digest, revision: 3, input, reason: why },
    },
  ])
})

test("a double click makes one request, and one entry", async () => {
  const input = await newInput()
  const both = await Promise.all([1, 2].map(() => requestApproval(security, planned, input, why)))
  const again = await requestApproval(security, planned, input, "For another reason, a minute later")
  expect(new Set([...both, again].map(({ id }) => id)).size).toBe(1)
  expect(await entriesOf(database, { incidentId: input.incidentId, act: "approval.request" })).toHaveLength(1)
})

test("what has expired, was withdrawn, is another's or for another input is asked for anew", async () => {
  const input = await newInput()
  const before = { ...security, now: () => new Date(Date.now() - 24 * 60 * 60 * 1_000) }
  const expired = await requestApproval(before, planned, input, why)
  const withdrawn = await requestApproval(security, planned, input, why)
  await withdrawApproval(security, withdrawn.id)
  const waiting = await requestApproval(security, planned, input, why)
  const other = await requestApproval(await as("legal"), planned, input, why)
  const longer = await requestApproval(security, planned, { ...input, hours: 9 }, why)
  const ids = [expired, withdrawn, waiting, other, longer].map(({ id }) => id)
  expect(new Set(ids).size).toBe(5)
})

test("whoever may not perform the act may not ask for it, nor may a key, nor Tocsin", async () => {
  const input = await newInput()
  const key = { ...security.actor, scopes: ["people:read", "incidents:write"] as const }
  for (const ctx of [await as("support"), await as("auditor"), system, { ...security, actor: key }])
    await expect(requestApproval(ctx, planned, input, why)).rejects.toMatchObject({ code: "forbidden" })
  expect(await database.approval.count({ where: { incidentId: input.incidentId } })).toBe(0)
})

test("a reason is needed, and what is asked for must be what was shown", async () => {
  const input = await newInput()
  await expect(requestApproval(security, planned, input, " so ")).rejects.toMatchObject({
    fields: { reason: expect.stringContaining("Say why") },
  })
  await expect(requestApproval(security, planned, { ...input, hours: "8" }, why)).rejects.toMatchObject({
    code: "invalid",
  })
  await expect(requestApproval(security, planned, input, why, "another digest")).rejects.toMatchObject({
    code: "conflict",
  })
  const { digest } = await planAct(security, planned, input)
  expect(await requestApproval(security, planned, input, why, digest)).toMatchObject({ state: "waiting" })
})
