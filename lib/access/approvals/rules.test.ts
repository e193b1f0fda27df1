import { describe, expect, test } from "vitest"
import type { Role } from "../../core/permissions.ts"
import { effectiveState, type Judge, type JudgedApproval, judgeApproval, type Step } from "./rules.ts"

const asked = new Date("2026-03-01T10:00:00Z")
const expires = new Date("2026-03-02T10:00:00Z")
const now = new Date("2026-03-01T12:00:00Z")

const waiting: JudgedApproval = {
  act: "people.reveal",
  state: "waiting",
  approverRole: "legal",
  requestedBy: "asker",
  requestedAt: asked,
  expiresAt: expires,
  emergency: null,
  performedBy: null,
  reviewedAt: null,
}
const approved = { ...waiting, state: "approved" as const }
const performed = { ...waiting, state: "performed" as const, performedBy: "asker" }
const emergency = { ...performed, emergency: "It was three in the morning." }

function judge(id: string, role: Role, roleSince: Date | null = new Date(0)): Judge {
  return { id, role, roleSince }
}
const asker = judge("asker", "security")
const approver = judge("approver", "legal")

type Case = [what: string, approval: JudgedApproval, judge: Judge, allowed: Step[]]
const cases: Case[] = [
  ["the approver of what waits", waiting, approver, ["approve", "refuse"]],
  ["the asker of what waits", waiting, asker, ["withdraw", "breakGlass"]],
  ["the asker, of the approver's role", waiting, judge("asker", "legal"), ["withdraw", "breakGlass"]],
  ["another of the asker's role", waiting, judge("other", "security"), []],
  ["support", waiting, judge("other", "support"), []],
  ["an administrator", waiting, judge("other", "administrator"), []],
  ["an auditor", waiting, judge("other", "auditor"), []],
  ["whoever got the role with the request", waiting, judge("new", "legal", asked), ["approve", "refuse"]],
  ["whoever got the role after it", waiting, judge("new", "legal", new Date(asked.getTime() + 1)), []],
  ["somebody whom nobody knows", waiting, judge("nobody", "legal", null), []],
  ["a key of the approver's role", waiting, { ...approver, scopes: ["people:read"] }, []],
  ["a key with the asker's name", approved, { ...asker, scopes: ["people:read"] }, []],
  ["the asker of what is approved", approved, asker, ["withdraw", "perform"]],
  ["the approver of what is approved", approved, approver, []],
  ["another of the asker's role, of what is approved", approved, judge("other", "security"), []],
  ["the asker in another role", approved, judge("asker", "support"), ["withdraw"]],
  ["the asker of what is done", performed, asker, []],
  ["the approver of what is done", performed, approver, []],
  ["the approver of an emergency", emergency, approver, ["review"]],
  ["whoever broke the glass", emergency, judge("asker", "legal"), []],
  ["security, of an emergency", emergency, judge("other", "security"), []],
  ["the approver of a reviewed emergency", { ...emergency, reviewedAt: now }, approver, []],
  ...(["refused", "withdrawn", "void", "expired"] as const).flatMap((state): Case[] => [
    [`the approver of what is ${state}`, { ...waiting, state }, approver, []],
    [`the asker of what is ${state}`, { ...waiting, state }, asker, []],
  ]),
]

test.each(cases)("%s may do just this", (_, approval, who, allowed) => {
  const steps = Object.entries(judgeApproval(approval, who, now))
  expect(steps.filter(([, { allowed: isAllowed }]) => isAllowed).map(([step]) => step)).toEqual(allowed)
  for (const [, decision] of steps) if (!decision.allowed) expect(decision.reason).toMatch(/^\S.*\.$/)
})

describe("expiry, to the millisecond", () => {
  const last = new Date(expires.getTime() - 1)
  test.each([
    ["waiting", last, "waiting"],
    ["waiting", expires, "expired"],
    ["approved", last, "approved"],
    ["approved", expires, "expired"],
    ["performed", expires, "performed"],
    ["refused", expires, "refused"],
  ] as const)("what is %s is by %s %s", (state, at, effective) => {
    expect(effectiveState({ ...waiting, state }, at)).toBe(effective)
  })

  test("ends every step", () => {
    expect(judgeApproval(waiting, approver, last).approve.allowed).toBe(true)
    expect(judgeApproval(approved, asker, last).perform.allowed).toBe(true)
    for (const approval of [waiting, approved])
      for (const who of [asker, approver])
        expect(Object.values(judgeApproval(approval, who, expires)).filter(({ allowed }) => allowed)).toEqual(
          [],
        )
  })

  test("leaves an emergency to be reviewed", () => {
    const late = new Date(expires.getTime() + 1_000_000_000)
    expect(judgeApproval(emergency, approver, late).review.allowed).toBe(true)
  })
})

test("a refusal says why, and what to do", () => {
  const refused = (approval: JudgedApproval, who: Judge, step: Step, at = now) => {
    const decision = judgeApproval(approval, who, at)[step]
    return decision.allowed ? null : [decision.code, decision.reason]
  }
  expect(refused(waiting, judge("other", "security"), "approve")).toEqual([
    "forbidden",
    "This is for legal; you are signed in as security.",
  ])
  expect(refused(waiting, judge("asker", "legal"), "approve")).toEqual([
    "forbidden",
    "You asked for it: somebody else of this role has to decide.",
  ])
  expect(refused(waiting, asker, "perform")).toEqual(["precondition", "This waits for approval."])
  expect(refused(approved, asker, "perform", expires)).toEqual([
    "conflict",
    "The approval has expired. Ask again.",
  ])
  expect(refused({ ...waiting, act: "people.forgotten" }, asker, "perform")).toEqual([
    "precondition",
    "Tocsin does not know this act any more.",
  ])
})
