"use server"

import { refresh } from "next/cache"
import { redirect } from "next/navigation"
import { type LetterLocale, type LetterName, sectionNames } from "../../../../../../lib/core/letters.ts"
import type { Action } from "../../../../../../lib/core/permissions.ts"
import { getIncident } from "../../../../../../lib/incidents/get-incident.ts"
import { reviewCopy } from "../../../../../../lib/notices/letters/review-copy.ts"
import { saveCopy } from "../../../../../../lib/notices/letters/save-copy.ts"
import { setFacts } from "../../../../../../lib/notices/letters/set-facts.ts"
import { type ActionState, refusal } from "../../../../../server/answer.ts"
import { resources } from "../../../../../server/resources.ts"
import { requireActor } from "../../../../../server/session.ts"
import { copyHref } from "../../../../../shared/addresses.ts"
import { factsOf } from "./facts-of.ts"

export interface Kept extends ActionState {
  /** Counts up with each that is kept. */
  kept?: number
}

/** Which copy is changed, as the page showed it. */
export interface ShownCopy {
  incident: number
  letter: LetterName
  locale: LetterLocale
  version: number
}

/** Keeps what a letter says as its next version. */
export async function saveCopyAction(shown: ShownCopy, _: ActionState, form: FormData): Promise<ActionState> {
  const ctx = await requireActor("notice.write_copy")
  const incident = await getIncident(ctx, String(shown.incident))
  const { letter, locale, version } = shown
  const text = (name: string) => String(form.get(name) ?? "").replaceAll("\r\n", "\n")
  const without = text("subjectWithoutDescription").trim()
  const sections = sectionNames.flatMap((name) =>
    text(`section.${name}`).trim() === "" ? [] : [[name, text(`section.${name}`)] as const],
  )
  const saved = await saveCopy(ctx, resources().forms, incident.id, {
    letter,
    locale,
    version,
    text: {
      subject: text("subject"),
      ...(without === "" ? {} : { subjectWithoutDescription: without }),
      sections: Object.fromEntries(sections),
    },
    reason: text("reason"),
  }).catch(refusal)
  if (!("version" in saved)) return saved
  redirect(`${copyHref(incident, letter, locale)}?first=${version}&second=${saved.version}#versions`)
}

/** Keeps what all letters say alike. */
export async function setFactsAction(
  shown: { incident: number; version: number },
  before: Kept,
  form: FormData,
): Promise<Kept> {
  return await kept("notice.set_facts", before, async (ctx) => {
    const incident = await getIncident(ctx, String(shown.incident))
    await setFacts(ctx, incident.id, { version: shown.version, facts: factsOf(form) })
  })
}

/** Notes who has read letters in a language; each is named with the digest of what the page showed. */
export async function reviewCopyAction(
  shown: { incident: number; locale: LetterLocale },
  before: Kept,
  form: FormData,
): Promise<Kept> {
  return await kept("notice.review_copy", before, async (ctx) => {
    const incident = await getIncident(ctx, String(shown.incident))
    const read = form.getAll("read").map((one) => {
      const [letter = "", digest = ""] = String(one).split(" ")
      return { letter: letter as LetterName, digest }
    })
    const reviewer = String(form.get("reviewer") ?? "")
    await reviewCopy(ctx, resources().forms, incident.id, { locale: shown.locale, read, reviewer })
  })
}

/** Does it and shows the page as it is then; says what was refused. */
async function kept(
  action: Action,
  before: Kept,
  work: (ctx: Awaited<ReturnType<typeof requireActor>>) => Promise<void>,
): Promise<Kept> {
  const ctx = await requireActor(action)
  try {
    await work(ctx)
  } catch (error) {
    return refusal(error)
  }
  refresh()
  return { kept: (before.kept ?? 0) + 1 }
}
