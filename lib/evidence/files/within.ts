import { isAbsolute, relative, sep } from "node:path"

/** Whether an absolute path is one of the folders or lies below one; links are not followed. */
export function isWithin(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const way = relative(folder, path)
    return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way)
  })
}
