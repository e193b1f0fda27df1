/**
 * `npm test`: all that a fresh machine can run. Checks, tests of the library on real engines and databases, then the
 * journeys in a browser against the production build. Ends with `N passed, N failed`.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { buildConsole } from "./processes/build.ts"

const folder = mkdtempSync(join(tmpdir(), "tocsin-test-counts-"))
let passed = 0
let failed = 0
let status = 0

/** Runs a program with its output in sight; what it counted adds up. */
function run(command: string, args: string[], counts?: string): void {
  const file = join(folder, counts ?? "none")
  const ended = spawnSync(command, args, {
    stdio: "inherit",
    env: { ...process.env, TOCSIN_TEST_COUNTS: file },
  })
  if (ended.status !== 0) status = 1
  if (counts === undefined) return
  try {
    const told = JSON.parse(readFileSync(file, "utf8")) as { passed: number; failed: number }
    passed += told.passed
    failed += told.failed
  } catch {
    failed++ // It ended before it could count.
  }
}

try {
  run("npm", ["run", "--silent", "check"])
  if (status === 0) run("npx", ["--no-install", "vitest", "run"], "library")
  if (status === 0) {
    process.stdout.write("\nBuilding the pages …\n")
    await buildConsole()
    run("npx", ["--no-install", "playwright", "test", "--config", "e2e/playwright.config.ts"], "journeys")
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  failed++
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (status !== 0 && failed === 0) failed++
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 ? 1 : 0
