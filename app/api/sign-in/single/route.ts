import { beginSingleSignOn } from "../../../../lib/access/single-sign-on/sign-in-through-provider.ts"
import { formOf, isOwnPost, ownAddress, sendOn } from "../../../server/form-post.ts"
import { resources } from "../../../server/resources.ts"
import { signInFailure } from "../../../server/sign-in-failure.ts"

/** Sends the browser to the provider of single sign-on. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnPost(request)) return new Response("This form was not sent by Tocsin", { status: 403 })
  const next = ownAddress((await formOf(request)).get("next"))
  try {
    const { address, cookies } = await beginSingleSignOn(resources().signIn, next, request.headers)
    return sendOn(address, cookies)
  } catch (error) {
    return sendOn(`/sign-in?${new URLSearchParams({ ...signInFailure(error, "again"), next })}`)
  }
}
