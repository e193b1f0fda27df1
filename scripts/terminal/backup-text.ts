import { printable } from "../../lib/core/printable.ts"
import { type Manifest, sizeOf } from "../../lib/platform/backup/manifest.ts"
import { inBytes } from "./bytes.ts"

/** What a backup holds and how to keep it, in words. */
export function backedUpWords(file: string, manifest: Manifest): string {
  return lines([
    `${figures(manifest)} are in ${file}.`,
    "It holds secrets and personal data: keep it as you keep the original.",
    ...elsewhereWords(manifest),
    ...(manifest.secret.isSetting
      ? ["It is of use only with the TOCSIN_SECRET that is set here: keep that too."]
      : []),
  ])
}

/** What was restored and what is left to do, in words. */
export function restoredWords(dataFolder: string, manifest: Manifest, migrated: readonly string[]): string {
  return lines([
    `${figures(manifest)}, as they were at ${manifest.at}, are in ${dataFolder}.`,
    ...(migrated.length > 0
      ? [`They were brought to this version by ${counted(migrated.length, "migration")}.`]
      : []),
    ...elsewhereWords(manifest),
    ...(manifest.trailHeads.length > 0 ? ["scripts/tocsin trail verify shows that the trail is whole."] : []),
  ])
}

function figures(manifest: Manifest): string {
  const { rows, tables, files, bytes } = sizeOf(manifest)
  return `${counted(rows, "row")} of ${counted(tables, "table")} and ${counted(files, "file")}, ${inBytes(bytes)}`
}

function elsewhereWords({ elsewhere }: Manifest): string[] {
  if (elsewhere.length === 0) return []
  return [`Evidence that is read where it lies is not in it: ${elsewhere.join(", ")}.`]
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en-GB")} ${what}${count === 1 ? "" : "s"}`
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${printable(line)}\n`).join("")
}
