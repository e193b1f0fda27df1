import { expect, test } from "vitest"
import type { Context } from "../../core/context.ts"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { plannedReveal } from "../../testing/database/planned-reveal.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { breakGlass } from "./break-glass.ts"
import { decideApproval } from "./decide-approval.ts"
import { APPROVALS_PER_PAGE, type ApprovalList, countWaiting, listApprovals } from "./list-approvals.ts"
import { requestApproval } from "./request-approval.ts"
import { reviewEmergency } from "./review-emergency.ts"

const { database } = await ownDatabase()
const { as } = contextsOver(database, temporaryFolder())
const [security, legal, auditor] = [await as("security"), await as("legal"), await as("auditor")]
const { planned } = plannedReveal()
const declared = { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
const { id: incidentId } = await declareIncident(security, declared)
const why = "Support has to call each of them tonight"
const lists: ApprovalList[] = ["forMe", "mine", "others", "emergencies", "past"]

/** What each list of a person holds, by the names under which the test knows the approvals. */
async function listed(ctx: Context, names: Record<string, string>) {
  const pages = await Promise.all(lists.map((list) => listApprovals(ctx, list)))
  return Object.fromEntries(
    pages.map(({ approvals }, index) => [lists[index], approvals.map(({ id }) => names[id])]),
  )
}

test("everybody sees first what waits for them", async () => {
  const names: Record<string, string> = {}
  const ask = async (name: string, ctx: Context, hours: number) => {
    const asked = await requestApproval(ctx, planned, { incidentId, hours }, why)
    names[asked.id] = name
    return asked
  }
  const old = { ...security, now: () => new Date(Date.now() - 24 * 60 * 60 * 1_000) }
  await ask("expired", old, 1)
  const approved = await ask("approved", security, 2)
  await decideApproval(legal, planned, approved.id, { verdict: "approve", shown: approved.digest })
  const refused = await ask("refused", security, 3)
  const no = { verdict: "refuse", shown: refused.digest, reason: "The letters have not been read" } as const
  await decideApproval(legal, planned, refused.id, no)
  await ask("waiting", security, 4)
  await ask("of legal", legal, 5)
  const broken = await breakGlass(security, planned, { incidentId, hours: 6 }, why)
  names[broken.id] = "emergency"
  const late = await as("legal")

  expect(await listed(legal, names)).toEqual({
    forMe: ["emergency", "waiting"],
    mine: ["of legal"],
    others: ["approved"],
    emergencies: [],
    past: ["refused", "expired"],
  })
  expect(await listed(security, names)).toEqual({
    forMe: ["approved"],
    mine: ["waiting"],
    others: ["of legal"],
    emergencies: ["emergency"],
    past: ["refused", "expired"],
  })
  expect(await listed(auditor, names)).toMatchObject({
    forMe: [],
    others: ["of legal", "waiting", "approved"],
  })
  expect(await listed(late, names), "who came after the requests").toMatchObject({ forMe: ["emergency"] })
  expect(await Promise.all([legal, security, auditor, late].map(countWaiting))).toEqual([2, 1, 0, 1])

  await reviewEmergency(legal, broken.id, "It was needed: the cameras were live")
  expect(await listed(legal, names)).toMatchObject({
    forMe: ["waiting"],
    emergencies: [],
    past: ["emergency", "refused", "expired"],
  })
})

test("a long list comes page by page, none twice and none left out", async () => {
  const before = (await listApprovals(security, "mine")).approvals.length
  const more = APPROVALS_PER_PAGE + 5
  for (let hours = 100; hours < 100 + more; hours += 1)
    await requestApproval(security, planned, { incidentId, hours }, why)
  const first = await listApprovals(security, "mine")
  const second = await listApprovals(security, "mine", first.next)
  expect([first.approvals.length, second.next]).toEqual([APPROVALS_PER_PAGE, null])
  const all = [...first.approvals, ...second.approvals].map(({ id }) => id)
  expect([all.length, new Set(all).size]).toEqual([before + more, before + more])
  expect(all).toEqual(all.toSorted().toReversed())
})

test("a key sees none", async () => {
  const key = { ...legal, actor: { ...legal.actor, scopes: ["people:read"] as const } }
  await expect(listApprovals(key, "forMe")).rejects.toMatchObject({ code: "forbidden" })
  expect(await countWaiting(key)).toBe(0)
  expect(await database.approval.count()).toBeGreaterThan(0)
})
