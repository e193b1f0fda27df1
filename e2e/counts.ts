import { writeFileSync } from "node:fs"
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter"

/** Leaves the counts of a run to who asked for them. */
export default class Counts implements Reporter {
  private readonly outcomes = new Map<string, string>()

  onTestEnd(test: TestCase, _: TestResult): void {
    this.outcomes.set(test.id, test.outcome())
  }

  onEnd(_: FullResult): void {
    const file = process.env.TOCSIN_TEST_COUNTS
    const all = [...this.outcomes.values()]
    const passed = all.filter((one) => one === "expected" || one === "flaky").length
    const failed = all.filter((one) => one === "unexpected").length
    if (file) writeFileSync(file, JSON.stringify({ passed, failed }))
  }
}
