import { createHash, randomBytes, randomUUID } from "node:crypto"
import type { PrismaClient } from "../../../prisma/generated/client.ts"
import { letterCodeOf } from "../../public/letter-code.ts"

/** What nobody outside may learn: each stands somewhere in the rows of a letter that was sent. */
export const canaries = {
  name: "Canary Name",
  address: "canary-address@example.org",
  camera: "Canary's nursery",
  pseudonym: "canary-pseudonym",
  token: "canarytoken",
  reason: "canary reason",
  count: "7041",
  variant: "owner_video/en/us-ca+viewer",
} as const

interface Planted {
  sentAt?: Date | null
  locale?: "en" | "de"
  subject?: string
  content?: string
}

/** Plants a letter in the ledger, as a worker leaves it, with a canary in each place that tells of its recipient. */
export async function sentLetter(database: PrismaClient, planted: Planted = {}): Promise<{ code: string }> {
  const { sentAt = new Date("2024-02-19T23:30:00Z"), locale = "en" } = planted
  const {
    subject = "Some of your camera pictures were shown to others",
    content = "We showed {{pictures}}.",
  } = planted
  const incident = await database.incident.create({
    data: { title: canaries.name, severity: "low", awareAt: new Date(), declaredBy: "system" },
  })
  const run = await database.plannedRun.create({
    data: {
      incidentId: incident.id,
      kind: "notices",
      number: 1,
      settings: { replyTo: canaries.address },
      plan: { people: Number(canaries.count) },
      pace: { perSecond: 1 },
      requestedBy: canaries.name,
    },
  })
  await database.runLetter.create({
    data: {
      runId: run.id,
      variant: canaries.variant,
      part: "owner_video",
      locale,
      subject,
      html: `<p>${canaries.name} ${canaries.camera}</p>`,
      text: `${canaries.name} ${canaries.camera}`,
      publicText: content,
      sender: "Example Cameras <notices@example.org>",
    },
  })
  const code = letterCodeOf(randomBytes(10))
  await database.runItem.create({
    data: {
      runId: run.id,
      row: Number(canaries.count),
      chunk: 1,
      subject: canaries.pseudonym,
      variant: canaries.variant,
      token: `${canaries.token}-${randomUUID()}`,
      codeHash: createHash("sha256").update(code).digest(),
      state: sentAt ? "accepted" : "queued",
      sentAt,
      reason: canaries.reason,
    },
  })
  return { code }
}
