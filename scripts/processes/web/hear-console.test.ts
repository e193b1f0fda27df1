import { afterAll, expect, test } from "vitest"
import type { LogFields } from "../../../lib/core/log.ts"
import { hearConsole } from "./hear-console.ts"
import { withRequest } from "./request-id.ts"

const real = { ...console }
afterAll(() => Object.assign(console, real))

test("what Next tells the console reaches the log as an error of a request, and texts reach nobody", async () => {
  const told: [event: string, fields: LogFields][] = []
  const tell = (event: string, fields: LogFields = {}) => void told.push([event, fields])
  hearConsole({ info: tell, warn: tell, error: tell })
  const error = new TypeError("no account anna@example.org")
  await withRequest("01a2000e-3c67-779b-bf82-c50edffd99e7", async () => {
    await Promise.resolve()
    console.error("⨯", error)
    console.error(error)
    console.error("anna@example.org")
  })
  console.warn("anna@example.org")
  console.log("anna@example.org")
  Object.assign(console, real)
  const request = "01a2000e-3c67-779b-bf82-c50edffd99e7"
  expect(told).toEqual([
    ["request.failed", { error, request }],
    ["web.told", { request }],
  ])
})
