import { z } from "zod"
import { builtInMappings } from "../mapping/built-in-names.ts"
import { fileTables } from "./file-tables.ts"

export type { FileTable } from "./file-tables.ts"

export const EVIDENCE_FILES_MAX = 10_000
const TEXT_LENGTH_MAX = 1024 * 1024
const SOURCES_MAX = 100

/** What no database keeps as text: NUL, and halves of characters. */
const UNKEPT = /[\0\p{Cs}]/u

function kept(lengthMax: number, tooLong = "is too long") {
  return z
    .string()
    .max(lengthMax, tooLong)
    .refine((text) => !UNKEPT.test(text), "holds characters that are no text")
}

/** A path below the evidence's folder, parted by `/`. */
const relativePath = kept(4096)
  .min(1)
  .refine(
    (path) => !path.startsWith("/") && !path.split("/").includes(".."),
    "must lie in the evidence's folder",
  )

const sourceName = kept(100, "is longer than 100 characters").trim().min(1, "must not be empty")

/** How a log's records are read: by a mapping that ships with the product, or by one of the person's own. */
const mappingChoice = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("built_in"), name: z.enum(builtInMappings) }),
  z.strictObject({ kind: z.literal("own"), text: kept(TEXT_LENGTH_MAX) }),
])
export type MappingChoice = z.infer<typeof mappingChoice>

const draftSource = z.strictObject({
  name: sourceName,
  mapping: mappingChoice,
  viewerless: z.enum(["unattributed", "exposure"]).default("unattributed"),
})
export type DraftSource = z.infer<typeof draftSource>

const draftFile = z.strictObject({
  path: relativePath,
  table: z.enum(fileTables),
  /** The name of a file's source, of files of the access log alone. */
  source: sourceName.nullable().default(null),
})
export type DraftFile = z.infer<typeof draftFile>

const guidedDraft = z.strictObject({
  kind: z.literal("guided"),
  /** As it was typed: it need not be a window yet. */
  window: z.strictObject({ from: kept(64).trim(), to: kept(64).trim() }),
  files: z.array(draftFile).max(EVIDENCE_FILES_MAX),
  sources: z.array(draftSource).max(SOURCES_MAX),
  /** YAML with further keys of the incident file: clock_tolerance, relations, baseline, gaps and the like. */
  more: kept(TEXT_LENGTH_MAX).default(""),
})
export type GuidedDraft = z.infer<typeof guidedDraft>

const fileDraft = z.strictObject({
  kind: z.literal("file"),
  /** The whole incident file. */
  text: kept(4 * TEXT_LENGTH_MAX),
})

/** What a person decided so far about how the evidence is read. It may still lack things; see `missingOf`. */
export const draftSchema = z.discriminatedUnion("kind", [guidedDraft, fileDraft])
export type Draft = z.infer<typeof draftSchema>
