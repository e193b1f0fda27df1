import { signInWithPassword } from "../../../lib/access/sign-in-with-password.ts"
import { formOf, isOwnPost, ownAddress, sendOn } from "../../server/form-post.ts"
import { resources } from "../../server/resources.ts"
import { signInFailure } from "../../server/sign-in-failure.ts"

/** Signs in by e-mail and password, and sends the browser to where it wanted to go, or to give its second factor. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnPost(request)) return new Response("This form was not sent by Tocsin", { status: 403 })
  const form = await formOf(request)
  const next = ownAddress(form.get("next"))
  const email = String(form.get("email") ?? "").trim()
  const credentials = { email, password: String(form.get("password") ?? "") }
  try {
    const admission = await signInWithPassword(resources().signIn, credentials, request.headers)
    const address = admission.needsSecondFactor
      ? `/sign-in/second-factor?${new URLSearchParams({ next })}`
      : next
    return sendOn(address, admission.cookies)
  } catch (error) {
    return sendOn(`/sign-in?${new URLSearchParams({ ...signInFailure(error, "wrong"), email, next })}`)
  }
}
