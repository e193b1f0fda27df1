import { parseSetCookieHeader } from "better-auth/cookies"
import { cookies } from "next/headers"

/** Has the browser keep, with the answer of an action, what sign-in wants it to keep. */
export async function keepCookies(headers: readonly string[]): Promise<void> {
  const jar = await cookies()
  for (const header of headers)
    for (const [
      name,
      { value, "max-age": maxAge, path = "/", httponly, secure, samesite },
    ] of parseSetCookieHeader(header))
      jar.set(name, decodeURIComponent(value), {
        path,
        httpOnly: httponly ?? false,
        secure: secure ?? false,
        sameSite: samesite ?? "lax",
        ...(maxAge === undefined ? {} : { maxAge }),
      })
}
