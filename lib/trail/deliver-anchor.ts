import { open } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import type { Context } from "../core/context.ts"
import { AppError } from "../core/errors.ts"

/** Gives the line of an anchor to whoever `TOCSIN_TRAIL_ANCHOR` names. @throws AppError unavailable where that fails */
export async function deliverAnchor(ctx: Context, target: string, line: string, at: Date): Promise<void> {
  if (target.startsWith("file:")) return await appendLine(fileOf(target), line)
  await ctx.sendMail({
    to: addressOf(target),
    subject: `Tocsin: the trail up to ${at.toISOString()}`,
    text: mailText(ctx.config.url, line),
  })
}

function fileOf(target: string): string {
  try {
    return fileURLToPath(target)
  } catch (cause) {
    throw new AppError("precondition", `TOCSIN_TRAIL_ANCHOR: ${target} is no file of this machine`, { cause })
  }
}

/** The address alone: what else such an address may hold, such as other recipients, is left. */
function addressOf(target: string): string {
  const [address = ""] = target.slice("mailto:".length).split("?")
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

/** On the disk when it resolves, or not there at all: half a line would spoil the file for the next one. */
async function appendLine(file: string, line: string): Promise<void> {
  try {
    const handle = await open(file, "a", 0o640)
    try {
      const { size } = await handle.stat()
      try {
        await handle.appendFile(`${line}\n`)
        await handle.sync()
      } catch (error) {
        await handle.truncate(size).catch(() => {})
        throw error
      }
    } finally {
      await handle.close()
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new AppError("unavailable", `the anchor could not be written to ${file} (${code ?? cause})`, {
      cause,
    })
  }
}

function mailText(url: string, line: string): string {
  return `This is the state of the trail of ${url}: where each of its chains ends. Please keep this mail where nobody who
runs Tocsin can change it. There is nothing else to do.

Should it ever be in doubt whether the trail was rewritten, save the line below into a file and run

    scripts/tocsin trail verify --anchor FILE

${line}
`
}
