import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { openContext, openSystemContext } from "../lib/access/open-context.ts"
import { seedMember } from "../lib/access/people/seed-member.ts"
import type { Config } from "../lib/core/config.ts"
import type { Context } from "../lib/core/context.ts"
import { addEvidence, type Drill } from "../lib/evidence/sets/add-evidence.ts"
import { evidenceFolder } from "../lib/evidence/sets/evidence-folder.ts"
import { getEvidence } from "../lib/evidence/sets/get-evidence.ts"
import { requestRevision } from "../lib/exposure/revisions/request-revision.ts"
import { declareIncident } from "../lib/incidents/declare-incident.ts"
import { openResources } from "../scripts/processes/system-context.ts"
import { HOSTILE_TITLE, hostileFolder } from "./evidence.ts"
import { emailOf, nameOf, PASSWORD, people, roleOf } from "./people.ts"

/** A world small enough for a test; the published figures are those of the full one. */
export const FRIDAY: Drill = { scenario: "friday", seed: 1, scale: 0.001, accounts: 100_000 }
const SECOND_HAND: Drill = { scenario: "second-hand", seed: 1 }

/**
 * People of each role; INC-1, the Friday in small, INC-2, resold cameras, INC-3, hostile texts, and INC-4, the Friday
 * again, for letters: all wait for the worker. All names of INC-3 are revealed to legal.
 */
export async function seed(url: string, config: Config): Promise<void> {
  const resources = openResources(config, url)
  for (const person of people)
    await seedMember(openSystemContext(resources), {
      email: emailOf(person),
      name: nameOf(person),
      role: roleOf(person),
      password: PASSWORD,
    })
  const { id, name } = await resources.database.user.findUniqueOrThrow({
    where: { email: emailOf("security") },
  })
  const ctx = openContext(resources, { id, name, role: "security" })
  await declareDrill(ctx, "Thumbnails shown to strangers", FRIDAY)
  await declareDrill(ctx, "Cameras resold without a reset", SECOND_HAND)
  const { id: incidentId } = await declareUpload(ctx, HOSTILE_TITLE, hostileFolder())
  await declareDrill(ctx, "Letters before the late evidence", FRIDAY)
  const legal = await resources.database.user.findUniqueOrThrow({ where: { email: emailOf("legal") } })
  await resources.database.reveal.create({
    data: {
      incidentId,
      revision: 1,
      memberId: legal.id,
      reason: "Letters for the post",
      expiresAt: new Date(Date.now() + 8 * 3_600_000),
    },
  })
  await resources.close()
}

async function declareDrill(ctx: Context, title: string, drill: Drill): Promise<void> {
  const incident = await declare(ctx, title)
  const set = await addEvidence(ctx, incident.id, { kind: "drill", drill })
  await requestRevision(ctx, { evidenceSetId: set.id, incidentFile: "" })
}

async function declareUpload(ctx: Context, title: string, files: Record<string, string>) {
  const incident = await declare(ctx, title)
  const { id } = await addEvidence(ctx, incident.id, { kind: "upload" })
  const folder = evidenceFolder(ctx.config, await getEvidence(ctx, id))
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  await requestRevision(ctx, { evidenceSetId: id, incidentFile: files["incident.yaml"] ?? "" })
  return incident
}

function declare(ctx: Context, title: string) {
  return declareIncident(ctx, {
    title,
    severity: "critical",
    awareAt: "2024-02-16T16:30:00Z",
    firstReport: "A customer sees a porch that is not theirs.",
  })
}
