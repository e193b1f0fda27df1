import { expect, test } from "vitest"
import type { AuthorityLimits, Capability } from "../../core/session-authority.ts"
import { BATCH_MAX } from "../../runs/pace.ts"
import { canaryTargets, effectOn, effectsOf, isOfTarget, longestKnownS, longestWindowS } from "./effects.ts"
import { leftBefore } from "./has-before.ts"
import { paceForLogins } from "./pace-for-logins.ts"
import { isOver, type LogoutPhase, mayAdvance, type Standing, type Stands, standingOf } from "./rules.ts"

const phases: LogoutPhase[] = [
  "containing",
  "canary_wave",
  "gate",
  "wave",
  "verifying",
  "settling",
  "closed",
  "closed_with_gaps",
  "aborted",
]

test("a logout goes no other way than this", () => {
  const ways = phases.flatMap((from) =>
    phases.filter((to) => mayAdvance(from, to)).map((to) => `${from} ${to}`),
  )
  expect(ways).toEqual([
    "containing canary_wave",
    "containing aborted",
    "canary_wave gate",
    "canary_wave aborted",
    "gate wave",
    "gate verifying",
    "gate aborted",
    "wave gate",
    "wave aborted",
    "verifying wave",
    "verifying settling",
    "verifying aborted",
    "settling closed",
    "settling closed_with_gaps",
    "settling aborted",
  ])
  expect(phases.filter(isOver)).toEqual(["closed", "closed_with_gaps", "aborted"])
})

test.each<[Stands, Standing]>([
  [{ state: "planning", phase: null, approval: null }, "planning"],
  [{ state: "failed", phase: null, approval: null }, "failed"],
  [{ state: "planned", phase: null, approval: null }, "dry_run"],
  [{ state: "planned", phase: null, approval: "other" }, "dry_run"],
  [{ state: "planned", phase: null, approval: "waiting" }, "awaiting_approval"],
  [{ state: "planned", phase: null, approval: "approved" }, "armed"],
  [{ state: "planned", phase: null, approval: "expired" }, "expired"],
  [{ state: "stopped", phase: null, approval: null }, "aborted"],
  [{ state: "running", phase: "gate", approval: "other" }, "gate"],
  [{ state: "paused", phase: "gate", approval: "other" }, "paused"],
  [{ state: "stopped", phase: "aborted", approval: "other" }, "aborted"],
  [{ state: "finished", phase: "closed", approval: "other" }, "closed"],
])("%j stands as %s", (stands, standing) => {
  expect(standingOf(stands)).toBe(standing)
})

const unbounded: AuthorityLimits = { perSecond: 1_000_000, burst: 1, bulkMax: 1 }

test("with any number of possible logins no second has more than 0.8 of them", () => {
  for (let possible = 1; possible <= 12_000; possible = Math.ceil(possible * 1.1)) {
    for (const each of [1, 1.7, 4]) {
      const pace = paceForLogins(possible, each, unbounded)
      if (pace === null) continue
      const batch = Math.min(BATCH_MAX, Math.max(1, Math.round(pace.perSecond / 4)))
      expect((pace.perSecond + batch) * each, `${possible} ${each}`).toBeLessThanOrEqual(0.8 * possible)
    }
  }
})

test("where not even one a second may come back there is no pace; nobody is asked for more than the authority takes", () => {
  expect(paceForLogins(1, 1, unbounded)).toBeNull()
  expect(paceForLogins(10, 20, unbounded)).toBeNull()
  expect(paceForLogins(1_000, 1, { ...unbounded, perSecond: 35 })).toEqual({ perSecond: 35 })
  expect(paceForLogins(1_000, 1, unbounded)).toEqual({ perSecond: 775 })
})

const jwt: Capability = { kind: "jwt", effect: "until_expiry", windowS: 600, diesByEpoch: true }
const capabilities: Capability[] = [
  { kind: "session", effect: "immediate", windowS: 0 },
  jwt,
  { ...jwt, relyingParty: "archive", diesByEpoch: false },
  { kind: "offline", effect: "none", windowS: null },
]

test("what apps refuse by a cut-off dies at once where one is set, at those apps alone", () => {
  const without = { capabilities, epoch: { mode: "none", beyond: 0 } } as const
  const withOne = { capabilities, epoch: { mode: "subject", beyond: 0 } } as const
  expect(effectsOf(without).map(({ effect }) => effect)).toEqual([
    "immediate",
    "until_expiry",
    "until_expiry",
    "none",
  ])
  expect(effectsOf(withOne).map(({ effect }) => effect)).toEqual([
    "immediate",
    "immediate",
    "until_expiry",
    "none",
  ])
  expect(effectOn(withOne, { kind: "jwt", relyingParty: "archive" })?.effect).toBe("until_expiry")
  expect(effectOn(withOne, { kind: "jwt", relyingParty: "app" })?.effect).toBe("immediate")
  expect(effectOn(withOne, { kind: "opaque", relyingParty: "app" })).toBeNull()
})

test("one waits for the longest window of what dies; where nobody knows one, nobody knows", () => {
  const of = (...some: Capability[]) =>
    longestWindowS(effectsOf({ capabilities: some, epoch: { mode: "none", beyond: 0 } }))
  expect(of()).toBe(0)
  expect(of(...capabilities)).toBe(600)
  expect(of(jwt, { kind: "refresh", effect: "until_expiry", windowS: null })).toBeNull()
  const some: Capability[] = [jwt, { kind: "refresh", effect: "until_expiry", windowS: null }]
  expect(longestKnownS(effectsOf({ capabilities: some, epoch: { mode: "none", beyond: 0 } }))).toBe(600)
})

test("a canary is made of each kind at each app of which one can be", () => {
  const targets = canaryTargets({ capabilities, canaryKinds: ["session", "jwt"] })
  expect(targets).toEqual([
    { kind: "session", relyingParty: null },
    { kind: "jwt", relyingParty: null },
    { kind: "jwt", relyingParty: "archive" },
  ])
  const at = (relyingParty: string) => ({ kind: "jwt", relyingParty })
  expect(targets.map((target) => isOfTarget(target, at("archive")))).toEqual([false, true, true])
  expect(targets.map((target) => isOfTarget(target, at("app")))).toEqual([false, true, false])
})

test("before the cut-off is what was begun before it, to the moment; what only expires cannot be ended", () => {
  const cutoff = new Date("2024-02-16T18:05:00Z")
  const begun = (kind: "session" | "jwt" | "offline" | "offline", ms: number) => ({
    kind,
    startedAt: new Date(cutoff.getTime() + ms),
    lastUsedAt: null,
    expiresAt: null,
  })
  const left = (sessions: ReturnType<typeof begun>[], some = capabilities) => {
    const { survivors, lingering } = leftBefore({ sessions }, cutoff, { capabilities: some })
    return [survivors.length, lingering.length]
  }
  expect(left([begun("session", -1), begun("session", 0)])).toEqual([1, 0])
  expect(left([begun("session", 0), begun("session", 5)])).toEqual([0, 0])
  expect(left([begun("jwt", -1), begun("offline", -1)])).toEqual([0, 2])
  expect(left([begun("jwt", -1)], [{ kind: "jwt", effect: "immediate", windowS: 0 }])).toEqual([1, 0])
})
