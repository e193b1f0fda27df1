import { openContext } from "../../../lib/access/open-context.ts"
import { endSession } from "../../../lib/access/sessions/end-session.ts"
import { findActor } from "../../../lib/access/sessions/find-actor.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { isOwnPost, sendOn } from "../../server/form-post.ts"
import { resources } from "../../server/resources.ts"

/** Ends the session of this browser. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnPost(request)) return new Response("This form was not sent by Tocsin", { status: 403 })
  const { signIn } = resources()
  const person = await findActor(signIn, request.headers)
  // Of two that sign out at once, one ends it; both are signed out.
  if (person)
    await endSession(openContext(resources(), person), person.sessionId).catch((error) => {
      if (!(error instanceof AppError)) throw error
    })
  const answer = await signIn.api.signOut({ headers: request.headers, asResponse: true })
  return sendOn("/sign-in", answer.headers.getSetCookie())
}
