import { writeFileSync } from "node:fs"
import type { Reporter, TestModule } from "vitest/node"

/** Ends a test run with a line that any machine can read, `N passed, N failed`, or leaves the counts to who asked for them. */
export default class FinalLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    let passed = 0
    let failed = 0
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === "passed") passed++
        if (state === "failed") failed++
      }
      // A module that could not be loaded holds no tests, but is no success.
      if (module.state() === "failed" && [...module.children.allTests("failed")].length === 0) failed++
    }
    const file = process.env.TOCSIN_TEST_COUNTS
    if (file) writeFileSync(file, JSON.stringify({ passed, failed }))
    else process.on("exit", () => process.stdout.write(`${passed} passed, ${failed} failed\n`))
  }
}
