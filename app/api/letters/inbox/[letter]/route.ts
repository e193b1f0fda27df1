import { AppError } from "../../../../../lib/core/errors.ts"
import { readLetter } from "../../../../../lib/notices/inbox/read-letter.ts"
import { letterIdOf } from "../../../../../lib/notices/inbox/schemas.ts"
import { answer } from "../../../../server/answer.ts"
import { letterAnswer, schemeIn } from "../../../../server/letter-answer.ts"
import { resources } from "../../../../server/resources.ts"

interface RouteProps {
  params: Promise<{ letter: string }>
}

/**
 * The HTML of an opened letter, for the frame that shows it. The server gives it a policy of its own: nothing in it is
 * run or loaded.
 */
export async function GET(request: Request, { params }: RouteProps): Promise<Response> {
  return await answer("inbox.open", async (ctx) => {
    const id = letterIdOf((await params).letter)
    if (id === null) throw new AppError("not_found", "This is no letter")
    const opened = new URL(request.url).searchParams.get("opened") ?? undefined
    const { html } = await readLetter(ctx, resources().sink, id, opened)
    if (html === null) throw new AppError("not_found", "This letter has no HTML")
    return letterAnswer(html, schemeIn(request))
  })
}
