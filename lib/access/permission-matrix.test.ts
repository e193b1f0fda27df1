import { randomUUID } from "node:crypto"
import { describe, expect, test } from "vitest"
import type { Actor } from "../core/context.ts"
import {
  type Act,
  type Action,
  type ActorRole,
  permissionOf,
  permissions,
  roles,
  type Scope,
  scopes,
} from "../core/permissions.ts"
import { contextsOver } from "../testing/database/contexts.ts"
import { entriesOf } from "../testing/database/entries.ts"
import { ownDatabase } from "../testing/database/own-database.ts"
import { temporaryFolder } from "../testing/temporary-folder.ts"
import { openContext } from "./open-context.ts"
import { may } from "./rules.ts"

const { database } = await ownDatabase()
const { resources } = contextsOver(database, temporaryFolder())

/** Who may, written down a second time by hand: A, S, U (support), L, R (auditor, who reads), T (Tocsin itself). */
const whoMay: Record<Action, string> = {
  "incident.view": "ASULRT",
  "people.view": "SULRT",
  "exposures.view": "SLRT",
  "members.view": "ART",
  "settings.view": "ART",
  "trail.view": "ASLRT",
  "approvals.view": "ASULRT",
  "notices.view": "SULRT",
  "containment.view": "ASULRT",
  "inbox.view": "SUL",
  "incident.declare": "SULT",
  "incident.correct": "SL",
  "evidence.add": "ST",
  "evidence.describe": "S",
  "evidence.add_file": "S",
  "evidence.remove_file": "S",
  "revision.request": "ST",
  "run.stop": "S",
  "run.retry": "S",
  "run.start": "T",
  "run.finish": "T",
  "run.fail": "T",
  "run.hand_back": "T",
  "question.answer": "SL",
  "person.look_up": "SUL",
  "person.reveal": "SUL",
  "people.reveal": "SL",
  "list.export": "SULRT",
  "notice.send": "ULT",
  "notice.request_plan": "ULT",
  "notice.plan": "T",
  "notice.write_copy": "UL",
  "notice.set_facts": "ULT",
  "notice.review_copy": "UL",
  "notice.set_letters": "ULT",
  "notice.override": "L",
  "notice.test_send": "UL",
  "notice.hold": "L",
  "notice.lift_hold": "L",
  "notice.hold_moved": "T",
  "notice.follow_up": "UL",
  "notice.settle": "ULT",
  "notice.hand_out": "ULT",
  "notice.take_work_list": "ULT",
  "notice.take_results": "ULT",
  "inbox.open": "SUL",
  "planned_run.pause": "SULT",
  "planned_run.resume": "ULT",
  "planned_run.slow": "ULT",
  "planned_run.stop": "ULT",
  "planned_run.fail": "T",
  "planned_run.finish": "T",
  "planned_run.seal": "T",
  "mail.arm": "A",
  "mail.disarm": "AT",
  "authority.add": "AT",
  "authority.change": "A",
  "authority.remove": "A",
  "switch.add": "AT",
  "switch.change": "A",
  "switch.remove": "A",
  "switch.flip": "ST",
  "switch.note": "SUL",
  "switch.settle": "T",
  "logout.run": "ST",
  "logout.request_plan": "ST",
  "logout.plan": "T",
  "logout.advance": "T",
  "logout.pause": "SULT",
  "logout.resume": "ST",
  "logout.slow": "ST",
  "logout.abort": "ST",
  "logout.hand_out": "ST",
  "logout.take_work_list": "ST",
  "logout.take_results": "ST",
  "watch.start": "S",
  "watch.stop": "ST",
  "watch.judge": "T",
  "approval.request": "SULT",
  "approval.decide": "ASL",
  "approval.withdraw": "SUL",
  "approval.void": "ASULT",
  "approval.break_glass": "SL",
  "approval.review": "ASL",
  "member.invite": "AT",
  "member.withdraw_invitation": "AT",
  "member.accept": "T",
  "member.change_role": "A",
  "member.deactivate": "A",
  "member.reactivate": "A",
  "session.begin": "T",
  "session.refuse": "T",
  "session.end": "ASULRT",
  "session.end_all": "ASULRT",
  "password.change": "ASULR",
  "second_factor.set": "ASULR",
  "second_factor.remove": "ASULR",
  "api_key.make": "A",
  "api_key.revoke": "A",
  "webhook.add": "A",
  "webhook.change": "AT",
  "webhook.test": "A",
  "webhook.remove": "A",
  "trail.anchor": "ALT",
  "trail.export": "ASLR",
  "trail.forget": "LT",
  "ledger.seal": "T",
  "installation.restore": "T",
}
/** What a key can do that has every scope, in a role that may. */
const byKey: readonly Action[] = [
  "incident.view",
  "people.view",
  "exposures.view",
  "notices.view",
  "incident.declare",
  "revision.request",
  "run.stop",
  "run.retry",
  "list.export",
]

