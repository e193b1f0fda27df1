import { endSingleSignOn } from "../../../../../lib/access/single-sign-on/sign-in-through-provider.ts"
import { ownAddress, sendOn } from "../../../../server/form-post.ts"
import { resources } from "../../../../server/resources.ts"
import { signInFailure } from "../../../../server/sign-in-failure.ts"

/** Takes the browser back from the provider; its state shows that this browser was sent there. */
export async function GET(request: Request): Promise<Response> {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  try {
    const { address, cookies } = await endSingleSignOn(resources().signIn, query, request.headers)
    return sendOn(ownAddress(address), cookies)
  } catch (error) {
    return sendOn(`/sign-in?${new URLSearchParams(signInFailure(error, "again"))}`)
  }
}
