import { parseSetCookieHeader } from "better-auth/cookies"
import { AppError } from "../../core/errors.ts"
import { beginSession } from "../sessions/begin-session.ts"
import type { SignIn } from "../sign-in.ts"
import { failureWords, NotAdmitted, PROVIDER, type SingleSignOnFailure } from "./admit.ts"

/** Where a browser is sent, and what it is to keep. */
export interface Onward {
  address: string
  cookies: readonly string[]
}

/**
 * Sends a browser to the provider, with a state, a nonce and a challenge that only this browser can answer.
 * @throws AppError unavailable while the provider cannot be reached, and not_found where none is set up
 */
export async function beginSingleSignOn(signIn: SignIn, next: string, headers: Headers): Promise<Onward> {
  const api = await openProviderOf(signIn)
  const body = { provider: PROVIDER, callbackURL: next, errorCallbackURL: "/sign-in", disableRedirect: true }
  const answer = await api.signInSocial({ body, headers, returnHeaders: true }).catch((cause) => {
    throw new AppError("unavailable", "The single sign-on does not answer", { cause })
  })
  const { url } = answer.response
  if (!url) throw new AppError("unavailable", "The single sign-on gave no address")
  return { address: url, cookies: answer.headers.getSetCookie() }
}

/**
 * Takes a browser back from the provider, signed in.
 * @throws NotAdmitted where the provider or we refuse, whatever the state of the answer
 */
export async function endSingleSignOn(
  signIn: SignIn,
  query: Readonly<Record<string, string>>,
  headers: Headers,
): Promise<Onward> {
  const api = await openProviderOf(signIn)
  const answer = await api
    .callbackOAuth({
      params: { id: PROVIDER },
      query,
      headers,
      method: "GET",
      asResponse: true,
    })
    .catch((error) => {
      throw refusalOf(error)
    })
  const cookies = answer.headers.getSetCookie()
  const address = answer.headers.get("location") ?? ""
  const token = await sessionToken(signIn, cookies)
  if (token === null) throw new NotAdmitted("again")
  await beginSession(signIn, token, "single sign-on")
  return { address, cookies }
}

async function openProviderOf({ provider }: SignIn) {
  if (!provider) throw new AppError("not_found", "Single sign-on is not set up here")
  return await provider.open().catch((cause) => {
    throw new AppError("unavailable", failureWords.unavailable, { cause })
  })
}

/** A bundler may have several copies of a class, and who opened the provider may have another: its words are the same. */
function refusalOf(error: unknown): unknown {
  const { name, failure } = (error ?? {}) as { name?: unknown; failure?: unknown }
  if (typeof failure === "string" && Object.hasOwn(failureWords, failure))
    return new NotAdmitted(failure as SingleSignOnFailure)
  return name === "AppError" ? new NotAdmitted("again") : error
}

async function sessionToken(signIn: SignIn, cookies: readonly string[]): Promise<string | null> {
  const name = await signIn.cookieName("session_token")
  for (const cookie of cookies) {
    const value = parseSetCookieHeader(cookie).get(name)?.value
    if (value) return decodeURIComponent(value).split(".")[0] ?? null
  }
  return null
}
