/**
 * `npm run test:integrations`: the adapters of programs that are too large for `npm test`, on the real ones. Needs Java 17
 * and Maven. TOCSIN_INTEGRATION_USERS makes it smaller. Ends with `N passed, N failed`.
 */
import { z } from "zod"
import { AppError } from "../lib/core/errors.ts"
import { Checks } from "./integrations/checks.ts"
import { checkKeycloak } from "./integrations/keycloak/check-keycloak.ts"
import { requireTools } from "./integrations/tools.ts"

const USERS = 10_000

function usersOf(text = String(USERS)): number {
  const users = z.coerce.number().int().min(10).max(100_000).safeParse(text)
  if (users.success) return users.data
  throw new AppError("invalid", `TOCSIN_INTEGRATION_USERS is ${text}: give a number from 10 to 100000`)
}

const checks = new Checks()
// Ending by `exit` also ends what was started: see keycloak-server.ts.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130))
try {
  requireTools()
  const users = usersOf(process.env.TOCSIN_INTEGRATION_USERS)
  await checks.section("Keycloak", () => checkKeycloak(users, checks))
} catch (trouble) {
  if (!(trouble instanceof AppError)) throw trouble
  process.stderr.write(`${trouble.message}\n`)
  checks.failed++
}
process.stdout.write(`\n${checks.passed} passed, ${checks.failed} failed\n`)
process.exitCode = checks.failed > 0 ? 1 : 0
