import { realpathSync } from "node:fs"
import { resolve } from "node:path"
import picomatch from "picomatch"
import { isDynamicPattern } from "tinyglobby"
import { invalid } from "../../core/errors.ts"
import { isWithin } from "./within.ts"

/** A step upwards behind the part of a glob that is looked at before it is followed. */
const STEP_UP = /(^|[/\\{(,|])\.\.(?=[/\\}),|]|$)/

/**
 * Holds a path or glob of an incident file to the folders out of which it may not lead, before anything is looked for.
 * What it finds must still be held against them once links are followed: see `confineFound`.
 * @throws AppError invalid naming the field
 */
export function confineGlob(
  glob: string,
  folder: string,
  confinedTo: readonly string[],
  field: string,
): void {
  const { base, rest } = parted(glob)
  if (STEP_UP.test(rest)) throw leadsOut(glob, field)
  confinePath(resolve(folder, base), glob, confinedTo, field)
}

/** The same for an absolute path that is no glob. */
export function confinePath(path: string, given: string, confinedTo: readonly string[], field: string): void {
  if (!isWithin(path, [...confinedTo, ...confinedTo.map(realOrItself)])) throw leadsOut(given, field)
}

/** @throws AppError invalid when a file, with links followed, lies outside of the folders */
export function confineFound(
  path: string,
  given: string,
  confinedTo: readonly string[],
  field: string,
): void {
  if (!isWithin(path, confinedTo.map(realOrItself))) throw leadsOut(given, field)
}

function parted(glob: string): { base: string; rest: string } {
  if (!isDynamicPattern(glob)) return { base: glob, rest: "" }
  const { base, glob: rest } = picomatch.scan(glob)
  return { base, rest }
}

function realOrItself(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}

function leadsOut(given: string, field: string) {
  return invalid(field, `${given} leads out of the evidence's folder`)
}
