/** Holds the imports against the direction rule, and fails when nothing was looked at. */
import { fileURLToPath } from "node:url"
import { cruise } from "./cruise.ts"

const MODULES_MIN = 40

const { status, summary } = cruise(fileURLToPath(new URL("../../", import.meta.url)))
for (const { rule, from, to } of summary.violations) process.stdout.write(`${rule.name}: ${from} → ${to}\n`)
process.stdout.write(`${summary.totalCruised} modules, ${summary.violations.length} forbidden imports\n`)
if (summary.totalCruised < MODULES_MIN)
  process.stdout.write("too few modules were looked at: the check does not work\n")
process.exitCode =
  status === 0 && summary.violations.length === 0 && summary.totalCruised >= MODULES_MIN ? 0 : 1
