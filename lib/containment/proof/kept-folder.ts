import { join } from "node:path"
import type { Config } from "../../core/config.ts"

/** Where files of a watched log lie as they were taken in: beside what engines spill, for all of it can be made again. */
export function keptFolder({ dataFolder }: Pick<Config, "dataFolder">, watchId: string): string {
  return join(dataFolder, "spill", `watch-${watchId}`)
}
