import { parseSetCookieHeader } from "better-auth/cookies"

/** What a browser keeps and sends, for tests of sign-in without one. */
export class Browser {
  readonly #cookies = new Map<string, string>()
  readonly #own: Record<string, string>

  constructor(own: Record<string, string> = {}) {
    this.#own = own
  }

  /** Keeps what an answer sets, and drops what it takes back. */
  keep(cookies: readonly string[]): void {
    for (const cookie of cookies)
      for (const [name, { value, "max-age": seconds }] of parseSetCookieHeader(cookie))
        if (seconds === 0 || value === "") this.#cookies.delete(name)
        else this.#cookies.set(name, encodeURIComponent(decodeURIComponent(value)))
  }

  get headers(): Headers {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ")
    return new Headers({ ...this.#own, ...(cookie === "" ? {} : { cookie }) })
  }
}
