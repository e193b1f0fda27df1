import { readFile } from "node:fs/promises"
import { AppError } from "../../lib/core/errors.ts"
import { figure } from "../../lib/core/figure.ts"
import { printable } from "../../lib/core/printable.ts"
import { readConfig } from "../../lib/platform/config.ts"
import { anchorHeads } from "../../lib/trail/anchor-heads.ts"
import { type Anchored, parseAnchorLines } from "../../lib/trail/anchor-line.ts"
import { brokenLine, type TrailReport, verifyTrail } from "../../lib/trail/verify-trail.ts"
import { withSystemContext } from "../processes/system-context.ts"
import { EXIT } from "../terminal/exit.ts"

interface VerifyTrailOptions {
  anchor: string[]
  json: boolean
}

/** `tocsin trail verify`: names the first broken entry of each chain. Status 1 when there is one. */
export async function verifyTrailCommand({ anchor: files, json }: VerifyTrailOptions): Promise<void> {
  const given: Anchored[] = []
  for (const file of files) given.push(...parseAnchorLines(await contentOf(file), file))
  const report = await withSystemContext(readConfig(), (ctx) => verifyTrail(ctx, given))
  process.stdout.write(
    json ? `${JSON.stringify({ isWhole: isWhole(report), ...report }, null, 2)}\n` : inWords(report),
  )
  if (!isWhole(report)) process.exitCode = EXIT.fault
}

/** `tocsin trail anchor`: gives the ends of all chains outside, whether or not it is due. */
export async function anchorTrailCommand(): Promise<void> {
  const anchored = await withSystemContext(readConfig(), (ctx) => anchorHeads(ctx))
  process.stdout.write(
    anchored
      ? `anchored ${figure(anchored.heads.length)} chains at ${anchored.at} to ${anchored.target}\n`
      : "nothing has happened since the last anchor\n",
  )
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8")
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new AppError("invalid", `--anchor: ${file} cannot be read (${code})`, { cause })
  }
}

function isWhole({ broken }: TrailReport): boolean {
  return broken.length === 0
}

function inWords(report: TrailReport): string {
  const { broken, entries, chains, head, lastAnchor, anchorsGiven } = report
  const lines = [
    ...broken.map(brokenLine),
    isWhole(report)
      ? "The trail is whole."
      : `The trail is broken: ${figure(broken.length)} of ${figure(chains)} chains.`,
    `${figure(entries)} entries read in ${figure(chains)} chains${anchorsGiven === 0 ? "" : `, held against ${figure(anchorsGiven)} anchors from outside`}`,
    head
      ? `head of the installation's chain: ${head.hash} (entry ${figure(head.entries)})`
      : "the installation's chain has no entry",
    lastAnchor
      ? `last anchored at ${lastAnchor.at.toISOString()} to ${lastAnchor.target}`
      : "never anchored outside",
  ]
  return `${lines.map(printable).join("\n")}\n`
}
