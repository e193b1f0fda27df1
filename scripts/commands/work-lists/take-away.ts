import { createWriteStream, existsSync, mkdirSync, readdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { pipeline } from "node:stream/promises"
import type { Context } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import type { ExternalKind } from "../../../lib/runs/external/external-kind.ts"
import { listWorkLists } from "../../../lib/runs/external/list-work-lists.ts"
import { openListFile } from "../../../lib/runs/external/open-list-file.ts"
import { SIGNED } from "../../../lib/runs/external/settings.ts"

/**
 * The folder that a list goes to, absolute.
 * @throws AppError invalid where something is in it
 */
export function emptyFolder(given: string): string {
  const out = resolve(given)
  if (existsSync(out) && readdirSync(out).length > 0)
    throw new AppError("invalid", `--out: ${given} is not empty`)
  return out
}

/** Each file of a list with its entry: who took it, and that nobody asked to wait meanwhile. */
export async function takeAway(
  ctx: Context,
  kind: ExternalKind,
  runId: string,
  { stretch, files }: { stretch: string; files: readonly { name: string }[] },
  out: string,
): Promise<void> {
  mkdirSync(out, { recursive: true, mode: 0o700 })
  for (const name of [...files.map((file) => file.name), ...SIGNED]) {
    const { pieces } = await openListFile(ctx, kind, runId, stretch, name)
    await pipeline(pieces, createWriteStream(join(out, name), { mode: 0o600 }))
  }
}

/** How to write what was handed out without its list. */
export async function missingLists(ctx: Context, kind: ExternalKind, runId: string): Promise<string> {
  const lists = (await listWorkLists(ctx, kind, runId)).filter(({ files }) => files.length === 0)
  return lists.map(({ stretch }) => `; --again ${stretch} writes a list that is missing`).join("")
}
