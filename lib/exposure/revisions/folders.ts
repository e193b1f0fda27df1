import { join } from "node:path"
import type { Config } from "../../core/config.ts"

/** Where an attempt at a revision puts its result. */
export function attemptFolder(config: Config, incidentId: string, revision: number, attempt: number): string {
  return join(config.dataFolder, "incidents", incidentId, "revisions", `${revision}`, `attempt-${attempt}`)
}

/** Where the accounts of an incident's revisions lie, sorted for look-ups: a folder for each set of inputs. */
export function accountsRoot(config: Config, incidentId: string): string {
  return join(config.dataFolder, "incidents", incidentId, "accounts")
}
