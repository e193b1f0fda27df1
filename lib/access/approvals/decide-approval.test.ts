import { beforeEach, describe, expect, test } from "vitest"
import type { Approval } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { declareIncident } from "../../incidents/declare-incident.ts"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { plannedReveal } from "../../testing/database/planned-reveal.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { decideApproval } from "./decide-approval.ts"
import { requestApproval } from "./request-approval.ts"
import type { ApprovalDecision } from "./schemas.ts"
import { withdrawApproval } from "./withdraw-approval.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const security = await as("security")
const [legal, otherLegal] = [await as("legal"), await as("legal")]
const why = "Support has to call each of them tonight"

let { planned, world } = plannedReveal()
let approval: Approval

beforeEach(async () => {
  ;({ planned, world } = plannedReveal())
  const declared = { title: "A porch", severity: "low", awareAt: "2024-02-16T10:00:00Z" } as const
  const { id: incidentId } = await declareIncident(security, declared)
  approval = await requestApproval(security, planned, { incidentId, hours: 8 }, why)
})

const stored = () => database.approval.findUniqueOrThrow({ where: { id: approval.id } })
const entries = (act: string) => entriesOf(database, { act, details: { approval: approval.id } })
const decide = (ctx: Context, input: Partial<ApprovalDecision> = {}) =>
  decideApproval(ctx, planned, approval.id, { verdict: "approve", shown: approval.digest, ...input })
const refusing = { verdict: "refuse", reason: "The letters have not been read yet" } as const

test("an approval stands in the trail, and may be performed for a day from then on", async () => {
  const now = new Date()
  await decide({ ...legal, now: () => now }, { reason: "Agreed by telephone" })
  expect(await stored()).toMatchObject({
    state: "approved",
    decidedBy: legal.actor.id,
    decidedAt: now,
    decisionReason: "Agreed by telephone",
    expiresAt: new Date(now.getTime() + 24 * 60 * 60 * 1_000),
  })
  const { digest } = approval
  expect(await entries("approval.decide")).toMatchObject([
    { actor: legal.actor.id, details: { act: "people.reveal", digest, verdict: "approve" } },
  ])
})

test("a refusal needs a reason, and stands in the trail with it", async () => {
  await expect(decide(legal, { verdict: "refuse", reason: "no" })).rejects.toMatchObject({
    fields: { reason: "Say why you refuse, in a sentence" },
  })
  await decide(legal, refusing)
  expect(await stored()).toMatchObject({ state: "refused", decisionReason: refusing.reason })
  expect(await entries("approval.decide")).toMatchObject([
    { details: { verdict: "refuse", reason: refusing.reason } },
  ])
  await expect(decide(otherLegal)).rejects.toMatchObject({ code: "conflict" })
})

describe("nobody decides", () => {
  test.each(["security", "support", "administrator", "auditor"] as const)("as %s", async (role) => {
    await expect(decide(await as(role))).rejects.toMatchObject({ code: "forbidden" })
  })

  test("what they asked for themselves", async () => {
    const incidentId = approval.incidentId ?? ""
    const own = await requestApproval(legal, planned, { incidentId, hours: 9 }, why)
    const input = { verdict: "approve", shown: own.digest } as const
    await expect(decideApproval(legal, planned, own.id, input)).rejects.toMatchObject({
      code: "forbidden",
      message: "You asked for it: somebody else of this role has to decide.",
    })
  })

  test("in a role that they got after the request", async () => {
    const late = await as("legal")
    const roleSince = new Date(approval.requestedAt.getTime() + 1)
    await database.user.update({ where: { id: late.actor.id }, data: { roleSince } })
    await expect(decide(late)).rejects.toMatchObject({
      code: "forbidden",
      message: "You were not legal yet when this was asked for.",
    })
  })

  test("after they were deactivated, though the page was open", async () => {
    const gone = await as("legal")
    await database.user.update({ where: { id: gone.actor.id }, data: { deactivatedAt: new Date() } })
    await expect(decide(gone)).rejects.toMatchObject({ code: "forbidden" })
  })

  test("by a key, or as Tocsin", async () => {
    const scopes = ["people:read", "incidents:write", "incidents:read"] as const
    const key = { ...legal, actor: { ...legal.actor, scopes } }
    for (const ctx of [key, system]) await expect(decide(ctx)).rejects.toMatchObject({ code: "forbidden" })
  })

  test("from the millisecond on at which it expires", async () => {
    const at = (ms: number) => ({ ...legal, now: () => new Date(approval.expiresAt.getTime() + ms) })
    await expect(decide(at(0))).rejects.toMatchObject({ code: "conflict", message: "This has expired." })
    await decide(at(-1))
    expect(await stored()).toMatchObject({ state: "approved" })
  })

  test.each(["", "not-an-id", "00000000-0000-4000-8000-000000000000"])(
    "what is not there: %j",
    async (id) => {
      const input = { verdict: "approve", shown: approval.digest } as const
      await expect(decideApproval(legal, planned, id, input)).rejects.toMatchObject({ code: "not_found" })
    },
  )
})

