import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export interface Cruise {
  status: number | null
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] }
}

/** Looks at the imports below a folder that is laid out as this repository is. */
export function cruise(folder: string): Cruise {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      "--require",
      fileURLToPath(new URL("./parse-tsx.cjs", import.meta.url)),
      fileURLToPath(
        new URL("../../node_modules/dependency-cruiser/bin/dependency-cruise.mjs", import.meta.url),
      ),
      "--config",
      fileURLToPath(new URL("../../.dependency-cruiser.cjs", import.meta.url)),
      "--output-type",
      "json",
      ...["app", "lib", "scripts"].filter((name) => existsSync(join(folder, name))),
    ],
    { cwd: folder, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 },
  )
  if (!stdout.startsWith("{")) throw new Error(`dependency-cruiser gave no report: ${stderr}`)
  return { status, summary: (JSON.parse(stdout) as Cruise).summary }
}
