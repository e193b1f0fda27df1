import { expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { changeRole, mayChangeRole } from "./change-role.ts"
import { deactivateMember, mayDeactivate, reactivateMember } from "./deactivate-member.ts"

const { database } = await ownDatabase()
const { as } = contextsOver(database, temporaryFolder())
const userOf = ({ actor }: Context) => database.user.findUniqueOrThrow({ where: { id: actor.id } })

/** A session of a member; whether it is still there. */
async function beginSession({ actor }: Context): Promise<() => Promise<boolean>> {
  const id = crypto.randomUUID()
  const expiresAt = new Date(Date.now() + 60_000)
  await database.session.create({ data: { id, token: id, userId: actor.id, expiresAt } })
  return async () => (await database.session.count({ where: { id } })) === 1
}

test("another role is given once, ends the member's sessions and counts from now on", async () => {
  const [administrator, member] = [await as("administrator"), await as("support")]
  const isSignedIn = await beginSession(member)
  const change = { memberId: member.actor.id, from: "support", to: "legal" }
  const before = new Date()
  await changeRole(administrator, change)
  const changed = await userOf(member)
  expect(changed.role).toBe("legal")
  expect(changed.roleSince.getTime()).toBeGreaterThanOrEqual(before.getTime())
  expect(await isSignedIn()).toBe(false)
  await expect(changeRole(administrator, change), "a replay").rejects.toMatchObject({ code: "conflict" })
  expect(
    await entriesOf(database, { act: "member.change_role", details: { user: member.actor.id } }),
  ).toMatchObject([{ actor: administrator.actor.id, details: { from: "support", to: "legal" } }])
  await expect(
    member.mutate("incident.declare", { incidentId: null, details: {} }, async () => {}),
    "what was open in the old role can do nothing any more",
  ).rejects.toMatchObject({ code: "forbidden" })
})

test("of two administrators who give a member different roles at once, one does", async () => {
  const [one, other, member] = [await as("administrator"), await as("administrator"), await as("support")]
  const memberId = member.actor.id
  const settled = await Promise.allSettled([
    changeRole(one, { memberId, from: "support", to: "legal" }),
    changeRole(other, { memberId, from: "support", to: "auditor" }),
  ])
  expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
})

test("only administrators change roles and shut people out, and never their own", async () => {
  const member = await as("support")
  const memberId = member.actor.id
  for (const role of ["security", "support", "legal", "auditor"] as const) {
    const ctx = await as(role)
    const refused = { code: "forbidden" }
    await expect(changeRole(ctx, { memberId, from: "support", to: "legal" })).rejects.toMatchObject(refused)
    await expect(deactivateMember(ctx, memberId)).rejects.toMatchObject(refused)
    await expect(reactivateMember(ctx, memberId)).rejects.toMatchObject(refused)
  }
  const administrator = await as("administrator")
  const me = await userOf(administrator)
  expect(mayChangeRole(administrator.actor, me)).toMatchObject({ allowed: false })
  expect(mayDeactivate(administrator.actor, me)).toEqual({
    allowed: false,
    reason: "This is you: another administrator can do this.",
  })
  const own = { memberId: me.id, from: "administrator", to: "support" }
  await expect(changeRole(administrator, own)).rejects.toMatchObject({ code: "forbidden" })
  await expect(deactivateMember(administrator, me.id)).rejects.toMatchObject({ code: "forbidden" })
  await expect(changeRole(administrator, { ...own, to: "owner" })).rejects.toMatchObject({ code: "invalid" })
})

test("a member who is deactivated is signed out and let in again later, each once", async () => {
  const [administrator, member] = [await as("administrator"), await as("support")]
  const isSignedIn = await beginSession(member)
  const id = member.actor.id
  const shut = await Promise.allSettled([
    deactivateMember(administrator, id),
    deactivateMember(administrator, id),
  ])
  expect(shut.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  expect([await isSignedIn(), (await userOf(member)).deactivatedAt === null]).toEqual([false, false])
  expect(mayChangeRole(administrator.actor, await userOf(member))).toMatchObject({ allowed: false })
  await expect(
    member.mutate("incident.declare", { incidentId: null, details: {} }, async () => {}),
  ).rejects.toMatchObject({ code: "forbidden" })
  await reactivateMember(administrator, id)
  await expect(reactivateMember(administrator, id)).rejects.toMatchObject({ code: "conflict" })
  expect((await userOf(member)).deactivatedAt).toBeNull()
  for (const act of ["member.deactivate", "member.reactivate"])
    expect(await entriesOf(database, { act, details: { user: id } })).toMatchObject([
      { actor: administrator.actor.id },
    ])
})

test("of two administrators who shut each other out at once, one stays", async () => {
  for (let round = 0; round < 3; round++) {
    const [one, other] = [await as("administrator"), await as("administrator")]
    const settled = await Promise.allSettled([
      deactivateMember(one, other.actor.id),
      deactivateMember(other, one.actor.id),
    ])
    expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    expect(settled.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "forbidden" },
    })
  }
})

test("of two administrators who take each other's role at once, one keeps it", async () => {
  const [one, other] = [await as("administrator"), await as("administrator")]
  const change = { from: "administrator", to: "support" }
  const settled = await Promise.allSettled([
    changeRole(one, { memberId: other.actor.id, ...change }),
    changeRole(other, { memberId: one.actor.id, ...change }),
  ])
  expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
})
