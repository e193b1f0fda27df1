import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { request } from "@playwright/test"
import { readConfig } from "../lib/platform/config.ts"
import { openInstallationDatabase } from "../scripts/processes/database.ts"
import { supervise } from "../scripts/processes/supervise.ts"
import { sessionFile, watchedLogs } from "./installation.ts"
import { emailOf, PASSWORD, people } from "./people.ts"
import { seed } from "./seed.ts"

const SIGN_IN_MS_MAX = 120_000

/** Starts a console of its own for the journeys, with people and replayed incidents in it, and stops it after them. */
export default async function openConsole(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-journeys-"))
  // The console's processes take their settings from the environment, the tests where its data lies.
  Object.assign(process.env, {
    TOCSIN_ENGINE_MEMORY_MIB: "1024",
    // Receivers of webhooks that a journey starts.
    TOCSIN_OUTGOING_HOSTS: "127.0.0.1",
    TOCSIN_EVIDENCE: watchedLogs(folder),
    TOCSIN_TEST_DATA: folder,
    TOCSIN_TEST_SUPERVISOR: String(process.pid),
  })
  const config = readConfig({
    ...process.env,
    DATABASE_URL: "",
    TOCSIN_DATA: folder,
    TOCSIN_PORT: process.env.TOCSIN_TEST_PORT ?? "4690",
  })
  const installation = await openInstallationDatabase(config)
  process.env.TOCSIN_TEST_DATABASE = installation.url
  await seed(installation.url, config)
  const { stop } = await supervise(config, installation, undefined, { withIdentityProvider: true })
  await signEverybodyIn(config.url, folder)
  return async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Signs each person in once; their journeys take up the session. */
export async function signEverybodyIn(url: string, folder: string): Promise<void> {
  for (const person of people) {
    const browser = await request.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } })
    const answer = await browser.post("/api/sign-in", {
      // The first page after a start waits, on a machine that is busy, for half a minute.
      timeout: SIGN_IN_MS_MAX,
      form: { email: emailOf(person), password: PASSWORD },
    })
    if (!answer.ok() || answer.url().includes("/sign-in"))
      throw new Error(`${person} could not sign in: ${answer.status()} ${answer.url()}`)
    await browser.storageState({ path: sessionFile(person, folder) })
    await browser.dispose()
  }
}
