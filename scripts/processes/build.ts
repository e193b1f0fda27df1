import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { AppError } from "../../lib/core/errors.ts"
import { alone } from "../../lib/platform/alone.ts"
import { projectRoot } from "../../lib/platform/config.ts"

const build = join(projectRoot, ".next")
const mark = join(build, "tocsin-sources")
const BUILD_MS_MAX = 600_000

/** Which file runs Next's command line. */
export const nextCommand = createRequire(import.meta.url).resolve("next/dist/bin/next")

export interface BuildOptions {
  onStart?: () => void
  /** Ends the build. */
  signal?: AbortSignal
}

/**
 * Builds the console's pages, unless those that are there were built from today's sources; of several processes that
 * need them at once, one builds.
 * @throws AppError unavailable when they cannot be built, and the signal's reason
 */
export async function buildConsole({ onStart = () => {}, signal }: BuildOptions = {}): Promise<void> {
  if (isBuilt()) return
  signal?.throwIfAborted()
  onStart()
  const lock = join(build, "cache", "tocsin-build.lock")
  await alone(
    lock,
    async () => {
      signal?.throwIfAborted()
      if (isBuilt()) return
      rmSync(mark, { force: true })
      const sources = sourcesDigest()
      await runNext(["build"], signal)
      writeFileSync(mark, sources)
    },
    BUILD_MS_MAX,
  )
}

function isBuilt(): boolean {
  return existsSync(mark) && readFileSync(mark, "utf8") === sourcesDigest()
}

function runNext(args: string[], signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const output: Buffer[] = []
    const program = fileURLToPath(new URL("./build-child.ts", import.meta.url))
    const child = spawn(process.execPath, ["--import", "tsx", program, ...args], {
      cwd: projectRoot,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      // The channel tells the build when we are gone.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    })
    const end = () => child.kill("SIGTERM")
    signal?.addEventListener("abort", end, { once: true })
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => output.push(chunk))
    child.on("error", reject)
    child.on("close", (code) => {
      signal?.removeEventListener("abort", end)
      if (signal?.aborted) return reject(signal.reason)
      if (code === 0) return resolve()
      process.stderr.write(Buffer.concat(output))
      reject(new AppError("unavailable", "the pages could not be built; why stands above"))
    })
  })
}

/** Changes whenever anything changes that the pages are made of. */
function sourcesDigest(): string {
  const hash = createHash("sha256")
  const files = [
    "app",
    "lib",
    "emails",
    "prisma/schema.prisma",
    "next.config.js",
    "package-lock.json",
  ].flatMap(filesOf)
  for (const file of files.sort()) {
    if (/\.test\.tsx?$/.test(file)) continue
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(projectRoot, file)))
      .update("\0")
  }
  return hash.digest("hex")
}

function filesOf(path: string): string[] {
  const place = join(projectRoot, path)
  if (!existsSync(place)) return []
  const entries = readdirSyncOrNull(place)
  return entries === null ? [path] : entries.flatMap((name) => filesOf(join(path, name)))
}

function readdirSyncOrNull(place: string): string[] | null {
  try {
    return readdirSync(place)
  } catch {
    return null
  }
}
