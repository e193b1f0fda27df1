import type { PrismaClient } from "../../../prisma/generated/client.ts"
import type { Context, SystemContext } from "../../core/context.ts"
import { openExternalWork } from "../../notices/delivery/open-external-work.ts"
import { newIncident } from "./finished-revision.ts"
import { noticeRun, plantList } from "./notice-run.ts"

/** A run that somebody else carries out, under way, of so many rows in chunks of 500 of which nothing is begun. */
export async function externalRun(
  database: PrismaClient,
  declarer: Context,
  system: SystemContext,
  rows: number,
  settings: Record<string, unknown> = {},
) {
  const incident = await newIncident(declarer)
  const chunks = Array.from({ length: Math.ceil(rows / 500) }, (_, nth) => {
    const size = Math.min(500, rows - nth * 500)
    const suppressed = Math.floor(size / 10)
    return { rows: size, counts: { queued: size - suppressed, suppressed } }
  })
  const { runId } = await noticeRun(database, incident.id, {
    states: [],
    unfilled: chunks,
    settings: { executor: "external", replyTo: { owner_video: "answers@notices.example" }, ...settings },
  })
  const listDigest = await plantList(system, { id: runId, incidentId: incident.id }, rows)
  await database.plannedRun.update({ where: { id: runId }, data: { listDigest, listRows: rows } })
  await database.runLetter.create({
    data: {
      runId,
      variant: "owner_video/en/general",
      part: "owner_video",
      locale: "en",
      subject: "=About your videos",
      html: "<p>{{code}}</p>",
      text: "{{code}}",
      publicText: "…",
      sender: "Example <notices@notices.example>",
    },
  })
  const counts = () => database.runItem.groupBy({ by: ["state"], where: { runId }, _count: true })
  return {
    runId,
    incidentId: incident.id,
    openWork: (ctx: Context) => (run: Parameters<typeof openExternalWork>[1]) => openExternalWork(ctx, run),
    states: async () =>
      Object.fromEntries((await counts()).map(({ state, _count }) => [state, _count])) as Record<
        string,
        number
      >,
    chunks: () => database.runChunk.findMany({ where: { runId }, orderBy: { number: "asc" } }),
  }
}
