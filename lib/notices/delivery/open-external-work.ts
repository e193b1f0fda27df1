import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { ExternalItem } from "../../runs/external/external-kind.ts"
import { settingsOf } from "../audience/list-planned-runs.ts"
import type { ExternalWork, WorkLetter } from "../external/work-list.ts"
import { joinPieces } from "../letters/fill.ts"
import { senderText } from "../senders.ts"
import { judgeAddress } from "./address.ts"
import { domainOf } from "./compose-letter.ts"
import { checkRow, fillItems, recheckItems } from "./fill-items.ts"
import { openLetterRows } from "./letter-rows.ts"
import { openRunLetters } from "./run-letters.ts"
import { messageIdOf, verpOf } from "./token.ts"

/**
 * The rows and letters of a run for somebody else's system, the same ones that a worker of ours would send. Throws
 * precondition where the list is not the one that was frozen.
 */
export async function openExternalWork(ctx: Context, run: PlannedRun): Promise<ExternalWork> {
  const [rows, letters] = await Promise.all([openLetterRows(ctx, run), openRunLetters(ctx, run)])
  const domain = domainOf(settingsOf(run).sender.address)
  const key = ctx.secret("letters")
  const letterOf = async (item: ExternalItem): Promise<WorkLetter> => {
    const row = await rows.at(item.row)
    checkRow(key, run.id, row, item)
    const to = judgeAddress(row.email ?? "")
    if ("fault" in to) throw new AppError("conflict", `An address of the list ${to.fault}`)
    const { letter, values, code, variant } = letters.fill(row, ctx.now())
    const { token } = item
    return {
      ...joinPieces(letter),
      token,
      code,
      values,
      variant: item.variant,
      locale: variant.locale,
      address: to.address,
      envelopeFrom: verpOf(token, domain),
      messageId: messageIdOf(token, domain),
      from: senderText(letters.sender(variant)),
      replyTo: letters.replyTo(variant),
    }
  }
  return {
    fill: async (fromRow, toRow) => await fillItems(ctx, run, await rows.between(fromRow, toRow)),
    recheck: async (fromRow, toRow) => await recheckItems(ctx, run, await rows.between(fromRow, toRow)),
    letters: (items) => Promise.all(items.map(letterOf)),
  }
}
