/** The worker: runs what the console asks for. Any number of them may share a database. */
import { randomUUID } from "node:crypto"
import { setMaxListeners } from "node:events"
import { openSystemContext } from "../../lib/access/open-context.ts"
import { keepForgettingReveals } from "../../lib/exposure/identities/forget-past-reveals.ts"
import { workOffRuns } from "../../lib/exposure/revisions/work-off-runs.ts"
import { readConfig } from "../../lib/platform/config.ts"
import { openLog } from "../../lib/platform/log.ts"
import { openOutgoing } from "../../lib/platform/outgoing.ts"
import { keepTrail } from "../../lib/trail/keep-trail.ts"
import { deliverWebhooks } from "../../lib/webhooks/deliver-webhooks.ts"
import { exitWith } from "../terminal/exit.ts"
import { workForContainment } from "./containment-tools.ts"
import { databaseUrlOf } from "./database.ts"
import { workForNotices } from "./notice-tools.ts"
import { workForRuns } from "./run-tools.ts"
import { startAttempt } from "./start-attempt.ts"
import { openResources } from "./system-context.ts"

const stopping = new AbortController()
// Each loop of the worker waits for it; Node takes more than ten for a leak.
setMaxListeners(100, stopping.signal)
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stopping.abort())
// A supervisor that is gone takes its worker with it.
process.on("disconnect", () => stopping.abort())
// A terminal that was closed takes no more text; the run must be ended all the same.
process.stderr.on("error", () => {})

try {
  const config = readConfig()
  const log = openLog("worker", config)
  const databaseUrl = databaseUrlOf(config)
  const resources = openResources(config, databaseUrl)
  const ctx = openSystemContext({ ...resources, log })
  const tell = (message: string) => void process.stderr.write(`worker: ${message}\n`)
  log.info("worker.started")
  const { signal } = stopping
  await Promise.all([
    workOffRuns(ctx, randomUUID(), startAttempt, signal),
    workForRuns(ctx, databaseUrl, signal),
    workForNotices(ctx, signal),
    workForContainment(ctx, signal),
    keepTrail(ctx, tell, signal),
    keepForgettingReveals(ctx, signal),
    deliverWebhooks(ctx, openOutgoing(config), signal),
  ])
  await resources.close()
  log.info("worker.stopped")
  process.exit(0)
} catch (error) {
  exitWith(error)
}
