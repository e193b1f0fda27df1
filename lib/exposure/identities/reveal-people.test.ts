import { randomUUID } from "node:crypto"
import { beforeAll, expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { classifiedRevision } from "../../testing/database/classified-revision.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { street } from "../../testing/reference/street.ts"
import { testReader } from "../../testing/result-of.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import type { Result } from "../reading/result.ts"
import { identify, revealedUntil } from "./identify.ts"
import { pseudonymKey, pseudonymOf } from "./pseudonym.ts"
import { revealPeople } from "./reveal-people.ts"

const { database } = await ownDatabase()
const folder = temporaryFolder()
const { as, system } = contextsOver(database, folder, { results: testReader(folder) })
const security = await as("security")
const incident = await newIncident(security)
const legal = await as("legal")
const everybody = ["kim", "sam"].map((id) => pseudonymOf(pseudonymKey(security, incident.id), id))
const input = (member: Context, revision = 1) => ({
  incidentId: incident.id,
  revision,
  memberId: member.actor.id,
})

let result: Result
beforeAll(async () => {
  result = await classifiedRevision(security, system, incident, street({ log: [{}] }))
})

/** As the mechanism of approvals does it, in the transaction in which it marks the approval as performed. */
async function perform(member: Context, now = new Date()) {
  const asked = revealPeople.parse(input(member))
  const plan = await revealPeople.plan(member, asked)
  return await database.$transaction(async (tx) => {
    const { id } = await tx.approval.create({
      data: {
        incidentId: revealPeople.incidentOf(asked),
        act: revealPeople.act,
        input: asked,
        digest: randomUUID(),
        plan: [...plan.sentences],
        revision: plan.revision,
        reason: "Letters for the post",
        approverRole: "legal",
        requestedBy: member.actor.id,
        expiresAt: now,
      },
    })
    return await revealPeople.perform(
      tx,
      { actor: member.actor, now, approvalId: id, revision: plan.revision },
      asked,
    )
  })
}

test("the plan says in numbers what becomes visible to whom, and rests on the result's digest", async () => {
  const plan = await revealPeople.plan(legal, input(security))
  expect(plan.sentences[0]).toBe(
    `The names and addresses of 2 people of revision 1 become visible to ${security.actor.name} for 8 hours: in lists, on pages and in exports.`,
  )
  expect(plan).toMatchObject({
    revision: 1,
    facts: { digest: result.summary.digest, people: 2, memberId: security.actor.id },
  })
})

test("everybody of the revision is revealed to the member who asked, for eight hours, and to nobody else", async () => {
  const now = new Date()
  expect(await perform(security, now)).toEqual({
    revision: 1,
    member: security.actor.id,
    until: new Date(now.getTime() + 8 * 3_600_000).toISOString(),
  })
  expect(await revealedUntil(security, result)).toEqual(new Date(now.getTime() + 8 * 3_600_000))
  expect((await identify(security, result, everybody)).size).toBe(2)
  expect((await identify(legal, result, everybody)).size).toBe(0)
  const later = { ...security, now: () => new Date(now.getTime() + 8 * 3_600_000 + 1) }
  expect((await identify(later, result, everybody)).size).toBe(0)
  const other = { ...result, revision: { ...result.revision, number: 2 } }
  expect((await identify(security, other, everybody)).size).toBe(0)
  const demoted = { ...security, actor: { ...security.actor, role: "support" as const } }
  expect((await identify(demoted, result, everybody)).size).toBe(0)
})

test("nothing is planned for a member who may not, is gone, or for a revision that is not done", async () => {
  const support = await as("support")
  const gone = await as("legal")
  await database.user.update({ where: { id: gone.actor.id }, data: { deactivatedAt: new Date() } })
  for (const member of [support, gone])
    await expect(revealPeople.plan(legal, input(member))).rejects.toMatchObject({ code: "precondition" })
  await expect(revealPeople.plan(legal, input(security, 9))).rejects.toMatchObject({ code: "not_found" })
  expect(() => revealPeople.parse({ incidentId: "x", revision: 0, memberId: "" })).toThrow()
})
