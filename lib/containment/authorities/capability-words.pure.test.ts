import { expect, test } from "vitest"
import type { Capability } from "../../core/session-authority.ts"
import { capabilityInWords, stretchInWords, survivalWords } from "./capability-words.ts"

test.each([
  [0, "0 seconds"],
  [1, "1 second"],
  [45, "45 seconds"],
  [60, "1 minute (60 s)"],
  [90, "90 seconds"],
  [599.2, "10 minutes (600 s)"],
  [601, "601 seconds"],
  [3_600, "1 hour (3600 s)"],
  [5_400, "90 minutes (5400 s)"],
  [172_800, "2 days (172800 s)"],
])("%d s is %s", (seconds, words) => {
  expect(stretchInWords(seconds)).toBe(words)
})

const session: Capability = { kind: "session", effect: "immediate", windowS: 0 }
const opaque: Capability = { kind: "opaque", effect: "immediate", windowS: 2 }
const jwt: Capability = { kind: "jwt", effect: "until_expiry", windowS: 600 }
const offline: Capability = { kind: "offline", effect: "none", windowS: null }
const refresh: Capability = { kind: "refresh", effect: "until_expiry", windowS: null }

test.each([
  [session, "Sessions at the provider end at once"],
  [opaque, "Opaque access tokens end within 2 seconds"],
  [jwt, "JWT access tokens live on for up to 10 minutes (600 s)"],
  [
    { ...jwt, diesByEpoch: true },
    "JWT access tokens live on for up to 10 minutes (600 s), unless a cut-off is set: apps refuse them by it",
  ],
  [offline, "Offline tokens survive: nothing here ends them"],
  [refresh, "Refresh tokens live on until they expire; nobody knows how long that is"],
])("%j: %s", (capability, words) => {
  expect(capabilityInWords(capability)).toBe(words)
})

test("what is not ended is named, and nothing else", () => {
  expect(survivalWords([session, opaque])).toEqual([])
  expect(survivalWords([session, jwt, offline])).toEqual([
    "JWT access tokens live on for up to 10 minutes (600 s).",
    "Offline tokens survive: nothing here ends them.",
  ])
})
