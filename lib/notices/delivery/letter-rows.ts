import type { LetterGroup, Part } from "../../core/letters.ts"
import { type ListRows, openListRows } from "../../runs/planning/list-rows.ts"
import type { Skip } from "../settings.ts"

/** A row of a frozen list, as far as its letter needs it. */
export interface LetterRow {
  row: number
  part: Part
  variant: string
  pseudonym: string
  email: string | null
  skip: Skip | null
  told: LetterGroup | null
  /** JSON of RecipientFields. */
  fields: string
}

const COLUMNS = {
  view: "people.view",
  columns: "part, variant, pseudonym, email, skip, told_group AS told, fields",
} as const

/**
 * The letters of a run's frozen list.
 * @throws AppError precondition where the list is not the one that was frozen, or is gone
 */
export async function openLetterRows(
  ctx: Parameters<typeof openListRows>[0],
  run: Parameters<typeof openListRows>[1],
): Promise<ListRows<LetterRow>> {
  return await openListRows<LetterRow>(ctx, run, COLUMNS)
}
