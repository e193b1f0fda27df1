import { passSecondFactor } from "../../../../lib/access/second-factor/pass-second-factor.ts"
import { AppError } from "../../../../lib/core/errors.ts"
import { formOf, isOwnPost, ownAddress, sendOn } from "../../../server/form-post.ts"
import { resources } from "../../../server/resources.ts"
import { signInFailure } from "../../../server/sign-in-failure.ts"

/** Ends a sign-in that waits for a second factor. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnPost(request)) return new Response("This form was not sent by Tocsin", { status: 403 })
  const form = await formOf(request)
  const next = ownAddress(form.get("next"))
  try {
    const code = String(form.get("code") ?? "")
    return sendOn(next, (await passSecondFactor(resources().signIn, code, request.headers)).cookies)
  } catch (error) {
    const isOver = error instanceof AppError && error.code === "precondition"
    const query = new URLSearchParams({ ...signInFailure(error, isOver ? "late" : "code"), next })
    return sendOn(`${isOver ? "/sign-in" : "/sign-in/second-factor"}?${query}`)
  }
}
