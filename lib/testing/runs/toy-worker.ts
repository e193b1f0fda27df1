/** A worker of toy runs in a process of its own, which a test may kill. */
import { openSystemContext } from "../../access/open-context.ts"
import { readConfig } from "../../platform/config.ts"
import { openDatabase } from "../../platform/db/client.ts"
import { openHeldLocks } from "../../platform/db/held-lock.ts"
import { engineFor } from "../../platform/engine/with-engine.ts"
import { openMail } from "../../platform/mail.ts"
import { openSecrets } from "../../platform/secrets.ts"
import { workOffPlannedRuns } from "../../runs/work-off-planned-runs.ts"
import { toyUser } from "./toy-user.ts"

const config = readConfig()
const url = config.databaseUrl ?? ""
const ctx = openSystemContext({
  database: openDatabase(url),
  results: { rows: () => Promise.reject(new Error("no results here")), close: async () => {} },
  withEngine: engineFor(config),
  config,
  secret: openSecrets(config),
  sendMail: openMail(config),
})
const stopping = new AbortController()
process.on("SIGTERM", () => stopping.abort())
await workOffPlannedRuns(ctx, [toyUser], openHeldLocks(url), stopping.signal)
process.exit(0)
