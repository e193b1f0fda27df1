import { expect, test } from "vitest"
import { type GateFacts, gateTroubles } from "./gate-rules.ts"

const fine: GateFacts = {
  wave: { unknown: 0, rejected: 0, done: 1_000 },
  survivors: [],
  unseen: [],
  fresh: { isTaken: true, reason: "200" },
  health: { windowS: 60, logins: 500, failedLogins: 20, errors: 0 },
}

test.each<[string, Partial<GateFacts>, RegExp | null]>([
  ["nothing is wrong", {}, null],
  ["nobody counts logins and no canary can be made", { health: null, fresh: null }, null],
  ["an old token lives on", { survivors: ["jwt at app"] }, /Old tokens live on: jwt at app/],
  ["nobody can say whether one is dead", { unseen: ["opaque at app"] }, /Nobody could say/],
  ["people cannot come back", { fresh: { isTaken: false, reason: "503" } }, /not taken: 503/],
  ["one subject is unknown", { wave: { unknown: 1, rejected: 0, done: 1_000 } }, /1 subjects nobody knows/],
  ["four failed of four", { wave: { unknown: 0, rejected: 4, done: 4 } }, null],
  ["five failed of five", { wave: { unknown: 0, rejected: 5, done: 5 } }, /5 of 5 subjects failed/],
  ["a twentieth failed", { wave: { unknown: 0, rejected: 50, done: 1_000 } }, null],
  ["more than a twentieth failed", { wave: { unknown: 0, rejected: 51, done: 1_000 } }, /51 of 1000/],
  [
    "few logins failed, all of them",
    { health: { windowS: 60, logins: 0, failedLogins: 19, errors: 0 } },
    null,
  ],
  [
    "most logins fail",
    { health: { windowS: 60, logins: 9, failedLogins: 11, errors: 0 } },
    /11 of 20 logins/,
  ],
  [
    "the authority meets errors",
    { health: { windowS: 60, logins: 50, failedLogins: 0, errors: 20 } },
    /20 errors/,
  ],
])("%s", (_, change, trouble) => {
  const troubles = gateTroubles({ ...fine, ...change }).map(({ words }) => words)
  if (trouble === null) expect(troubles).toEqual([])
  else expect(troubles).toEqual([expect.stringMatching(trouble)])
})
