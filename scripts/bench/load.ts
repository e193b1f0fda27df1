import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { openContext } from "../../lib/access/open-context.ts"
import type { Context } from "../../lib/core/context.ts"
import { AppError } from "../../lib/core/errors.ts"
import { addEvidence } from "../../lib/evidence/sets/add-evidence.ts"
import { getRun } from "../../lib/exposure/revisions/get-run.ts"
import { requestRevision } from "../../lib/exposure/revisions/request-revision.ts"
import { declareIncident } from "../../lib/incidents/declare-incident.ts"
import { readConfig } from "../../lib/platform/config.ts"
import { buildConsole } from "../processes/build.ts"
import { openInstallationDatabase } from "../processes/database.ts"
import { isFree, supervise } from "../processes/supervise.ts"
import { openResources } from "../processes/system-context.ts"
import { type Click, clickThrough, signIn } from "./clicks.ts"
import { seedClicker } from "./seed-clicker.ts"

const CLICK_EVERY_MS = 3_000
const PORT = 4_720
const PORTS_TRIED = 20
const LOOK_EVERY_MS = 500

export interface LoadBenchOptions {
  sessions: number
  /** How long each phase lasts at least. */
  seconds: number
  /** How much of the incident's ordinary traffic the run reads. */
  scale: number
  onStep: (text: string) => void
}

/** Clicks of one phase. */
export interface LoadPhase {
  name: string
  sessions: number
  clicks: Click[]
}

/**
 * Measures a console of its own under clicks: one session alone, all sessions, and all sessions while a run goes on.
 * @throws AppError unavailable when no port is free or the incident cannot be classified
 */
export async function benchLoad(options: LoadBenchOptions): Promise<LoadPhase[]> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-load-"))
  const config = readConfig({
    ...process.env,
    DATABASE_URL: "",
    TOCSIN_DATA: folder,
    TOCSIN_PORT: String(await freePort()),
  })
  const installation = await openInstallationDatabase(config)
  const resources = openResources(config, installation.url)
  try {
    const login = { email: "clicks@bench.example", password: randomBytes(12).toString("base64url") }
    const actor = await seedClicker(resources, login)
    await buildConsole({ onStart: () => options.onStep("building the pages") })
    const { stop } = await supervise(config, installation)
    try {
      const ctx = openContext(resources, actor)
      const cookies: string[] = []
      // One after the other: many at once would be taken for somebody who guesses.
      for (let nth = 0; nth < options.sessions; nth++) cookies.push(await signIn(config.url, login))
      return await phases(ctx, config.url, cookies, options)
    } finally {
      await stop()
    }
  } finally {
    await resources.close()
    await installation.release()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function phases(
  ctx: Context,
  url: string,
  cookies: readonly string[],
  { seconds, scale, onStep }: LoadBenchOptions,
): Promise<LoadPhase[]> {
  onStep("classifying the incident that will be looked at")
  const evidenceSetId = await declareDrill(ctx, scale)
  await untilOver(ctx, (await requestRevision(ctx, { evidenceSetId, incidentFile: "" })).runId)
  const click = (some: readonly string[], until: Promise<unknown>) =>
    clickThrough({ url, cookies: some, everyMs: CLICK_EVERY_MS, until })
  onStep("one session")
  const alone = await click(cookies.slice(0, 1), wait(seconds * 1_000))
  onStep(`${cookies.length} sessions`)
  const together = await click(cookies, wait(seconds * 1_000))
  onStep(`${cookies.length} sessions while a run goes on`)
  const other = await declareDrill(ctx, scale)
  const { runId } = await requestRevision(ctx, { evidenceSetId: other, incidentFile: "" })
  const running = await click(cookies, untilOver(ctx, runId))
  return [
    { name: "one session", sessions: 1, clicks: alone },
    { name: "all sessions", sessions: cookies.length, clicks: together },
    { name: "all sessions, and a run", sessions: cookies.length, clicks: running },
  ]
}

async function declareDrill(ctx: Context, scale: number): Promise<string> {
  const { id } = await declareIncident(ctx, {
    title: "Thumbnails shown to strangers",
    severity: "high",
    awareAt: "2024-02-16T18:05:00Z",
  })
  return (await addEvidence(ctx, id, { kind: "drill", drill: { scenario: "friday", scale } })).id
}

async function untilOver(ctx: Context, runId: string): Promise<void> {
  for (;;) {
    const { state, reason } = await getRun(ctx, runId)
    if (state === "done") return
    if (state === "failed" || state === "stopped")
      throw new AppError("unavailable", `the incident could not be classified: ${reason ?? state}`)
    await wait(LOOK_EVERY_MS)
  }
}

async function freePort(): Promise<number> {
  for (let port = PORT; port < PORT + PORTS_TRIED; port++) if (await isFree("127.0.0.1", port)) return port
  throw new AppError("unavailable", `no port from ${PORT} on is free`)
}
