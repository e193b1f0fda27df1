import { isOwnPost, ownAddress, sendOn } from "../../server/form-post.ts"
import { resources } from "../../server/resources.ts"

/** Signs in by e-mail and password, and sends the browser to where it wanted to go. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnPost(request)) return new Response("This form was not sent by Tocsin", { status: 403 })
  const form = await request.formData()
  const next = ownAddress(form.get("next"))
  const body = { email: String(form.get("email") ?? "").trim(), password: String(form.get("password") ?? "") }
  const answer = await resources().signIn.api.signInEmail({
    body,
    headers: request.headers,
    asResponse: true,
  })
  if (answer.ok) return sendOn(next, answer.headers.getSetCookie())
  const failed = answer.status >= 500 ? "unavailable" : "wrong"
  return sendOn(`/sign-in?${new URLSearchParams({ failed, email: body.email, next })}`)
}
