import fc from "fast-check"
import { expect, test } from "vitest"
import { redact } from "../../../lib/core/log.ts"
import { routeTeller } from "./route-of.ts"

const ID = "01a2000e-3c67-779b-bf82-c50edffd99e7"
const routes = [
  "/",
  "/incidents/new",
  "/incidents/[incident]",
  "/incidents/[incident]/people/[account]",
  "/incidents/[incident]/runs/[run]",
  "/api/evidence/[set]/files/[name]",
  "/invitation/[token]",
  "/icon.svg",
]
const routeOf = routeTeller(routes)

test.each([
  ["/", "/"],
  ["/incidents/new", "/incidents/new"],
  ["/incidents/INC-12", "/incidents/INC-12"],
  ["/incidents/anna", "/incidents/[incident]"],
  ["/incidents/INC-12/people/u00000001", "/incidents/INC-12/people/[account]"],
  [`/incidents/INC-12/people/${ID}`, "/incidents/INC-12/people/[account]"],
  ["/incidents/INC-12/people/17", "/incidents/INC-12/people/[account]"],
  [`/incidents/INC-12/runs/${ID}`, `/incidents/INC-12/runs/${ID}`],
  [`/api/evidence/${ID}/files/anna.csv`, `/api/evidence/${ID}/files/[name]`],
  ["/invitation/Zm9vYmFy", "/invitation/[token]"],
  ["/_next/static/chunks/a.js", "/_next/static"],
  ["/anna@example.org", "(none)"],
  ["/incidents/INC-12/people/", "(none)"],
  ["", "(none)"],
])("of %s the log tells %s", (path, route) => {
  expect(routeOf(path)).toBe(route)
  expect(redact({ route })).toEqual({ route })
})

test("nothing that stands in an address comes through but numbers and ids in their places", () => {
  fc.assert(
    fc.property(fc.webPath({ size: "large" }), fc.string({ unit: "binary" }), (path, text) => {
      const words = new Set(routes.flatMap((route) => route.split("/")).concat("(none)", "_next", "static"))
      for (const asked of [path, `/incidents/INC-1/people/${encodeURIComponent(text)}`, text])
        for (const part of routeOf(asked).split("/"))
          expect(words.has(part) || /^(?:INC-)?\d{1,9}$/.test(part)).toBe(true)
    }),
  )
})
