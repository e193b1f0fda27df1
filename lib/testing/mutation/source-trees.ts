import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Fault } from "./fault.ts"
import type { Trial } from "./trial.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))
/** What classifying in process needs of the sources. */
const needed = [
  "lib/core",
  "lib/evidence",
  "lib/exposure",
  "lib/platform/engine",
  "lib/testing/classify-in-process.ts",
]

/** Copies the sources, as they are at this moment, to `whole`, in a folder in which their packages are found. */
export function copySources(folder: string): string {
  const whole = join(folder, "whole")
  mkdirSync(whole)
  cpSync(join(root, "package.json"), join(folder, "package.json"))
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"))
  for (const path of needed)
    cpSync(join(root, path), join(whole, path), {
      recursive: true,
      filter: (source) => !source.endsWith(".test.ts"),
    })
  return whole
}

/**
 * The text of the fault's file with the fault in it.
 * @throws Error when the sources have changed so that the fault no longer fits them
 */
export function faultyText(whole: string, { file, find, replace }: Fault): string {
  const parts = readFileSync(join(whole, file), "utf8").split(find)
  if (parts.length !== 2)
    throw new Error(`stale fault: ${file} has ${JSON.stringify(find)} ${parts.length - 1} times, not once`)
  return parts.join(replace)
}

/** Trees of sources for one process: one whose SQL is swapped in its place, as it is read anew for each run, … */
export class SourceTrees {
  private readonly whole: string
  private readonly folder: string
  private readonly own: string
  private made = 0

  constructor(whole: string, folder: string) {
    this.whole = whole
    this.folder = folder
    this.own = join(folder, "own")
    cpSync(whole, this.own, { recursive: true })
  }

  /** … and one for each swapped module, as a module is only loaded once. */
  async with<T>(swap: Trial["swap"], use: (tree: string) => Promise<T>): Promise<T> {
    if (swap === null) return await use(this.own)
    if (!swap.file.endsWith(".sql")) {
      const tree = join(this.folder, `tree-${this.made++}`)
      cpSync(this.whole, tree, { recursive: true })
      writeFileSync(join(tree, swap.file), swap.text)
      return await use(tree)
    }
    const path = join(this.own, swap.file)
    writeFileSync(path, swap.text)
    try {
      return await use(this.own)
    } finally {
      cpSync(join(this.whole, swap.file), path)
    }
  }
}
