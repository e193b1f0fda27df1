import type { AddressInfo } from "node:net"
import { afterAll, expect, test } from "vitest"
import type { HomeGrownSecret, HomeGrownSettings } from "../../lib/core/authority-settings.ts"
import { cohortOf } from "../../lib/core/cohort-of.ts"
import type { EpochScope } from "../../lib/core/session-authority.ts"
import { authoritiesOf } from "../../lib/platform/authorities/open-authority.ts"
import { receiverRoutes, serveRoutes } from "./reference-receiver.ts"

const secret: HomeGrownSecret & { signing: string } = {
  bearer: "a secret of the reference receiver",
  signing: `whsec_${Buffer.from("another one, of 24 bytes").toString("base64")}`,
}
const routes = receiverRoutes(secret)
const server = await serveRoutes(routes)
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const settings: HomeGrownSettings = {
  issuer: origin,
  gtrUrl: `${origin}/global-token-revocation`,
  epochUrl: `${origin}/epochs`,
  webhookUrl: `${origin}/webhooks`,
  inspectUrl: `${origin}/sessions`,
  selectUrl: `${origin}/subjects`,
  probeUrl: `${origin}/probe`,
  canaryUrl: `${origin}/canaries`,
  limits: { perSecond: 50, burst: 10, bulkMax: 1 },
  tokens: [
    { kind: "session", effect: "immediate", windowS: 0 },
    { kind: "jwt", effect: "until_expiry", windowS: 600 },
  ],
}
const open = authoritiesOf({ outgoingHosts: ["127.0.0.1"] })
const authority = open({ kind: "home_grown", settings, secret })
afterAll(async () => {
  await authority.close()
  server.closeAllConnections()
  server.close()
})

const what = { cutoff: new Date(), idempotencyKey: "run/1", reason: "a test" }
const never = new AbortController().signal

test("it says what its settings say, and never that a repeat is safe", async () => {
  expect(await authority.capabilities()).toEqual(settings.tokens)
  expect(await authority.limits()).toEqual(settings.limits)
  expect(authority).toMatchObject({ isReplaySafe: false, canaryKinds: ["session", "jwt"] })
})

test("who has sessions is told page by page, canaries left out, by when they were begun and used", async () => {
  await authority.mintCanary("jwt")
  const [from, sub] = [new Date(), "example-user"]
  await authority.mintCanary("jwt", sub)
  await authority.mintCanary("session", sub)
  const found = { subjects: [{ sub, sessions: 2, lastUsedAt: expect.any(Date) }], next: null }
  const later = new Date(Date.now() + 60_000)
  expect(await authority.select?.({ usedFrom: from, usedTo: later, startedBefore: later }, null)).toEqual(
    found,
  )
  const none = { subjects: [], next: null }
  expect(await authority.select?.({}, sub)).toEqual(none)
  expect(await authority.select?.({ usedFrom: later }, null)).toEqual(none)
  expect(await authority.select?.({ startedBefore: from }, null)).toEqual(none)
  const headers = { authorization: `Bearer ${secret.bearer}` }
  await authority.mintCanary("jwt", "example-user-2")
  const page = await fetch(`${origin}/subjects?limit=1`, { headers })
  expect(await page.json()).toMatchObject({ subjects: [{ sub }], next: sub })
  await authority.revoke([sub, "example-user-2"], what, never)
})

test("a canary is alive, seen, and dead when its sessions are ended; a fresh one is alive; a stranger is refused", async () => {
  const canary = await authority.mintCanary("jwt")
  expect(canary).toMatchObject({ kind: "jwt", relyingParty: "example app", expiresAt: null })
  expect(await authority.probe(canary)).toEqual({ verdict: "alive", reason: "200: the token is taken" })
  expect(await authority.inspect?.(canary.sub)).toMatchObject({
    isKnown: true,
    sessions: [{ kind: "jwt", startedAt: expect.any(Date) }],
  })
  expect(await authority.revoke([canary.sub], what, never)).toEqual(
    new Map([[canary.sub, { state: "accepted", reason: "204" }]]),
  )
  expect(await authority.probe(canary)).toEqual({ verdict: "dead", reason: "401: the token is refused" })
  expect(await authority.probe(await authority.mintCanary("jwt", canary.sub))).toMatchObject({
    verdict: "alive",
  })
  expect(await authority.revoke(["nobody"], what, never)).toEqual(
    new Map([["nobody", { state: "rejected", reason: "404: no such subject" }]]),
  )
  expect(await authority.inspect?.("nobody")).toMatchObject({ isKnown: false, sessions: [] })
})

test("a cut-off of each scope ends what is older, is asked afterwards, and never moves back", async () => {
  const { sub } = await authority.mintCanary("session")
  const scopes: EpochScope[] = [
    { scope: "subject", sub },
    { scope: "cohort", modulus: 8, cohort: cohortOf(sub, 8) },
    { scope: "global" },
  ]
  const at = Date.now() + 1
  for (const [nth, scope] of scopes.entries()) {
    const canary = await authority.mintCanary("session", sub)
    expect(await authority.getEpoch?.(scope)).toBeNull()
    expect(await authority.probe(canary)).toMatchObject({ verdict: nth === 0 ? "alive" : expect.any(String) })
    const cutoff = new Date(at + (nth + 1) * 60_000)
    expect(await authority.setEpoch?.(scope, cutoff)).toEqual(cutoff)
    expect(await authority.probe(canary)).toMatchObject({ verdict: "dead" })
    expect(await authority.setEpoch?.(scope, new Date(at))).toEqual(cutoff)
    expect(await authority.getEpoch?.(scope)).toEqual(cutoff)
  }
})

test("that somebody needs a new password is told by a signed message", async () => {
  expect(await authority.requireReset?.("example-user", new Date(0))).toEqual({
    state: "accepted",
    reason: "204",
  })
  const stranger = open({
    kind: "home_grown",
    settings,
    secret: { ...secret, signing: `whsec_${Buffer.from("a wrong one").toString("base64")}` },
  })
  expect(await stranger.requireReset?.("example-user", new Date(0))).toMatchObject({
    state: "deferred",
    isPushback: true,
  })
  await stranger.close()
})

test("what has no address cannot be done, and is not there", async () => {
  const poor = open({
    kind: "home_grown",
    settings: {
      issuer: origin,
      gtrUrl: settings.gtrUrl,
      limits: settings.limits,
      tokens: settings.tokens,
    },
    secret: { ...secret, signing: null },
  })
  expect(Object.keys(poor)).not.toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^(select|inspect|setEpoch|getEpoch|requireReset|health)$/),
    ]),
  )
  expect(poor.canaryKinds).toEqual([])
  await expect(poor.mintCanary("jwt")).rejects.toMatchObject({ code: "precondition" })
  expect(await poor.probe({ kind: "jwt", relyingParty: "", token: "x", sub: "y" })).toMatchObject({
    verdict: "error",
  })
  await poor.close()
})
