import { z } from "zod"
import { AppError } from "../../../core/errors.ts"
import type { SessionSubject, SubjectPage, SubjectQuery } from "../../../core/session-authority.ts"
import type { AdminDoor } from "./admin-door.ts"
import { CANARY_PREFIX } from "./canary-account.ts"
import { type UserSession, userSession } from "./sessions.ts"
import type { Users } from "./users.ts"

/** Keycloak sorts all sessions of the app for each page, so that few large pages cost less than many. */
const SESSIONS_A_PAGE = 5_000
const PAGE_MS_MAX = 120_000
/** So many sessions of the page before are read again: as many may end meanwhile without another being missed. */
const OVERLAP = 100

const lists = ["user-sessions", "offline-sessions"] as const

/** Where a page begins, and the last session of the page before. */
const cursorShape = z.object({
  client: z.string(),
  list: z.enum(lists),
  first: z.number().int().nonnegative(),
  last: z.string().nullable(),
})
type Cursor = z.infer<typeof cursorShape>

const counts = z.array(z.object({ id: z.string(), active: z.coerce.number(), offline: z.coerce.number() }))

/**
 * One page of those who have sessions, app by app: thousands a request, whereas asking by user takes two requests for each,
 * whether they have sessions or not. Where there are millions, a scope by the log or by a list asks for nothing. Somebody
 * may come again on a later page, with 0 for a session that was counted under another app. Service accounts and canaries
 * are nobody.
 */
export async function listSubjects(
  door: AdminDoor,
  users: Users,
  query: SubjectQuery,
  text: string | null,
): Promise<SubjectPage> {
  const cursor = text === null ? await firstList(door) : readCursor(text)
  if (cursor === null) return { subjects: [], next: null }
  const from = Math.max(0, cursor.first - OVERLAP)
  const path = `/clients/${encodeURIComponent(cursor.client)}/${cursor.list}?first=${from}&max=${SESSIONS_A_PAGE}`
  const page = await door.get(path, z.array(userSession), { timeoutMs: PAGE_MS_MAX })
  const fresh = withoutSeen(page, cursor.last)
  const next: Cursor | null =
    page.length < SESSIONS_A_PAGE
      ? await listAfter(door, cursor)
      : { ...cursor, first: from + page.length, last: page.at(-1)?.id ?? null }
  return {
    subjects: subjectsOf(fresh.filter(isAsked(query)), cursor.client, users),
    next: next === null ? null : JSON.stringify(next),
  }
}

/** Keycloak sorts by the session's id; where the one that was last has ended, all are taken: rather twice than never. */
function withoutSeen(page: UserSession[], last: string | null): UserSession[] {
  return page.slice(page.findIndex(({ id }) => id === last) + 1)
}

/** Whether a session may be meant: it was begun, and it may have been used, in the time that is asked for. */
function isAsked({ usedFrom, usedTo, startedBefore }: SubjectQuery) {
  return ({ username, start, lastAccess = start }: UserSession): boolean => {
    if (username.startsWith("service-account-") || username.startsWith(CANARY_PREFIX)) return false
    // Only the last use is known: whoever came again afterwards may have been there before.
    if (usedFrom !== undefined && lastAccess < usedFrom.getTime()) return false
    if (usedTo !== undefined && start >= usedTo.getTime()) return false
    return startedBefore === undefined || start < startedBefore.getTime()
  }
}

function subjectsOf(sessions: UserSession[], client: string, users: Users): SessionSubject[] {
  const subjects = new Map<string, SessionSubject>()
  for (const { userId, username, start, lastAccess = start, clients } of sessions) {
    const sub = users.subOf({ id: userId, username })
    const isCountedElsewhere = Object.keys(clients).some((other) => other < client)
    const known = subjects.get(sub)
    subjects.set(sub, {
      sub,
      sessions: (known?.sessions ?? 0) + (isCountedElsewhere ? 0 : 1),
      lastUsedAt: new Date(Math.max(lastAccess, known?.lastUsedAt?.getTime() ?? 0)),
    })
  }
  return [...subjects.values()]
}

async function firstList(door: AdminDoor): Promise<Cursor | null> {
  return cursorOf((await listsWithSessions(door))[0])
}

async function listAfter(door: AdminDoor, { client, list }: Cursor): Promise<Cursor | null> {
  const after = (await listsWithSessions(door)).find(
    (one) => one.client > client || (one.client === client && lists.indexOf(one.list) > lists.indexOf(list)),
  )
  return cursorOf(after)
}

function cursorOf(list: Pick<Cursor, "client" | "list"> | undefined): Cursor | null {
  return list === undefined ? null : { ...list, first: 0, last: null }
}

/** Apps with sessions, by id. */
async function listsWithSessions(door: AdminDoor): Promise<Pick<Cursor, "client" | "list">[]> {
  const found = await door.get("/client-session-stats", counts, { timeoutMs: PAGE_MS_MAX })
  return found
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .flatMap(({ id, active, offline }) => [
      ...(active > 0 ? [{ client: id, list: lists[0] }] : []),
      ...(offline > 0 ? [{ client: id, list: lists[1] }] : []),
    ])
}

function readCursor(text: string): Cursor {
  try {
    return cursorShape.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError("invalid", "This is no place in a list of Keycloak's sessions", { cause })
  }
}
