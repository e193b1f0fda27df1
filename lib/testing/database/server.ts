import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { openCluster } from "../../platform/db/cluster.ts"
import { migrate } from "../../platform/db/migrate.ts"

declare module "vitest" {
  export interface ProvidedContext {
    /** Of a migrated and empty database, from which each test file makes its own. */
    templateUrl: string
  }
}

/** A real PostgreSQL for all tests of a run, in a folder of its own. */
export default async function startServer({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-test-database-"))
  const cluster = await openCluster(folder)
  await migrate(cluster.url)
  provide("templateUrl", cluster.url)
  return async () => {
    await cluster.release()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
