import type { PrismaClient } from "../../../prisma/generated/client.ts"
import { INSTALLATION_CHAIN } from "../../trail/entry-hash.ts"

/** Which entries of the trail a test looks at: of an incident (null for the installation), of an act, with such details. */
interface Wanted {
  incidentId?: string | null
  act?: string
  details?: Record<string, unknown>
}

/** Entries of the trail in their order, with what they tell. */
export async function entriesOf(database: PrismaClient, { incidentId, act, details }: Wanted = {}) {
  const entries = await database.trailEntry.findMany({
    where: {
      ...(incidentId === undefined ? {} : { chainId: incidentId ?? INSTALLATION_CHAIN }),
      ...(act === undefined ? {} : { act }),
    },
    include: { content: true },
    orderBy: [{ at: "asc" }, { chainId: "asc" }, { seq: "asc" }],
  })
  return entries
    .map(({ chainId, act: done, actor, content }) => ({
      act: done,
      actor,
      incidentId: chainId === INSTALLATION_CHAIN ? null : chainId,
      details: JSON.parse(content?.text ?? "null") as Record<string, unknown>,
    }))
    .filter((entry) => Object.entries(details ?? {}).every(([name, value]) => entry.details[name] === value))
}
