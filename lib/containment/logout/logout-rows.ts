import { type ListRows, openListRows } from "../../runs/planning/list-rows.ts"
import type { LogoutSkip } from "./settings.ts"

/** A row of a logout's frozen list. */
export interface LogoutRow {
  row: number
  part: string
  pseudonym: string
  /** What the authority calls them. */
  sub: string
  skip: LogoutSkip | null
}

const COLUMNS = { view: "people.view", columns: "part, pseudonym, sub, skip" } as const

/**
 * The subjects of a logout's frozen list.
 * @throws AppError precondition where the list is not the one that was frozen, or is gone
 */
export async function openLogoutRows(
  ctx: Parameters<typeof openListRows>[0],
  run: Parameters<typeof openListRows>[1],
): Promise<ListRows<LogoutRow>> {
  return await openListRows<LogoutRow>(ctx, run, COLUMNS)
}
