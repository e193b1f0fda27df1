import { mkdir } from "node:fs/promises"
import { demand } from "../../access/rules.ts"
import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { receiveFile } from "../intake/receive-file.ts"
import { removeFile } from "../intake/remove-file.ts"
import { evidenceFolder } from "./evidence-folder.ts"
import type { EvidenceSet } from "./get-evidence.ts"

/**
 * Takes a file that a person sends into a set of uploads, whole or not at all. Refuses while a run reads the set, or
 * waits to, so that no revision is made of files that change under it.
 */
export async function receiveEvidenceFile(
  ctx: Context,
  set: EvidenceSet,
  name: string,
  stream: AsyncIterable<Uint8Array>,
  bytesExpected: number | null,
): Promise<{ bytes: number }> {
  demand(ctx.actor, "evidence.add_file")
  await checkChangeable(ctx.db, set)
  const folder = evidenceFolder(ctx.config, set)
  await mkdir(folder, { recursive: true })
  const announced = {
    bytesExpected,
    bytesMax: ctx.config.uploadBytesMax,
    bytesReserve: ctx.config.diskReserveBytes,
  }
  return await receiveFile(folder, name, stream, announced, async (bytes, move) => {
    const details = { evidenceSetId: set.id, name, bytes }
    await ctx.mutate("evidence.add_file", { incidentId: set.incidentId, details }, async (tx) => {
      await holdChangeable(tx, set)
      await move()
    })
  })
}

/** Removes a file that was sent, unless a run reads the set or waits to. */
export async function removeEvidenceFile(ctx: Context, set: EvidenceSet, name: string): Promise<void> {
  const about = { incidentId: set.incidentId, details: { evidenceSetId: set.id, name } }
  await ctx.mutate("evidence.remove_file", about, async (tx) => {
    await holdChangeable(tx, set)
    await removeFile(evidenceFolder(ctx.config, set), name)
  })
}

/** Whoever asks for a run meanwhile waits for this transaction, and reads what is there then. */
async function holdChangeable(tx: Tx, set: EvidenceSet): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM evidence_set WHERE id = ${set.id}::uuid FOR UPDATE`
  await checkChangeable(tx, set)
}

async function checkChangeable(db: Context["db"], set: EvidenceSet): Promise<void> {
  if (set.kind !== "upload")
    throw new AppError("precondition", "Only evidence that was uploaded can be changed here")
  const reading = await db.run.count({
    where: { state: { in: ["queued", "running"] }, revision: { evidenceSetId: set.id } },
  })
  if (reading > 0)
    throw new AppError("conflict", "A run reads these files just now. Wait until it has ended, or stop it.")
}
