import { expect, test } from "vitest"
import { kindProofs } from "./kind-proofs.ts"

const effects = [{ kind: "opaque", relyingParty: null, effect: "immediate", windowS: 0 }] as const
const at = (second: number) => new Date(Date.UTC(2024, 1, 16, 12, 0, second))
const probe = (point: string, verdict: string, second = 0) => ({ point, verdict, at: at(second), reason: "" })

function canary(
  role: string,
  probes: ReturnType<typeof probe>[],
  endedAt: Date | null = at(0),
  mintedAt = at(role === "fresh" ? 1 : -9),
) {
  return { kind: "opaque", relyingParty: "the app", role, mintedAt, endedAt, probes }
}

test.each([
  ["nothing was made", [], "not_yet", "not_yet"],
  [
    "it lives and its turn has not come",
    [canary("early", [probe("before", "alive")], null)],
    "yes",
    "not_yet",
  ],
  ["it was dead before", [canary("early", [probe("before", "dead")])], "no", "not_yet"],
  [
    "one is dead and the other's turn has not come",
    [
      canary("early", [probe("before", "alive"), probe("after", "dead")]),
      canary("late", [probe("before", "alive")]),
    ],
    "yes",
    "not_yet",
  ],
  [
    "nobody could say",
    [canary("early", [probe("before", "alive"), probe("after", "error")])],
    "yes",
    "error",
  ],
  ["it lives on", [canary("early", [probe("before", "alive"), probe("after", "alive")])], "yes", "no"],
  ["it is dead", [canary("early", [probe("before", "alive"), probe("after", "dead")])], "yes", "yes"],
])("%s", (_, canaries, before, dead) => {
  expect(kindProofs(effects, canaries)).toMatchObject([{ before, dead }])
})

test("the longest that one was not seen dead is measured, and a fresh one is not among them", () => {
  const canaries = [
    canary("early", [probe("before", "alive"), probe("after", "alive", 1), probe("after", "dead", 2)]),
    canary("late", [probe("before", "alive"), probe("after", "dead", 5)]),
    canary("fresh", [probe("after", "alive", 9)], null),
  ]
  expect(kindProofs(effects, canaries)).toMatchObject([{ measuredS: 5, alive: 2, died: 2, fresh: "yes" }])
})

test("a fresh one says something only if it was made when the last account was ended", () => {
  const canaries = [
    canary("early", [probe("before", "alive"), probe("after", "dead", 2)], at(1)),
    canary("fresh", [probe("after", "alive", 9)], null, at(5)),
    canary("late", [probe("before", "alive"), probe("after", "dead", 12)], at(10)),
  ]
  expect(kindProofs(effects, canaries)).toMatchObject([{ fresh: "not_yet" }])
  const later = [...canaries, canary("fresh", [probe("after", "alive", 20)], null, at(15))]
  expect(kindProofs(effects, later)).toMatchObject([{ fresh: "yes" }])
})

test("how long one lived on is measured where all were seen dead", () => {
  const canaries = [
    canary("early", [probe("before", "alive"), probe("after", "dead", 2)]),
    canary("late", [probe("before", "alive"), probe("after", "alive", 5)]),
  ]
  expect(kindProofs(effects, canaries)).toMatchObject([{ dead: "no", died: 1, measuredS: null }])
})

test("each app that takes a kind has a line of its own", () => {
  const canaries = ["one", "other"].map((relyingParty) => ({
    ...canary("early", [probe("before", "alive")]),
    relyingParty,
  }))
  expect(kindProofs(effects, canaries).map(({ relyingParty }) => relyingParty)).toEqual(["one", "other"])
})

test("an app with a window of its own is judged by that one", () => {
  const own = { kind: "opaque", relyingParty: "other", effect: "until_expiry", windowS: 60 } as const
  const canaries = ["one", "other"].map((relyingParty) => ({
    ...canary("early", [probe("before", "alive")]),
    relyingParty,
  }))
  expect(kindProofs([...effects, own], canaries)).toMatchObject([
    { relyingParty: "one", promisedS: 0 },
    { relyingParty: "other", promisedS: 60 },
  ])
})
