import { AppError } from "../../../../../../../lib/core/errors.ts"
import {
  type LetterName,
  letterLocales,
  letterNames,
  type Part,
  variantKey,
} from "../../../../../../../lib/core/letters.ts"
import { getIncident } from "../../../../../../../lib/incidents/get-incident.ts"
import { renderVariants } from "../../../../../../../lib/notices/letters/render-variants.ts"
import { answer } from "../../../../../../server/answer.ts"
import { letterAnswer, schemeIn } from "../../../../../../server/letter-answer.ts"
import { resources } from "../../../../../../server/resources.ts"

interface RouteProps {
  params: Promise<{ incident: string; letter: string; locale: string }>
}

/** A letter as the copy that counts makes it, its fields left as they are, for a frame. */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("notices.view", async (ctx) => {
    const { incident: name, ...asked } = await params
    const letter = letterNames.find((one) => one === asked.letter)
    const locale = letterLocales.find((one) => one === asked.locale)
    if (!letter || !locale) throw new AppError("not_found", "There is no such letter")
    const incident = await getIncident(ctx, name)
    const variant = {
      part: partOf(letter),
      locale,
      jurisdiction: "general",
      alsoViewer: false,
      household: false,
    } as const
    const key = variantKey(variant)
    const rendered = (await renderVariants(ctx.db, resources().forms, incident.id, [key])).get(key)
    if (!rendered) throw new AppError("not_found", "There is no such letter")
    return letterAnswer(rendered.html, schemeIn(request))
  })
}

/** What a correction begins with is seen above the letter of a group that is often corrected. */
function partOf(letter: LetterName): Part {
  if (letter === "correction_up") return "owner_tapped.up"
  return letter === "correction_down" ? "owner_shown.down" : letter
}
