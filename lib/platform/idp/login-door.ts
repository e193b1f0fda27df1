import type { IncomingMessage, ServerResponse } from "node:http"
import type { Provider } from "oidc-provider"
import { findAccount, isEqual, isPassword, noteAuthentication, setPassword } from "./accounts.ts"
import { loginPage, messagePage, newPasswordPage, PAGE_POLICY } from "./login-pages.ts"
import type { ProviderParts } from "./make-provider.ts"
import { API, EVENTS_SCOPE } from "./provider-words.ts"
import { beginGrant } from "./record-adapter.ts"
import { requestBody } from "./request-body.ts"

const BODY_BYTES_MAX = 4 * 1024
const PASSWORD_LENGTH_MIN = 12
const WRONG = "The account or the password is wrong."

export interface LoginParts extends ProviderParts {
  provider: Provider
  demoPassword: string
}

type Details = Awaited<ReturnType<Provider["interactionDetails"]>>

/** The forms by which people sign in. Whoever proves who they are anew gets a new grant: an older one never comes back. */
export class LoginDoor {
  private readonly parts: LoginParts

  constructor(parts: LoginParts) {
    this.parts = parts
  }

  static isFor(path: string): boolean {
    return path.startsWith("/interaction/")
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { provider } = this.parts
    const details = await provider.interactionDetails(request, response).catch(() => null)
    if (details === null || !request.url?.startsWith(`/interaction/${details.uid}`))
      return show(response, 400, messagePage("This sign-in is over", "Go back to the app and sign in again."))
    if (details.prompt.name !== "login") return await this.consent(request, response, details)
    const action = `/interaction/${details.uid}`
    if (request.method !== "POST") return show(response, 200, loginPage(action, null))
    const form = new URLSearchParams(await requestBody(request, BODY_BYTES_MAX))
    const proved = provedAccount(details)
    if (proved !== null && form.has("newPassword"))
      return await this.changePassword(request, response, details, proved, form)
    return await this.checkPassword(request, response, details, form)
  }

  private async checkPassword(
    request: IncomingMessage,
    response: ServerResponse,
    details: Details,
    form: URLSearchParams,
  ): Promise<void> {
    const { database, demoPassword, statistics, provider } = this.parts
    const action = `/interaction/${details.uid}`
    const sub = form.get("sub") ?? ""
    const account = await findAccount(database, sub)
    if (!(await isPassword(account, form.get("password") ?? "", demoPassword))) {
      statistics.count("failedLogins")
      return show(response, 401, loginPage(action, WRONG, sub))
    }
    if (!account?.mustReset) return await this.finish(request, response, details, sub)
    await provider.interactionResult(request, response, { proved: sub })
    show(response, 200, newPasswordPage(action, null))
  }

  private async changePassword(
    request: IncomingMessage,
    response: ServerResponse,
    details: Details,
    sub: string,
    form: URLSearchParams,
  ): Promise<void> {
    const { database, demoPassword } = this.parts
    const action = `/interaction/${details.uid}`
    const chosen = form.get("newPassword") ?? ""
    const account = await findAccount(database, sub)
    const problem =
      chosen.length < PASSWORD_LENGTH_MIN
        ? `A password has ${PASSWORD_LENGTH_MIN} characters or more.`
        : !isEqual(chosen, form.get("again") ?? "")
          ? "The two are not the same."
          : (await isPassword(account, chosen, demoPassword)) || isEqual(chosen, demoPassword)
            ? "This is the old password; choose another."
            : null
    if (problem !== null) return show(response, 400, newPasswordPage(action, problem))
    await setPassword(database, sub, chosen)
    await this.finish(request, response, details, sub)
  }

  private async finish(
    request: IncomingMessage,
    response: ServerResponse,
    details: Details,
    accountId: string,
  ): Promise<void> {
    const { provider, database, statistics } = this.parts
    const at = new Date()
    const grantId = await this.grant(details, accountId)
    await beginGrant(database, grantId, { at })
    await noteAuthentication(database, accountId, at)
    statistics.count("logins")
    // To the millisecond, for it is held against cut-offs.
    const login = { accountId, ts: at.getTime() / 1000, remember: true }
    await provider.interactionFinished(request, response, { login, consent: { grantId } })
  }

  /** Whoever is signed in uses another app: the grant is as old as the session. */
  private async consent(request: IncomingMessage, response: ServerResponse, details: Details): Promise<void> {
    const { provider, database } = this.parts
    const { session } = details
    if (!session)
      return show(response, 400, messagePage("This sign-in is over", "Go back to the app and sign in again."))
    const grantId = await this.grant(details, session.accountId)
    await beginGrant(database, grantId, { sessionUid: session.uid })
    await provider.interactionFinished(request, response, { consent: { grantId } })
  }

  private async grant({ params }: Details, accountId: string): Promise<string> {
    const { provider } = this.parts
    const grant = new provider.Grant({ accountId, clientId: String(params.client_id) })
    grant.addOIDCScope("openid offline_access")
    if (params.client_id === "app-jwt") grant.addResourceScope(API, EVENTS_SCOPE)
    return await grant.save()
  }
}

/** Whose password was right in this very interaction, where a new one is asked for. */
function provedAccount({ result }: Details): string | null {
  const proved = (result as { proved?: unknown } | undefined)?.proved
  return typeof proved === "string" ? proved : null
}

function show(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  })
  response.end(html)
}
