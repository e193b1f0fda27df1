import type { SessionAuthority } from "../../../lib/core/session-authority.ts"
import { authoritiesOf } from "../../../lib/platform/authorities/open-authority.ts"
import { memoryOfTree } from "../../bench/process-tree.ts"
import type { Checks } from "../checks.ts"
import { Apps } from "./apps.ts"
import { checkWords, signEverybodyIn } from "./before.ts"
import type { KeycloakBench, SignedInUser } from "./bench.ts"
import { fetchKeycloak } from "./fetch-keycloak.ts"
import { type KeycloakServer, startKeycloak } from "./keycloak-server.ts"
import { endEverybody, measureWindow } from "./logout.ts"
import { checkCanaries, checkCutoff, checkRest } from "./proofs.ts"
import { makeRealm, REALM, REDIRECT_URL, SERVICE, type TestRealm } from "./realm.ts"

/** A real Keycloak with so many users: their sessions ended through the adapter, and what is left of them. */
export async function checkKeycloak(users: number, checks: Checks): Promise<void> {
  const figures: string[] = []
  const measured = (name: string, value: string) => figures.push(`${name}: ${value}`)
  const say = (text: string) => process.stdout.write(`  ${text} …\n`)
  const realm = makeRealm(users)
  const home = await fetchKeycloak(say)
  say(`starting Keycloak with ${users} users`)
  const server = await startKeycloak(home, realm.representation)
  const authority = authorityOf(server, realm)
  try {
    measured("start, with the import of all users", `${server.startedInS.toFixed(0)} s`)
    const apps = new Apps(server.url, realm.serviceSecret)
    const bench: KeycloakBench = { realm, apps, authority, checks, measured }
    let people: SignedInUser[] = []
    let mostMiB = 0
    const section = async (name: string, work: () => Promise<void>) => {
      await checks.section(name, work)
      mostMiB = Math.max(mostMiB, memoryOfTree(server.pid) ?? 0)
    }
    await section("Everybody signs in", async () => {
      people = await signEverybodyIn(bench)
    })
    await section("What the adapter says before", () => checkWords(bench))
    await section("Everybody's sessions are ended", () => endEverybody(bench, people))
    await section("What survives", () => measureWindow(bench))
    await section("Canaries", () => checkCanaries(bench))
    await section("One cut-off for everybody", () => checkCutoff(bench))
    await section("Resets, unknown users, the same second", () => checkRest(bench))
    if (mostMiB > 0) measured("most memory of Keycloak", `${mostMiB.toFixed(0)} MiB`)
  } finally {
    await authority.close()
    await server.stop()
  }
  process.stdout.write(`\nMeasured\n${figures.map((one) => `  ${one}\n`).join("")}`)
}

function authorityOf({ url }: KeycloakServer, { serviceSecret }: TestRealm): SessionAuthority {
  return authoritiesOf({ outgoingHosts: ["127.0.0.1"] })({
    kind: "keycloak",
    settings: {
      baseUrl: url,
      realm: REALM,
      clientId: SERVICE,
      subjectsBy: "id",
      canaryClientId: SERVICE,
      canaryRedirectUrl: REDIRECT_URL,
      countsLogins: true,
      limits: { perSecond: 100, burst: 20 },
    },
    secret: { clientSecret: serviceSecret, canaryClientSecret: null },
  })
}
