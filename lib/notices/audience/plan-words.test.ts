import { expect, test } from "vitest"
import { settingsSchema } from "../schemas.ts"
import type { NoticePlan } from "./plan-shape.ts"
import { planWords } from "./plan-words.ts"

const sender = { name: "Porch", address: "security@porch.example" }
const nobody = { no_address: 0, bad_address: 0, hard_bounced: 0, law_hold: 0, place_unknown: 0, not_told: 0 }
const empty = {
  parts: [],
  people: 1,
  letters: 1,
  skipped: nobody,
  closed: { people: 0, letters: 0 },
  heldPlaces: [],
} as unknown as NoticePlan

function wordsOf(plan: Partial<NoticePlan>, settings: { holdS?: number } = {}): string[] {
  const { pace, ...own } = settingsSchema.parse({ sender, ...settings })
  const run = {
    number: 1,
    settings: { ...own, pace: { ...pace } },
    plannedAt: new Date(0),
    requestedAt: new Date(0),
  }
  return planWords(
    run as Parameters<typeof planWords>[0],
    { ...empty, ...plan },
    { name: "sink", relay: null },
    [],
  )
}

test("where letters leave at once, nothing is said of a time to stop them", () => {
  const isOfHold = (said: string) => said.includes("can still be stopped")
  expect(wordsOf({}, { holdS: 0 }).filter(isOfHold)).toEqual([])
  expect(wordsOf({}, { holdS: 60 }).filter(isOfHold)).toEqual([
    "Nothing leaves in the first 60 s, so that it can still be stopped.",
  ])
})

test.each([
  [1, 1, "1 person on the list has closed the account, and gets a letter."],
  [1, 0, "1 person on the list has closed the account, and gets no letter."],
  [3, 1, "3 people on the list have closed their accounts; 1 of them gets a letter."],
  [1_200, 1_100, "1,200 people on the list have closed their accounts; 1,100 of them get a letter."],
])("%i closed accounts with %i letters are said as people say it", (people, letters, said) => {
  expect(wordsOf({ closed: { people, letters } })).toContain(said)
})

test("who gets no letter is said of one and of several", () => {
  expect(wordsOf({ people: 2, skipped: { ...nobody, no_address: 1 } })).toContain(
    "1 person on the list gets no letter: 1 has no address.",
  )
  expect(wordsOf({ people: 4, skipped: { ...nobody, no_address: 1, law_hold: 2 } })).toContain(
    "3 people on the list get no letter: 1 has no address, 2 are held for an authority.",
  )
})

test("why a group is not told stands in what is approved", () => {
  const part = {
    part: "viewer_only",
    people: 12,
    letters: 0,
    isTold: false,
    why: "policy",
    basis: "",
  } as const
  const said = (notToldReason: string | null) =>
    wordsOf({ parts: [{ ...part, fromRow: 0, toRow: 12, skipped: nobody, closed: 0, notToldReason }] })
  expect(said("They saw a single picture.")).toContain(
    "No letter to viewers of others’ footage (12 people), by decision: They saw a single picture.",
  )
  expect(said(null)).toContain("No letter to viewers of others’ footage (12 people), by decision.")
})
