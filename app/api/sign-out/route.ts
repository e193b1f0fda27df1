import { isOwnPost, sendOn } from "../../server/form-post.ts"
import { resources } from "../../server/resources.ts"

/** Ends the session of this browser. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnPost(request)) return new Response("This form was not sent by Tocsin", { status: 403 })
  const answer = await resources().signIn.api.signOut({ headers: request.headers, asResponse: true })
  return sendOn("/sign-in", answer.headers.getSetCookie())
}