const letters: Record<ActorRole, string> = {
  administrator: "A",
  security: "S",
  support: "U",
  legal: "L",
  auditor: "R",
  system: "T",
}
const actions = Object.keys(permissions) as Action[]
const acts = actions.filter((action): action is Act => !action.endsWith(".view"))

test.each(actions)("who may: %s", (action) => {
  const allowed = (Object.keys(letters) as ActorRole[])
    .filter((role) => may({ role }, action).allowed)
    .map((role) => letters[role])
  expect(allowed.join("")).toBe(whoMay[action])
})

test("a key can do what its scope names, and never what a person must do", () => {
  for (const action of actions)
    for (const role of roles) {
      const isPermitted = byKey.includes(action) && whoMay[action].includes(letters[role])
      expect([action, role, may({ role, scopes }, action).allowed]).toEqual([action, role, isPermitted])
      const others = scopes.filter((scope) => scope !== permissionOf(action).scope)
      expect(may({ role, scopes: others }, action).allowed, `${action} with other scopes`).toBe(false)
    }
})

/** Somebody who stands in the database, as a person or a key. */
async function standing(role: ActorRole, held?: readonly Scope[]): Promise<Actor> {
  if (role === "system") return { id: "system", name: "Tocsin", role }
  const id = randomUUID()
  if (!held) {
    await database.user.create({ data: { id, email: `${id}@example.org`, name: "x", role } })
    return { id, name: "x", role }
  }
  const expiresAt = new Date(Date.now() + 60_000)
  const key = { id, name: "x", role, scopes: [...held], prefix: "x", hash: id, madeBy: "x", expiresAt }
  await database.apiKey.create({ data: key })
  return { id: `key:${id}`, name: "x", role, scopes: held }
}

describe.each([...roles, "system"] as const)("at the one door for writes, %s", (role) => {
  test.each([
    ["as a person", undefined],
    ["by a key", scopes],
  ] as const)("%s gets through with what the table says, and leaves nothing of the rest", async (_, held) => {
    if (role === "system" && held) return
    const actor = await standing(role, held)
    const ctx = openContext(resources, actor)
    for (const act of acts) {
      const isPermitted = whoMay[act].includes(letters[role]) && (!held || byKey.includes(act))
      const before = await database.trailEntry.count()
      let isBegun = false
      const done = ctx.mutate(act, { incidentId: null, details: { of: act } }, async () => {
        isBegun = true
      })
      if (isPermitted) await done
      else await expect(done, act).rejects.toMatchObject({ code: "forbidden" })
      expect([act, isBegun, (await database.trailEntry.count()) - before]).toEqual([
        act,
        isPermitted,
        isPermitted ? 1 : 0,
      ])
    }
    const told = (await entriesOf(database, { incidentId: null })).filter((entry) => entry.actor === actor.id)
    expect(told.every(({ act, details }) => details.of === act)).toBe(true)
  })
})

describe("whoever lost their standing since the request began", () => {
  test.each([
    ["was deactivated", { deactivatedAt: new Date() }],
    ["was given another role", { role: "auditor" as const }],
  ])("because they %s, does nothing more", async (_, change) => {
    const actor = await standing("security")
    await database.user.update({ where: { id: actor.id }, data: change })
    const act = openContext(resources, actor).mutate(
      "run.stop",
      { incidentId: null, details: {} },
      async () => {},
    )
    await expect(act).rejects.toMatchObject({ code: "forbidden" })
  })

  test.each([
    ["was revoked", { revokedAt: new Date() }],
    ["has expired", { expiresAt: new Date(Date.now() - 1) }],
  ])("by a key that %s, does nothing more", async (_, change) => {
    const actor = await standing("security", scopes)
    await database.apiKey.update({ where: { id: actor.id.slice(4) }, data: change })
    const act = openContext(resources, actor).mutate(
      "run.stop",
      { incidentId: null, details: {} },
      async () => {},
    )
    await expect(act).rejects.toMatchObject({ code: "forbidden" })
  })
})
