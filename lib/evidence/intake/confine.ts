import { realpath, stat } from "node:fs/promises"
import { isAbsolute, resolve } from "node:path"
import type { Config } from "../../core/config.ts"
import { AppError, invalid } from "../../core/errors.ts"
import { isWithin } from "../files/within.ts"

/**
 * The real path of a folder that a person typed: absolute, or relative to one of the folders that evidence may be read
 * from.
 * @throws AppError precondition when no such folder is configured, invalid when it lies in none of them or is no folder;
 *   outside of them nothing is told, not even whether it exists
 */
export async function confineFolder(
  typed: string,
  { evidenceFolders }: Pick<Config, "evidenceFolders">,
): Promise<string> {
  if (evidenceFolders.length === 0)
    throw new AppError(
      "precondition",
      "no folder is open to evidence: set TOCSIN_EVIDENCE to the folders (parted by a colon) that Tocsin may read evidence from, and start it again",
    )
  const given = typed.trim()
  if (given === "" || given.includes("\0")) throw invalid("folder", "is not the path of a folder")
  const roots = await Promise.all(evidenceFolders.map((folder) => realpath(folder).catch(() => folder)))
  const candidates = isAbsolute(given)
    ? [resolve(given)]
    : evidenceFolders.map((folder) => resolve(folder, given))
  const allowed = [...roots, ...evidenceFolders]
  for (const candidate of candidates) {
    const real = await realpath(candidate).catch(() => null)
    if (real !== null && isWithin(real, roots)) return checkedFolder(real, given)
  }
  if (!candidates.some((candidate) => isWithin(candidate, allowed)) || (await isAnyThere(candidates)))
    throw invalid(
      "folder",
      `${given} does not lie under ${evidenceFolders.join(" or ")}, from where Tocsin may read evidence (TOCSIN_EVIDENCE)`,
    )
  throw invalid("folder", `there is no folder ${given}`)
}

/** Whether one leads somewhere at all, which then is outside. */
async function isAnyThere(candidates: readonly string[]): Promise<boolean> {
  const found = await Promise.all(candidates.map((one) => realpath(one).catch(() => null)))
  return found.some((one) => one !== null)
}

async function checkedFolder(real: string, given: string): Promise<string> {
  const found = await stat(real).catch(() => null)
  if (!found?.isDirectory()) throw invalid("folder", `${given} is not a folder`)
  return real
}
