import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { type LetterVariant, readPart, readVariantKey } from "../../core/letters.ts"
import { type LetterValues, type RecipientFields, valuesOf } from "../letters/fields.ts"
import { type FillLetter, type LetterPieces, splitLetter } from "../letters/fill.ts"
import type { NoticeSettings } from "../schemas.ts"
import { replyToOf, type Sender, senderOf } from "../senders.ts"
import { composeLetter } from "./compose-letter.ts"
import type { LetterRow } from "./letter-rows.ts"
import { codeOf } from "./token.ts"

/** A letter with its reader's values in it. */
export interface FilledLetter {
  letter: LetterPieces
  values: LetterValues
  /** By which its reader can ask whether it is real. */
  code: string
  variant: LetterVariant
}

/** The letters of a run as they were approved, ready to be filled. */
export interface RunLetters {
  fill(row: Pick<LetterRow, "variant" | "pseudonym" | "fields">, at: Date): FilledLetter
  /** In whose name they come. */
  sender(variant: LetterVariant): Sender
  /** Whom answers go to. */
  replyTo(variant: LetterVariant): string
  /** All of it, for one reader. */
  compose(filled: FilledLetter, to: string, token: string, at: Date): Buffer
}

interface Form {
  variant: LetterVariant
  fill: FillLetter
}

/** Opens the letters that were kept with a run. Filling throws conflict where a row's letter is not among them. */
export async function openRunLetters(
  ctx: Pick<Context, "db" | "secret">,
  run: Pick<PlannedRun, "id" | "settings">,
): Promise<RunLetters> {
  const settings = run.settings as unknown as NoticeSettings
  const forms = await keptForms(ctx, run.id)
  const key = ctx.secret("letter codes")
  return {
    fill({ variant: name, pseudonym, fields }, at) {
      const form = forms.get(name)
      if (form === undefined)
        throw new AppError("conflict", `The letter ${name} is not among those of this run`)
      const code = codeOf(key, run.id, pseudonym)
      const values = valuesOf(JSON.parse(fields) as RecipientFields, form.variant, { code, at })
      return { letter: form.fill(values), values, code, variant: form.variant }
    },
    sender: ({ part }) => senderOf(settings, readPart(part).group),
    replyTo: ({ part }) => replyToOf(settings, readPart(part).group),
    compose: ({ letter, variant }, to, token, date) =>
      composeLetter({
        letter,
        locale: variant.locale,
        sender: senderOf(settings, readPart(variant.part).group),
        replyTo: replyToOf(settings, readPart(variant.part).group),
        to,
        token,
        date,
      }),
  }
}

async function keptForms({ db }: Pick<Context, "db">, runId: string): Promise<Map<string, Form>> {
  const kept = await db.runLetter.findMany({ where: { runId } })
  return new Map(
    kept.map(({ variant, subject, html, text }) => [
      variant,
      { variant: readVariantKey(variant), fill: splitLetter({ subject, html, text }) },
    ]),
  )
}
