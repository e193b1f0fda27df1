import { setTimeout as pause } from "node:timers/promises"
import type { MintedCanary, TokenKind } from "../../../lib/core/session-authority.ts"
import type { KeycloakBench } from "./bench.ts"
import { APP, AWAY } from "./realm.ts"

/** Canaries of every kind: alive, dead after the logout of their account, and fresh ones alive. */
export async function checkCanaries({ authority, checks }: KeycloakBench): Promise<void> {
  const verdicts = async (canaries: MintedCanary[]) => {
    const given = await Promise.all(canaries.map((one) => authority.probe(one)))
    return given.map(({ verdict }, nth) => `${canaries[nth]?.kind} ${verdict}`).join(", ")
  }
  const of = (kinds: readonly TokenKind[], verdict: string) =>
    kinds.map((kind) => `${kind} ${verdict}`).join(", ")
  const kinds: readonly TokenKind[] = ["session", "refresh", "offline", "opaque", "jwt"]
  checks.check("canaries of every kind are offered", String(authority.canaryKinds) === String(kinds))
  const [first] = kinds
  if (first === undefined) return
  const canaries = [await authority.mintCanary(first)]
  for (const kind of kinds.slice(1)) canaries.push(await authority.mintCanary(kind, canaries[0]?.sub))
  const before = await verdicts(canaries)
  checks.check("all are alive", before === of(kinds, "alive"), before)
  checks.check("and stay so when they were asked", (await verdicts(canaries)) === before)

  await authority.revoke([canaries[0]?.sub ?? ""], REVOCATION, never())
  const after = await verdicts(canaries)
  checks.check(
    "after the logout all but the JWT are dead",
    after === `${of(kinds.slice(0, 4), "dead")}, jwt alive`,
    after,
  )
  const fresh: MintedCanary[] = []
  for (const kind of kinds) fresh.push(await authority.mintCanary(kind, canaries[0]?.sub))
  checks.check("fresh ones are alive", (await verdicts(fresh)) === of(kinds, "alive"))
  const jwt = canaries.at(-1)
  if (jwt === undefined) return
  await pause(Math.max(0, (jwt.expiresAt?.getTime() ?? 0) - Date.now() + 1_000))
  checks.check("the JWT is dead once its life is over", (await authority.probe(jwt)).verdict === "dead")
}

/** One cut-off for everybody, written once. */
export async function checkCutoff({
  authority,
  apps,
  realm,
  checks,
  measured,
}: KeycloakBench): Promise<void> {
  const person = realm.users.at(-1)?.username ?? ""
  const online = await apps.signIn(APP, person, realm.password)
  const away = await apps.signIn(AWAY, person, realm.password, "openid offline_access")
  checks.check(
    "tokens are alive before",
    (await apps.isActive(online.access)) && (await apps.isActive(away.access)),
  )
  const asked = new Date()
  const beganAt = performance.now()
  const standing = await authority.setEpoch?.({ scope: "global" }, asked)
  measured(
    "a cut-off for everybody",
    `stands after ${((performance.now() - beganAt) / 1000).toFixed(1)} s, in whole seconds`,
  )
  checks.check(
    "a cut-off for everybody stands",
    standing !== undefined && standing >= asked,
    standing?.toISOString(),
  )
  const dead = [
    await apps.isActive(online.access),
    await apps.tellsUser(away.access),
    (await apps.refresh(APP, online)) !== null,
    (await apps.refresh(AWAY, away)) !== null,
  ]
  checks.check("what was issued before is dead at Keycloak", !dead.some(Boolean), String(dead))
  const fresh = await apps.signIn(APP, person, realm.password)
  checks.check("what is issued now is alive", await apps.isActive(fresh.access))
  const earlier = await authority.setEpoch?.({ scope: "global" }, new Date(asked.getTime() - 3_600_000))
  checks.check("it does not move back", earlier?.getTime() === standing?.getTime())
  checks.check(
    "and is told",
    (await authority.getEpoch?.({ scope: "global" }))?.getTime() === standing?.getTime(),
  )
  const ahead = authority.setEpoch?.({ scope: "global" }, new Date(Date.now() + 60_000))
  checks.check("one that lies ahead is refused", await isRefused(ahead))
  const subject = authority.setEpoch?.({ scope: "subject", sub: realm.users[0]?.id ?? "" }, asked)
  checks.check("one for one user alone is refused", await isRefused(subject))
}

/** A password change at the next login, what is not known, and the second in which a token and a logout meet. */
export async function checkRest({ authority, apps, realm, checks }: KeycloakBench): Promise<void> {
  const [, person, other] = realm.users
  if (person === undefined) return
  // Whoever was imported has the password since then.
  const cutoff = new Date()
  const reset = await authority.requireReset?.(person.id, cutoff)
  checks.check("a new password can be asked for", reset?.reason === "204", reset?.reason)
  checks.check(
    "and who has not set one is turned away",
    await apps.isTurnedAway(APP, person.username, realm.password),
  )

  const { sub } = await authority.mintCanary("refresh")
  const spared = await authority.requireReset?.(sub, cutoff)
  checks.check("nobody who has set one since", /since/.test(spared?.reason ?? ""), spared?.reason)
  await authority.dropCanary?.(sub)
  await authority.dropCanary?.(sub)
  const gone = await authority.inspect?.(sub)
  checks.check("a canary account is taken away, also twice", gone?.isKnown === false)
  const refused = await authority.dropCanary?.(person.id).catch(({ code }: { code?: string }) => code)
  checks.check("and nobody else's account is", refused === "forbidden", String(refused))

  const unknown = "6a2f41a3-c54c-4ce8-92d2-0324e1c32e22"
  const outcome = (await authority.revoke([unknown], REVOCATION, never())).get(unknown)
  checks.check("a logout of nobody is rejected", outcome?.state === "rejected", outcome?.reason)

  const tokens = await apps.signIn(AWAY, other?.username ?? "", realm.password, "openid offline_access")
  await authority.revoke([other?.id ?? ""], REVOCATION, never())
  const refreshed = await apps.refresh(AWAY, tokens)
  checks.check("an offline token of the very second of a logout is dead", refreshed === null)

  const health = await authority.health?.()
  checks.check(
    "logins are counted",
    (health?.logins ?? 0) > 0 && health?.errors === 0,
    JSON.stringify(health),
  )
}

const REVOCATION = { cutoff: new Date(), idempotencyKey: "integration", reason: "test" }
const never = () => new AbortController().signal

function isRefused(work: Promise<unknown> | undefined): Promise<boolean> {
  return (work ?? Promise.resolve()).then(
    () => false,
    () => true,
  )
}
