import { expect, test } from "vitest"
import type { KindProof } from "../../lib/containment/logout/kind-proofs.ts"
import type { LogoutProgress } from "../../lib/containment/logout/logout-progress.ts"
import type { Logout } from "../../lib/containment/logout/logout-run.ts"
import { noCounts } from "../../lib/runs/rules.ts"
import { approvedWords, progressLine, statusJson, statusWords, stepLine } from "./logout-text.ts"

const logout = {
  id: "one",
  standing: "wave",
  phase: "wave",
  wave: 2,
  plan: { waves: [{}, {}, {}, {}] },
  cutoff: new Date("2024-02-16T14:30:00Z"),
  pace: { perSecond: 60 },
  pausedAt: null,
} as unknown as Logout
const states = { ...noCounts(), queued: 1_200, deferred: 3, accepted: 300, rejected: 2, suppressed: 1 }
const progress: LogoutProgress = {
  logout,
  counts: { states, parts: { canary: { ...noCounts(), accepted: 25 }, "wave-001": states } },
  events: [],
  canaries: [],
  sample: { needed: 0, inspected: 0, survivors: 0, expiring: 0, unseen: 0 },
  report: null,
}
const at = new Date("2024-02-16T14:31:02.500Z")

test("a status has a line for each part and one for all, in the words that people use", () => {
  expect(statusWords("INC-7/L2", progress)).toBe(
    [
      "INC-7/L2 logs out a wave (2 of 3)",
      "The cut-off is 2024-02-16 14:30:00 UTC: it is about what was begun before",
      "  part      pending  put off  accepted  failed  left out",
      "  canary          0        0        25       0         0",
      "  wave-001    1,200        3       300       2         1",
      "  all         1,200        3       300       2         1",
      "",
    ].join("\n"),
  )
  expect(progressLine("INC-7/L2", progress)).toBe(
    "INC-7/L2 logs out a wave: 1,200 pending, 3 put off, 300 accepted, 2 failed, 1 left out",
  )
})

test("a pause says why, and nothing in it steers the terminal", () => {
  const paused = { ...logout, standing: "paused", pauseReason: "Logins\u001b[2J fail" } as Logout
  expect(statusWords("INC-7/L2", { ...progress, logout: paused })).toMatch(
    /^INC-7\/L2 is paused: Logins\ufffd\[2J fail\n/,
  )
  const step = {
    id: "1",
    at,
    phase: "gate",
    wave: 2,
    what: "gate",
    isGood: false,
    found: "a\u001b[2J\nb",
  } as const
  expect(stepLine(step)).toBe("14:31:02  gate         ! a\ufffd[2J b")
})

test("what was proved of each kind stands beside what was promised, and gaps are named", () => {
  const kind = { relyingParty: "app", effect: "until_expiry", promisedS: 600, alive: 1, died: 1 } as const
  const report = {
    cutoff: "2024-02-16T14:30:00.000Z",
    counts: { accepted: 300, rejected: 2 },
    kinds: [
      { ...kind, kind: "jwt", before: "yes", dead: "yes", fresh: "error", measuredS: 581.4 },
      {
        ...kind,
        kind: "opaque",
        relyingParty: null,
        before: "not_yet",
        dead: "not_yet",
        fresh: "not_yet",
        measuredS: null,
      },
    ] satisfies KindProof[],
    sample: { needed: 100, inspected: 100, survivors: 0, expiring: 0, unseen: 0 },
    epoch: "none",
    gaps: ["2 subjects could not be logged out"],
  }
  const closed = { ...logout, standing: "closed_with_gaps", phase: "closed_with_gaps" } as Logout
  const told = statusWords("INC-7/L2", { ...progress, logout: closed, report })
  expect(told).toMatch(/jwt +app +yes +yes +not known +581 s \(10 min promised\)/)
  expect(told).toMatch(/opaque +nobody was asked +not known +not known +not known +not measured/)
  expect(told).toMatch(/Not proved, or not so:\n {2}2 subjects could not be logged out\n$/)
  expect(statusJson("INC-7/L2", { ...progress, logout: closed, report }).report?.counts).toMatchObject({
    accepted: 300,
    failed: 2,
    pending: 0,
  })
})

test("an approval says until when, and by whom it is begun", () => {
  expect(approvedWords("INC-7/L2", "kim@example.org", at)).toBe(
    "INC-7/L2 is approved until 2024-02-16T14:31:02.500Z\nNext: scripts/tocsin logout run INC-7/L2 --as kim@example.org\n",
  )
})
