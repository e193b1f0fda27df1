import type { IncomingMessage } from "node:http"
import { clientIds } from "../idp/provider-words.ts"
import type { Answer } from "./app-answer.ts"
import type { AppSessions } from "./app-sessions.ts"
import { eventsPage } from "./events-page.ts"
import type { SwitchStore } from "./switch-store.ts"

const SESSION_COOKIE = "app_session"
const STATE_COOKIE = "app_state"

/** What people see of the app, and how they sign in at it. */
export class AppPages {
  private readonly sessions: AppSessions
  private readonly switches: SwitchStore

  constructor(sessions: AppSessions, switches: SwitchStore) {
    this.sessions = sessions
    this.switches = switches
  }

  page(request: IncomingMessage): Answer {
    const session = this.sessions.find(cookieOf(request, SESSION_COOKIE))
    return { status: 200, html: eventsPage(session?.sub ?? null, this.switches.isOn("events-tab")) }
  }

  signIn(wanted: string | null): Answer {
    const { state, address } = this.sessions.begin(clientIds.find((id) => id === wanted) ?? "app-opaque")
    return redirected(address, `${STATE_COOKIE}=${state}; Path=/; HttpOnly; SameSite=Lax`)
  }

  async comeBack(request: IncomingMessage, query: URLSearchParams): Promise<Answer> {
    const state = query.get("state") ?? ""
    const isOwn = state !== "" && cookieOf(request, STATE_COOKIE) === state
    const id = isOwn ? await this.sessions.finish(state, query.get("code") ?? "") : null
    if (id === null) return redirected("/", `${STATE_COOKIE}=; Path=/; Max-Age=0`)
    return redirected("/", `${SESSION_COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`)
  }
}

function redirected(location: string, cookie: string): Answer {
  return { status: 303, headers: { location, "set-cookie": cookie } }
}

function cookieOf({ headers }: IncomingMessage, name: string): string {
  const pairs = (headers.cookie ?? "").split(/; */).map((pair) => pair.split("="))
  return pairs.find(([key]) => key === name)?.[1] ?? ""
}
