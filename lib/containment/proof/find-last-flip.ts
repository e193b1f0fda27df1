import type { ReadOnlyDb } from "../../core/context.ts"

/** The switch of an incident that took effect last, by its own word or somebody's; null where none has. */
export async function findLastFlip(
  db: Pick<ReadOnlyDb, "switchFlip">,
  incidentId: string,
): Promise<{ label: string; isOn: boolean; effectiveAt: Date } | null> {
  const flip = await db.switchFlip.findFirst({
    where: {
      incidentId,
      state: { in: ["confirmed", "noted"] },
      overturnedAt: null,
      effectiveAt: { not: null },
    },
    orderBy: [{ effectiveAt: "desc" }, { id: "desc" }],
    include: { switch: { select: { label: true } } },
  })
  if (!flip?.effectiveAt) return null
  return { label: flip.switch.label, isOn: flip.isOn, effectiveAt: flip.effectiveAt }
}
