import { join } from "node:path"
import type { Config } from "../../core/config.ts"

interface Located {
  id: string
  incidentId: string
  folder: string | null
}

/** Where the files of an evidence set lie: in their own folder, or in the data folder. */
export function evidenceFolder(config: Config, set: Located): string {
  return set.folder ?? join(config.dataFolder, "incidents", set.incidentId, "evidence", set.id)
}

/** The folders out of which nothing that the set's incident file names may lead. */
export function confinementOf(config: Config, set: Located): string[] {
  const own = evidenceFolder(config, set)
  return set.folder === null ? [own] : [own, ...config.evidenceFolders]
}
