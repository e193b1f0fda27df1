import { setTimeout as pause } from "node:timers/promises"
import { eachAtOnce } from "../at-once.ts"
import { expiryOf, type Tokens } from "./apps.ts"
import { listEverybody } from "./before.ts"
import { type KeycloakBench, perSecond, type SignedInUser, sampleOf } from "./bench.ts"
import { APP, AWAY } from "./realm.ts"

const WAVES = 20
const AT_ONCE = 16
/** So many people have the life of their tokens watched to its end. */
const WATCHED = 10

/** What was found of the old tokens of the sampled users, in numbers of users. */
interface Found {
  sampled: number
  aliveBefore: number
  /** Whose tokens had not come to their own end yet when they were looked at, so that their end shows something. */
  inTime: number
  introspected: number
  refreshed: number
  told: number
  listed: number
  fresh: number
}

/**
 * Ends everybody's sessions in waves. Of each wave the sampled users come first: they get new tokens of their old sessions
 * just before, because a token that has expired by itself proves nothing, and are looked at just after.
 */
export async function endEverybody(bench: KeycloakBench, people: SignedInUser[]): Promise<void> {
  const { checks, measured, authority } = bench
  const sampled = new Set(sampleOf(people))
  const found: Found = {
    sampled: 0,
    aliveBefore: 0,
    inTime: 0,
    introspected: 0,
    refreshed: 0,
    told: 0,
    listed: 0,
    fresh: 0,
  }
  const refused: string[] = []
  const end = async ({ user }: SignedInUser) => {
    const outcome = (await authority.revoke([user.id], REVOCATION, never())).get(user.id)
    if (outcome?.state !== "accepted") refused.push(outcome?.reason ?? "nothing was said")
  }
  const size = Math.ceil(people.length / WAVES)
  let seconds = 0
  for (let from = 0; from < people.length; from += size) {
    const wave = people.slice(from, from + size)
    await eachAtOnce(
      wave.filter((one) => sampled.has(one)),
      AT_ONCE,
      async (one) => {
        await renew(bench, one, found)
        await end(one)
        await lookAt(bench, one, found)
      },
    )
    seconds += await eachAtOnce(
      wave.filter((one) => !sampled.has(one)),
      AT_ONCE,
      end,
    )
  }
  const unsampled = people.length - sampled.size
  if (unsampled > 0) measured("logouts", perSecond(unsampled, seconds))
  checks.check(
    "every logout was accepted",
    refused.length === 0,
    `${refused.length} not: ${refused[0] ?? "-"}`,
  )
  tell(bench, found)
  const { subjects } = await listEverybody(authority)
  const returned = people.filter(({ user }) => subjects.has(user.id)).length
  checks.check(
    "only who came back has a session",
    returned === found.fresh,
    `${returned} of ${people.length}`,
  )
}

const REVOCATION = { cutoff: new Date(), idempotencyKey: "integration", reason: "test" }
const never = () => new AbortController().signal

/** New tokens of the same sessions, which must be alive by every way of asking. */
async function renew({ apps }: KeycloakBench, one: SignedInUser, found: Found): Promise<void> {
  found.sampled++
  one.online = (await apps.refresh(APP, one.online)) ?? one.online
  one.away = (await apps.refresh(AWAY, one.away)) ?? one.away
  const asked = [one.online, one.away].map(
    async ({ access }) => (await apps.isActive(access)) && (await apps.tellsUser(access)),
  )
  if ((await Promise.all(asked)).every(Boolean)) found.aliveBefore++
}

async function lookAt(
  { apps, authority, realm }: KeycloakBench,
  one: SignedInUser,
  found: Found,
): Promise<void> {
  const both: [string, Tokens][] = [
    [APP, one.online],
    [AWAY, one.away],
  ]
  const some = async (ask: (app: string, tokens: Tokens) => Promise<boolean>) =>
    (await Promise.all(both.map(([app, tokens]) => ask(app, tokens)))).some(Boolean)
  if (await some((_, { access }) => apps.isActive(access))) found.introspected++
  if (await some((_, { access }) => apps.tellsUser(access))) found.told++
  if (both.every(([, { access }]) => expiryOf(access) > Date.now())) found.inTime++
  if (await some(async (app, tokens) => (await apps.refresh(app, tokens)) !== null)) found.refreshed++
  if ((await authority.inspect?.(one.user.id))?.sessions.length !== 0) found.listed++
  const { access } = await apps.signIn(APP, one.user.username, realm.password)
  if ((await apps.isActive(access)) && (await apps.tellsUser(access))) found.fresh++
}

function tell({ checks }: KeycloakBench, found: Found): void {
  const of = (count: number) => `${count} of ${found.sampled}`
  const all = (count: number) => count === found.sampled
  checks.check(
    "sampled: both tokens alive before, by introspection and userinfo",
    all(found.aliveBefore),
    of(found.aliveBefore),
  )
  checks.check("sampled: looked at before they would have expired", all(found.inTime), of(found.inTime))
  checks.check(
    "sampled: introspection calls no old token active",
    found.introspected === 0,
    of(found.introspected),
  )
  checks.check("sampled: userinfo takes no old token", found.told === 0, of(found.told))
  checks.check(
    "sampled: no old session or offline token can be refreshed",
    found.refreshed === 0,
    of(found.refreshed),
  )
  checks.check("sampled: no old session is listed", found.listed === 0, of(found.listed))
  checks.check("sampled: a new sign-in is alive", all(found.fresh), of(found.fresh))
}

interface Survivor {
  token: string
  endedAtMs: number
}

/** What survives a logout: access tokens at an app that asks nobody, watched until none is taken. */
export async function measureWindow(bench: KeycloakBench): Promise<void> {
  const { apps, authority, checks, measured, realm } = bench
  const windowS = (await authority.capabilities()).find(({ kind }) => kind === "jwt")?.windowS ?? 0
  const isSigned = await apps.openSignatureCheck()
  let left: Survivor[] = []
  for (const { id, username } of realm.users.slice(-WATCHED)) {
    const { access } = await apps.signIn(APP, username, realm.password)
    const away = await apps.signIn(AWAY, username, realm.password, "openid offline_access")
    await authority.revoke([id], REVOCATION, never())
    left.push(...[access, away.access].map((token) => ({ token, endedAtMs: Date.now() })))
  }
  const survived = left.filter(({ token }) => isSigned(token)).length
  checks.check(
    "an app that asks nobody takes old access tokens",
    survived > 0,
    `${survived} of ${left.length}`,
  )
  let longestS = 0
  const deadline = Date.now() + (windowS + 30) * 1000
  while (left.length > 0 && Date.now() < deadline) {
    await pause(100)
    left = left.filter(({ token, endedAtMs }) => {
      if (!isSigned(token)) return false
      longestS = Math.max(longestS, (Date.now() - endedAtMs) / 1000)
      return true
    })
  }
  const found = `until ${longestS.toFixed(1)} s after the logout; said before: at most ${windowS} s`
  checks.check("and takes none for longer than was said", left.length === 0 && longestS <= windowS, found)
  measured("what survives", `access tokens at apps that ask nobody, ${found}`)
}
