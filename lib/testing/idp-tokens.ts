import type { TokenKind } from "../core/session-authority.ts"
import type { Canary } from "../platform/idp/mint-canary.ts"
import type { OwnProvider } from "./idp.ts"

/** A token of a canary account, minted at the admin door. */
export async function mint(own: OwnProvider, kind: TokenKind, sub?: string): Promise<Canary> {
  const answer = await own.admin("POST", "/admin/canaries", { kind, ...(sub ? { sub } : {}) })
  if (answer.status !== 200) throw new Error(`the door answers ${answer.status}`)
  return (await answer.json()) as Canary
}

/** The status with which the app answers somebody who has the token: 200 where it is taken, 401 where it is not. */
export async function probe(
  own: OwnProvider,
  { kind, token }: Pick<Canary, "kind" | "token">,
): Promise<number> {
  const post = (path: string, body: unknown) =>
    fetch(`${own.relyingPartyUrl}${path}`, { method: "POST", body: JSON.stringify(body) })
  const get = () =>
    fetch(`${own.relyingPartyUrl}/api/events`, { headers: { authorization: `Bearer ${token}` } })
  const answer = await (kind === "session"
    ? post("/api/silent-sign-in", { session: token })
    : kind === "refresh" || kind === "offline"
      ? post("/api/token", { refresh_token: token })
      : get())
  await answer.body?.cancel()
  return answer.status
}
