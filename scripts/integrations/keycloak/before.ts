import { performance } from "node:perf_hooks"
import type { SubjectPage } from "../../../lib/core/session-authority.ts"
import { eachAtOnce } from "../at-once.ts"
import type { KeycloakBench, SignedInUser } from "./bench.ts"
import { perSecond } from "./bench.ts"
import { APP, AWAY, AWAY_TOKEN_S } from "./realm.ts"

const AT_ONCE = 16

/** Signs everybody in twice: as in a browser, and for when they are away. */
export async function signEverybodyIn({
  realm,
  apps,
  checks,
  measured,
}: KeycloakBench): Promise<SignedInUser[]> {
  const signedIn: SignedInUser[] = []
  const seconds = await eachAtOnce(realm.users, AT_ONCE, async (user) => {
    const online = await apps.signIn(APP, user.username, realm.password)
    const away = await apps.signIn(AWAY, user.username, realm.password, "openid offline_access")
    signedIn.push({ user, online, away })
  })
  checks.check("everybody has a session and an offline session", signedIn.length === realm.users.length)
  measured("logins", perSecond(signedIn.length * 2, seconds))
  return signedIn
}

/** What the adapter says of the realm before anything was ended. */
export async function checkWords({ realm, authority, checks, measured }: KeycloakBench): Promise<void> {
  const capabilities = await authority.capabilities()
  const windowOf = (kind: string) => capabilities.find((one) => one.kind === kind)?.windowS
  checks.check("the window of JWTs is the longest of the realm's apps", windowOf("jwt") === AWAY_TOKEN_S)
  checks.check(
    "everything else is said to be dead at once",
    ["session", "refresh", "offline", "opaque"].every((kind) => windowOf(kind) === 0),
  )

  const beganAt = performance.now()
  const { subjects, pages } = await listEverybody(authority)
  measured("pages of sessions", `${pages} in ${((performance.now() - beganAt) / 1000).toFixed(1)} s`)
  const isWhole = realm.users.every(({ id }) => subjects.get(id) === 2)
  checks.check("the list holds everybody with both sessions", isWhole, `${subjects.size} subjects`)
  checks.check("and nobody besides", subjects.size === realm.users.length)

  const [first] = realm.users
  const inspection = await authority.inspect?.(first?.id ?? "")
  const kinds = inspection?.sessions.map(({ kind }) => kind).toSorted()
  checks.check("one of them has a session and an offline session", String(kinds) === "offline,session")
  const unknown = await authority.inspect?.("6a2f41a3-c54c-4ce8-92d2-0324e1c32e22")
  checks.check("an id that the realm does not have is unknown", unknown?.isKnown === false)
}

/** Sessions by subject. */
export async function listEverybody(
  authority: KeycloakBench["authority"],
): Promise<{ subjects: Map<string, number>; pages: number }> {
  const subjects = new Map<string, number>()
  let cursor: string | null = null
  let pages = 0
  do {
    const page: SubjectPage | undefined = await authority.select?.({}, cursor)
    for (const { sub, sessions } of page?.subjects ?? [])
      subjects.set(sub, (subjects.get(sub) ?? 0) + sessions)
    cursor = page?.next ?? null
    pages++
  } while (cursor !== null)
  return { subjects, pages }
}
