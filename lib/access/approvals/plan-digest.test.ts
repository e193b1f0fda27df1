import fc from "fast-check"
import { expect, test } from "vitest"
import { canonicalJson } from "../../core/canonical-json.ts"
import { type DigestedPlan, planDigest } from "./plan-digest.ts"

const asked: DigestedPlan = {
  act: "people.reveal",
  input: { incidentId: "01a2", hours: 8, roles: ["owner", "viewer"] },
  incidentId: "01a2",
  approverRole: "legal",
  plan: {
    sentences: ["24,700 people will be shown by name.", "You will see them for 8 hours."],
    revision: 3,
    facts: { digest: "9f", people: 24_700, nested: { none: null } },
  },
}

const changed: [what: string, change: (plan: DigestedPlan) => unknown][] = [
  ["the act", (it) => ({ ...it, act: "trail.forget" })],
  ["the incident", (it) => ({ ...it, incidentId: null })],
  ["the approver's role", (it) => ({ ...it, approverRole: "security" })],
  ["a value of the input", (it) => ({ ...it, input: { ...it.input, hours: 9 } })],
  ["a type in the input", (it) => ({ ...it, input: { ...it.input, hours: "8" } })],
  ["the order of a list", (it) => ({ ...it, input: { ...it.input, roles: ["viewer", "owner"] } })],
  ["one more value", (it) => ({ ...it, input: { ...it.input, more: null } })],
  ["a sentence", (it) => withPlan(it, { sentences: ["24,701 people will be shown by name."] })],
  ["where a sentence ends", (it) => withPlan(it, { sentences: [it.plan.sentences.join("")] })],
  ["the order of sentences", (it) => withPlan(it, { sentences: it.plan.sentences.toReversed() })],
  ["the revision", (it) => withPlan(it, { revision: 4 })],
  ["no revision", (it) => withPlan(it, { revision: null })],
  ["a fact", (it) => withPlan(it, { facts: { ...it.plan.facts, people: 24_701 } })],
  ["a fact within a fact", (it) => withPlan(it, { facts: { ...it.plan.facts, nested: { none: 0 } } })],
]

function withPlan(it: DigestedPlan, plan: Partial<DigestedPlan["plan"]>): DigestedPlan {
  return { ...it, plan: { ...it.plan, ...plan } }
}

test.each(changed)("another digest comes out when %s is another", (_, change) => {
  expect(planDigest(change(asked) as DigestedPlan)).not.toBe(planDigest(asked))
})

test("two values have the same text only when they are the same", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const isSame = canonicalJson(one) === canonicalJson(other)
      expect(isSame).toBe(JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)))
    }),
  )
})

test("the order of names does not count, and the text is JSON of the same value", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed())
      expect(canonicalJson(turned)).toBe(canonicalJson(value))
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test("the digest of a plan stays what it was when it is read back from the database", () => {
  expect(planDigest(asked)).toBe(planDigest(JSON.parse(JSON.stringify(asked))))
  expect(canonicalJson({ b: [1, { d: null, c: "é" }], a: -0 })).toBe('{"a":0,"b":[1,{"c":"é","d":null}]}')
})

/** The same value with names in one order, made in another way than the product does. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== "object") return value === 0 ? 0 : value
  const names = Object.keys(value).sort()
  return ["object", ...names.map((name) => [name, sorted((value as Record<string, unknown>)[name])])]
}
