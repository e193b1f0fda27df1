import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { PlannedRun, Prisma } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import type { Engine } from "../../core/engine.ts"
import type { CopyItemStates } from "../../core/item-states.ts"
import { parquetScan } from "../../core/sql.ts"
import { chunkList } from "../../runs/planning/chunk-list.ts"
import { LIST_FILE } from "../../runs/planning/run-folder.ts"
import type { FrozenPlan, KeepFile, RunPlanner } from "../../runs/planning/run-planner.ts"
import { audienceQuery } from "./audience-query.ts"
import { countList } from "./count-list.ts"
import { decideParts } from "./decide-parts.ts"
import { settingsOf } from "./list-planned-runs.ts"
import { makeList } from "./make-list.ts"
import { planSources } from "./plan-sources.ts"
import { SAMPLES_FILE } from "./samples-file.ts"

export interface NoticePlanTools {
  copyItemStates: CopyItemStates
}

/** How runs of letters are planned: who is told what stands in the list, with the values of their letters. */
export function noticePlanner(tools: NoticePlanTools): RunPlanner {
  return { kind: "notices", act: "notice.plan", freeze: (ctx, run, keep) => freeze(ctx, tools, run, keep) }
}

async function freeze(
  ctx: SystemContext,
  { copyItemStates }: NoticePlanTools,
  run: PlannedRun,
  keep: KeepFile,
): Promise<FrozenPlan> {
  const settings = settingsOf(run)
  const sources = await planSources(ctx, run.incidentId)
  const decided = decideParts(settings)
  const leavesClosed = settings.closed.verdict === "leave"
  return await ctx.withEngine(async (engine, workFolder) => {
    const made = join(workFolder, LIST_FILE)
    const work = { engine, workFolder, copyItemStates, sources, decided, leavesClosed }
    await makeList(ctx, work, made)
    const plan = await countList(engine, made, sources, decided)
    const parts = await chunkList(engine, made, plan.parts)
    const samples = join(workFolder, SAMPLES_FILE)
    await writeFile(samples, await samplesOf(engine, made))
    await keep(made, LIST_FILE)
    await keep(samples, SAMPLES_FILE)
    const { revision, people, letters } = plan
    return {
      plan: plan as unknown as Prisma.InputJsonObject,
      revision,
      rows: people,
      parts,
      told: { revision, people, letters },
    }
  })
}

async function samplesOf(engine: Engine, list: string): Promise<string> {
  const rows = await engine.rows<{ variant: string; pseudonym: string; fields: string }>(
    audienceQuery("list-samples", { list: parquetScan([list]) }),
  )
  return JSON.stringify(rows.map((row) => ({ ...row, fields: JSON.parse(row.fields) })))
}
