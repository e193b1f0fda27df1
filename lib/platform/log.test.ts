import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const root = fileURLToPath(new URL("../../", import.meta.url))
const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"))

/** What a process that logs has told on its standard error. */
function told(form: "json" | "text" | "off", work: string): string {
  const program = `
    import { openLog } from "./lib/platform/log.ts"
    const log = openLog("worker", { log: "${form}" })
    ${work}
    process.exit(0)`
  const args = ["--import", "tsx", "--input-type=module", "--eval", program]
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" }).stderr
}

const WORK = `
  log.info("worker.started")
  const error = Object.assign(new TypeError("no account anna@example.org"), { code: "ECONNREFUSED" })
  log.error("worker.waits", { error, email: "anna@example.org" })`

test("JSON is one object a line, written before the process ends, without what was typed", () => {
  const lines = told("json", WORK)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
  expect(lines).toEqual([
    { level: "info", time: expect.any(String), process: "worker", version, event: "worker.started" },
    {
      level: "error",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      process: "worker",
      version,
      event: "worker.waits",
      name: "TypeError",
      code: "ECONNREFUSED",
    },
  ])
})

test("text tells people what is out of order, in a line", () => {
  expect(told("text", WORK)).toBe(
    "tocsin: the worker cannot work just now, and tries again (TypeError ECONNREFUSED)\n",
  )
})

test("off tells nothing", () => {
  expect(told("off", WORK)).toBe("")
})
