import { randomUUID } from "node:crypto"
import { expect, test } from "vitest"
import { breakGlass } from "../access/approvals/break-glass.ts"
import type { Context } from "../core/context.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { findLastToForget } from "../trail/forget-content.ts"
import { verifyTrail } from "../trail/verify-trail.ts"
import { correctIncident } from "./correct-incident.ts"
import { declareIncident } from "./declare-incident.ts"
import { type ForgetInput, forgetTold } from "./forget-told.ts"

const { database } = await ownDatabase()
const { as } = contextsOver(database, temporaryFolder())
const legal = await as("legal")
const declared = { title: "The porch of Mx Grey", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const

async function incidentOfTwoEntries() {
  const { id, number } = await declareIncident(legal, declared)
  await correctIncident(legal, id, { ...declared, severity: "high", reason: "Mx Grey called again" })
  return { incidentId: id, number }
}

test("is never so urgent that one person may do it alone", async () => {
  const { incidentId } = await incidentOfTwoEntries()
  const input = { incidentId, upTo: 2 }
  const why = "It is three in the morning, and nobody answers"
  await expect(breakGlass(legal, forgetTold, input, why)).rejects.toMatchObject({ code: "forbidden" })
  expect(await database.trailContent.count({ where: { chainId: incidentId } })).toBe(2)
})

/** As an approval performs it. */
const perform = (ctx: Context, input: ForgetInput) =>
  ctx.mutate(
    "trail.forget",
    (told: Awaited<ReturnType<typeof forgetTold.perform>>) => ({
      incidentId: input.incidentId,
      details: told,
    }),
    (tx) =>
      forgetTold.perform(
        tx,
        { actor: ctx.actor, now: ctx.now(), approvalId: randomUUID(), revision: null },
        input,
      ),
  )

test("the plan says in numbers what goes and what stays, and does not change when more happens", async () => {
  const { incidentId, number } = await incidentOfTwoEntries()
  const input = forgetTold.parse({ incidentId, upTo: await findLastToForget(legal.db, incidentId) })
  const plan = await forgetTold.plan(legal, input)
  expect(plan.sentences[0]).toMatch(
    `What 2 entries of the trail of INC-${number} told, up to entry 2, is deleted`,
  )
  expect(plan).toMatchObject({ revision: null, facts: { upTo: 2, tell: 2, stay: 0 } })
  await legal.mutate("approval.request", { incidentId, details: {} }, async () => {})
  expect(await findLastToForget(legal.db, incidentId)).toBe(2)
  await correctIncident(legal, incidentId, { ...declared, reason: "One more act, later" })
  expect(await forgetTold.plan(legal, input)).toEqual(plan)
})

test("what entries tell is gone, the entries stay, and the trail is whole", async () => {
  const { incidentId } = await incidentOfTwoEntries()
  await perform(legal, { incidentId, upTo: 2 })
  expect(await entriesOf(database, { incidentId })).toMatchObject([
    { act: "incident.declare", details: null },
    { act: "incident.correct", details: null },
    { act: "trail.forget", actor: legal.actor.id, details: { entries: { from: 1, to: 2 }, forgotten: 2 } },
  ])
  expect((await verifyTrail(legal)).broken).toEqual([])
  const texts = await database.trailContent.findMany({ where: { chainId: incidentId } })
  expect(JSON.stringify(texts)).not.toContain("Grey")
})

test("a second time there is nothing to forget but what came since, and what was forgotten stays named", async () => {
  const { incidentId } = await incidentOfTwoEntries()
  await perform(legal, { incidentId, upTo: 2 })
  await expect(forgetTold.plan(legal, { incidentId, upTo: 2 })).rejects.toMatchObject({
    code: "precondition",
  })
  await correctIncident(legal, incidentId, { ...declared, reason: "Mx Grey called once more" })
  expect(await forgetTold.plan(legal, { incidentId, upTo: 4 })).toMatchObject({ facts: { tell: 1, stay: 1 } })
  await perform(legal, { incidentId, upTo: 4 })
  expect((await verifyTrail(legal)).broken).toEqual([])
})

test("other roles may not, and what is no entry cannot be asked for", async () => {
  const { incidentId } = await incidentOfTwoEntries()
  for (const role of ["administrator", "security", "support", "auditor"] as const)
    await expect(perform(await as(role), { incidentId, upTo: 2 })).rejects.toMatchObject({
      code: "forbidden",
    })
  await expect(forgetTold.plan(legal, { incidentId, upTo: 3 })).rejects.toMatchObject({
    code: "precondition",
  })
  await expect(forgetTold.plan(legal, { incidentId: randomUUID(), upTo: 1 })).rejects.toMatchObject({
    code: "not_found",
  })
  expect(() => forgetTold.parse({ incidentId: "INC-1", upTo: 0 })).toThrow("Name an incident")
})
