import fc from "fast-check"
import { expect, test } from "vitest"
import type { LetterOutcome, OutgoingLetter } from "../../core/letter-transport.ts"
import { readRelayUrl } from "../../core/relay.ts"
import { type RelayAnswer, type RelayStep, scriptedRelay } from "../../testing/scripted-relay.ts"
import { openPool, usualBounds } from "./connection-pool.ts"

const relay = await scriptedRelay()
const extensions = [...relay.extensions]
const LETTERS = 60

const answers: RelayAnswer[] = [
  { die: true },
  { hang: true },
  "250 ok",
  "250 ok\r\n250 ok",
  "354 go on",
  "354 go on\r\n250 ok",
  "220 hello",
  "250-ok\r\n550 no",
  "450 4.2.1 later",
  "421 4.3.2 bye",
  "550 5.1.1 no",
  "503 5.5.1 not now",
  "very well",
  "",
  "250-never",
]
/** More often where it matters. */
const steps: RelayStep[] = [
  "greeting",
  "ehlo",
  "mail",
  "rcpt",
  "data",
  "body",
  "rset",
  "dot",
  "dot",
  "dot",
  "dot",
]
const misdeed = fc.record({
  step: fc.constantFrom(...steps),
  answer: fc.constantFrom(...answers),
  every: fc.integer({ min: 1, max: 9 }),
})

function letter(nth: number): OutgoingLetter {
  const message = Buffer.from(`Subject: ${nth}\r\n\r\n${"x".repeat(70)}\r\n`.repeat(1 + (nth % 40)))
  return {
    token: `t${nth}`,
    from: `bounce+t${nth}@example.org`,
    to: `p${nth}@example.net`,
    message,
    isUtf8: false,
  }
}

/** What a relay that has all of a letter says then. */
const saidAt = new Map<string, RelayAnswer>()

test("whatever a relay does, what is said of a letter is true, and none comes twice", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(misdeed, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (misdeeds, isPipelined) => {
        Object.assign(relay, { taken: [], said: [], connections: 0 })
        relay.extensions = extensions.filter((one) => isPipelined || one !== "PIPELINING")
        saidAt.clear()
        let count = 0
        relay.answer = (step) => {
          count += 1
          const answer = misdeeds.find((one) => one.step === step && count % one.every === 0)?.answer
          if (step === "dot") saidAt.set(tokenIn(relay.taken.at(-1)?.mail), answer)
          return answer
        }
        const pool = openPool(readRelayUrl(`smtp://127.0.0.1:${relay.port}`), {
          ...usualBounds,
          connections: 5,
          connectMs: 40,
          letterMs: 40,
          endMs: 40,
        })
        const lease = { until: Infinity, over: new AbortController().signal }
        const outcomes = await Promise.all(
          Array.from({ length: LETTERS }, (_, nth) => pool.send(letter(nth), lease)),
        )
        await pool.close()
        const whole = relay.taken.filter(({ rcpt }) => rcpt !== "").map(({ mail }) => tokenIn(mail))
        expect(new Set(whole).size).toBe(whole.length)
        for (const [nth, outcome] of outcomes.entries()) judge(`t${nth}`, outcome, whole.includes(`t${nth}`))
      },
    ),
    { numRuns: 60 },
  )
})

function tokenIn(mail = ""): string {
  return /bounce\+(t\d+)@/.exec(mail)?.[1] ?? ""
}

/** What the relay knows of a letter, and what was said of it. */
function judge(token: string, { state, reason }: LetterOutcome, isWhole: boolean): void {
  const said = saidAt.get(token)
  const text = typeof said === "string" ? said : ""
  const what = `${token}: ${state} (${reason}), whole: ${isWhole}, said: ${JSON.stringify(said)}`
  if (state === "accepted")
    expect(isWhole && (said === undefined || text.startsWith("250 ok")), what).toBe(true)
  // It was refused in so many words, or its end never left.
  else if (state === "deferred") expect(!isWhole || /^4\d\d /.test(text), what).toBe(true)
  else if (state === "rejected") expect(!isWhole || /^5\d\d /.test(text), what).toBe(true)
  // Whoever was too slow for this test may have said anything.
  else if (!reason.includes("did not answer")) expect(/^(250 ok$|[45]\d\d )/.test(text), what).toBe(false)
}