describe("lost races", () => {
  const outcomes = async (work: Promise<unknown>[]) =>
    (await Promise.allSettled(work)).filter(({ status }) => status === "fulfilled").length

  test("of two who decide at once, one is told", async () => {
    const both = [decide(legal), decide(otherLegal, refusing)]
    const [one, other] = await Promise.allSettled(both)
    const late = one?.status === "rejected" ? one : other
    expect(late).toMatchObject({ status: "rejected", reason: { code: "conflict" } })
    expect(await outcomes(both)).toBe(1)
    expect(await entries("approval.decide")).toHaveLength(1)
  })

  test("either it is decided or withdrawn, not both", async () => {
    // A withdrawal after the approval is one of what was approved, so the refusal is the one that it contends with.
    expect(await outcomes([decide(legal, refusing), withdrawApproval(security, approval.id)])).toBe(1)
    const told = [...(await entries("approval.decide")), ...(await entries("approval.withdraw"))]
    expect(told).toHaveLength(1)
  })

  test("a second click decides nothing more", async () => {
    await Promise.all([decide(legal), decide(legal)])
    await decide(legal)
    expect(await entries("approval.decide")).toHaveLength(1)
  })
})

describe("on any change what was asked for is void, and the decider told", () => {
  const changes: [string, () => unknown, RegExp][] = [
    [
      "a sentence",
      () => (world.sentences = ["24,701 people will be shown."]),
      /would now be: “24,701 people/,
    ],
    ["one more sentence", () => world.sentences.push("And more."), /would now be: “And more.”/],
    ["the revision", () => (world.revision = 4), /rested on revision 3 and would now rest on revision 4/],
    ["no revision", () => (world.revision = null), /would now rest on no revision/],
    ["a fact", () => (world.facts.digest = "a0"), /What it rests on has changed/],
    ["a fact more", () => (world.facts.more = 1), /What it rests on has changed/],
    ["that it cannot be done", () => (world.isGone = true), /cannot be done: There is no finished revision/],
    ["what lies in the database", () => retitle(), /What it rests on has changed/],
    ["the input", () => reinput(), /no longer what was asked for/],
  ]
  test.each(changes)("%s", async (_, change, told) => {
    await change()
    await expect(decide(legal)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(told),
    })
    expect(await stored()).toMatchObject({
      state: "void",
      decidedBy: null,
      decisionReason: expect.stringMatching(told),
    })
    expect(await entries("approval.decide")).toEqual([])
    const { digest } = approval
    expect(await entries("approval.void")).toMatchObject([
      { actor: legal.actor.id, details: { act: "people.reveal", digest } },
    ])
    await expect(decide(legal), "and stays so").rejects.toMatchObject({ code: "conflict" })
    expect(await entries("approval.void")).toHaveLength(1)
  })

  test("a page that showed another plan", async () => {
    await expect(decide(legal, { shown: "0".repeat(64) })).rejects.toMatchObject({ code: "conflict" })
    expect(await stored()).toMatchObject({ state: "void" })
  })

  test("but what cannot be told just now voids nothing", async () => {
    const away = { ...planned, plan: () => Promise.reject(new Error("the engine is away")) }
    const input = { verdict: "approve", shown: approval.digest } as const
    await expect(decideApproval(legal, away, approval.id, input)).rejects.toThrow("the engine is away")
    expect(await stored()).toMatchObject({ state: "waiting" })
  })

  test("and a refusal is a refusal all the same", async () => {
    world.revision = 4
    await decide(legal, refusing)
    expect(await stored()).toMatchObject({ state: "refused" })
  })

  const retitle = () =>
    database.incident.update({ where: { id: approval.incidentId ?? "" }, data: { title: "Two porches" } })
  const reinput = () =>
    database.approval.update({
      where: { id: approval.id },
      data: { input: { incidentId: approval.incidentId, hours: 9 } },
    })
})

describe("withdrawing", () => {
  test("is for who asked, before it is done, and stands in the trail once", async () => {
    await expect(withdrawApproval(await as("security"), approval.id)).rejects.toMatchObject({
      code: "forbidden",
    })
    await expect(withdrawApproval(await as("auditor"), approval.id)).rejects.toMatchObject({
      code: "forbidden",
    })
    await decide(legal)
    await withdrawApproval(security, approval.id)
    await withdrawApproval(security, approval.id)
    expect(await stored()).toMatchObject({ state: "withdrawn" })
    expect(await entries("approval.withdraw")).toMatchObject([{ actor: security.actor.id }])
    await expect(decide(otherLegal)).rejects.toMatchObject({ code: "conflict" })
  })
})
