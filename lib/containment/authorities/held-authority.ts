import type { Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"
import { parseInput } from "../../core/parse-input.ts"
import { phasesOver } from "../logout/rules.ts"

/** The authority, which nobody else changes until the transaction ends. Throws not_found for one that was removed. */
export async function heldAuthority(tx: Tx, id: string) {
  if (isUuid(id)) await tx.$executeRaw`SELECT 1 FROM authority WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  const authority = isUuid(id) ? await tx.authority.findUnique({ where: { id, removedAt: null } }) : null
  if (!authority) throw new AppError("not_found", "There is no such authority any more")
  return authority
}

/** Refuses a name that another authority has; whoever asks holds the table, so that it stays so. */
export async function demandFreeName(tx: Tx, name: string, ownId: string | null): Promise<void> {
  const other = await tx.authority.findFirst({
    where: {
      removedAt: null,
      name: { equals: name, mode: "insensitive" },
      ...(ownId === null ? {} : { id: { not: ownId } }),
    },
  })
  if (other) throw parseInput.refuse("name", `There is an authority called ${other.name} already`)
}

/** Refuses what must not happen under a logout: that one is planned by one authority and carried out by another. */
export async function demandNoLogout(tx: Tx, { id, name }: { id: string; name: string }): Promise<void> {
  const underWay = await tx.logoutRun.count({
    where: {
      authorityId: id,
      OR: [
        { run: { state: { in: ["planning", "running", "paused"] } } },
        { phase: { not: null, notIn: phasesOver } },
      ],
    },
  })
  if (underWay > 0)
    throw new AppError(
      "precondition",
      `A logout of ${name} is under way; abort it or let it come to its end first`,
    )
}
