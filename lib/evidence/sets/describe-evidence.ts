import { isDeepStrictEqual } from "node:util"
import type { Prisma } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { guessDraft, guessSource } from "../intake/guess.ts"
import { keepDecisions } from "../intake/keep-decisions.ts"
import { type Draft, type DraftSource, draftSchema } from "../intake/schemas.ts"
import { confinementOf, evidenceFolder } from "./evidence-folder.ts"
import type { EvidenceSet } from "./get-evidence.ts"
import { changedSince, type Reading, stateOf } from "./reading.ts"

/** Looks at a set's files and keeps what it takes them for; what people decided about files that stayed stays. */
export async function guessEvidence(ctx: Context, set: EvidenceSet): Promise<{ version: number }> {
  demand(ctx.actor, "evidence.describe")
  const folder = evidenceFolder(ctx.config, set)
  const confinedTo = confinementOf(ctx.config, set)
  const guess = await ctx.withEngine((engine, workFolder) =>
    guessDraft(engine, folder, workFolder, { confinedTo }),
  )
  const before = set.draft as unknown as Reading | null
  const reading: Reading = {
    draft: draftAfter(before, guess),
    files: Object.fromEntries(guess.files.map(({ path, reason, seen }) => [path, { reason, seen }])),
    sources: Object.fromEntries(guess.sources.map(({ name, reason }) => [name, reason])),
    seen: Object.fromEntries(guess.files.map((file) => [file.path, stateOf(file)])),
  }
  return await saveReading(ctx, set, reading, set.draftVersion)
}

function draftAfter(before: Reading | null, guess: Awaited<ReturnType<typeof guessDraft>>): Draft {
  // A file that was written by hand stays, as does one that lies with the evidence.
  if (before === null || guess.draft.kind === "file") return guess.draft
  if (before.draft.kind === "file") return before.draft
  return keepDecisions(before.draft, guess.guided, changedSince(before.seen, guess.files))
}

/** Guesses how a file is read that a person says is a log; nothing is kept. */
export async function guessLog(
  ctx: Context,
  set: EvidenceSet,
  path: string,
): Promise<{ source: DraftSource; reason: string }> {
  demand(ctx.actor, "evidence.describe")
  const folder = evidenceFolder(ctx.config, set)
  const confinedTo = confinementOf(ctx.config, set)
  const name = path.replace(/^.*\//, "").replace(/\..*$/, "") || "log"
  return await ctx.withEngine((engine, workFolder) =>
    guessSource(engine, folder, { name, paths: [path] }, workFolder, { confinedTo }),
  )
}

/** Keeps what a person decided. Refuses when somebody else has changed it since `version` was read. */
export async function saveDraft(
  ctx: Context,
  set: EvidenceSet,
  input: Draft,
  version: number,
): Promise<{ version: number }> {
  const draft = parseInput(draftSchema, input)
  const reading = set.draft as unknown as Reading | null
  if (reading === null) throw new AppError("precondition", "The files have not been looked at yet")
  if (version === set.draftVersion && isDeepStrictEqual(reading.draft, draft)) return { version }
  return await saveReading(ctx, set, { ...reading, draft }, version)
}

async function saveReading(
  ctx: Context,
  set: EvidenceSet,
  reading: Reading,
  version: number,
): Promise<{ version: number }> {
  const about = { incidentId: set.incidentId, details: { evidenceSetId: set.id, version: version + 1 } }
  return await ctx.mutate("evidence.describe", about, async (tx) => {
    const { count } = await tx.evidenceSet.updateMany({
      where: { id: set.id, draftVersion: version },
      data: { draft: reading as unknown as Prisma.InputJsonObject, draftVersion: version + 1 },
    })
    if (count === 0)
      throw new AppError(
        "conflict",
        "Somebody else has changed how these files are read. Load the page again to see it.",
      )
    return { version: version + 1 }
  })
}
