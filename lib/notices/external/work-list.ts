import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { LetterLocale } from "../../core/letters.ts"
import type { ExternalFill, ExternalItem } from "../../runs/external/external-kind.ts"
import type { LetterValues } from "../letters/fields.ts"

/** A letter as somebody else's system is given it. */
export interface WorkLetter {
  token: string
  /** By which its reader can ask whether it is real. */
  code: string
  variant: string
  address: string
  locale: LetterLocale
  /** The envelope's sender, to which reports go. */
  envelopeFrom: string
  messageId: string
  /** With the name that is shown. */
  from: string
  replyTo: string
  /** What takes the place of the marks of its template. */
  values: LetterValues
  /** Filled. */
  subject: string
  html: string
  text: string
}

/** What somebody else's work needs of a run: rows for the ledger, and letters for its items, in their order. */
export interface ExternalWork extends Required<ExternalFill> {
  letters(items: readonly ExternalItem[]): Promise<WorkLetter[]>
}

export type OpenExternalWork = (run: PlannedRun) => Promise<ExternalWork>
