import { lstat, unlink } from "node:fs/promises"
import { join } from "node:path"
import { AppError, invalid } from "../../core/errors.ts"
import { nameProblem } from "./file-name.ts"

/**
 * Removes a file that was sent.
 * @throws AppError not_found when there is none of that name, invalid when the name is none that could have been sent
 */
export async function removeFile(folder: string, name: string): Promise<void> {
  if (nameProblem(name))
    throw invalid("files", `there can be no file of the name ${JSON.stringify(name.slice(0, 80))}`)
  const found = await lstat(join(folder, name)).catch(() => null)
  if (!found) throw new AppError("not_found", `${name}: there is no such file`)
  if (found.isDirectory()) throw invalid(name, "is a folder")
  try {
    await unlink(join(folder, name))
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === "ENOENT") throw new AppError("not_found", `${name}: there is no such file`)
    throw new AppError("unavailable", `${name}: cannot be removed (${code})`, { cause })
  }
}
