import { afterAll, expect, test } from "vitest"
import { checkConformance } from "../../containment/authorities/conformance/check-conformance.ts"
import { tokenKinds } from "../../core/session-authority.ts"
import { ownProvider } from "../../testing/idp.ts"
import { authoritiesOf } from "../authorities/open-authority.ts"

const provider = await ownProvider()
const authority = authoritiesOf({ outgoingHosts: ["127.0.0.1"] })({
  kind: "oidc_provider",
  settings: { issuer: provider.issuer, relyingPartyUrl: provider.relyingPartyUrl },
  secret: { bearer: provider.secrets.admin },
})
afterAll(() => authority.close())

const never = new AbortController().signal

test("the provider passes every step that there is for it", async () => {
  const steps = await checkConformance(authority)
  expect(steps.filter(({ result }) => result === "failed")).toEqual([])
  expect(steps.filter(({ result }) => result === "skipped").map(({ what }) => what)).toEqual([
    "A message with a wrong signature is refused",
    "A message that was signed ten minutes ago is refused",
    "A message that comes a second time is refused",
  ])
})

test("a repeat ends nothing of whoever has come back", async () => {
  const canary = await authority.mintCanary("opaque")
  const cutoff = new Date((Math.floor(Date.now() / 1000) + 1) * 1000)
  while (Date.now() < cutoff.getTime()) await new Promise((resolve) => setImmediate(resolve))
  const what = { cutoff, idempotencyKey: "run/1", reason: "a test" }
  expect((await authority.revoke([canary.sub], what, never)).get(canary.sub)).toMatchObject({
    state: "accepted",
  })
  const back = await authority.mintCanary("opaque", canary.sub)
  expect((await authority.revoke([canary.sub, "nobody"], what, never)).get(canary.sub)).toMatchObject({
    state: "accepted",
  })
  expect(await authority.probe(canary)).toMatchObject({ verdict: "dead" })
  expect(await authority.probe(back)).toMatchObject({ verdict: "alive" })
})

test("each kind is alive again and again until it is ended: probing uses nothing up", async () => {
  for (const kind of tokenKinds) {
    const canary = await authority.mintCanary(kind)
    for (let nth = 0; nth < 3; nth += 1)
      expect(await authority.probe(canary), kind).toMatchObject({ verdict: "alive" })
  }
})

test("what cannot be asked is an error, never dead", async () => {
  const canary = await authority.mintCanary("opaque")
  await provider.provider.stop()
  for (const kind of ["opaque", "refresh", "session"] as const)
    expect(await authority.probe({ ...canary, kind }), kind).toMatchObject({ verdict: "error" })
  await expect(authority.capabilities()).rejects.toMatchObject({ code: "unavailable" })
  await provider.provider.start()
  await provider.relyingParty.stop()
  expect(await authority.probe(canary)).toMatchObject({ verdict: "error" })
  await provider.relyingParty.start()
})

test("the connection breaks after it was done: nobody knows, and it may be said again", async () => {
  const canary = await authority.mintCanary("opaque")
  const what = { cutoff: new Date(Date.now() + 1_000), idempotencyKey: "run/2", reason: "a test" }
  provider.faults.push({ path: /revocations/, drop: "after" })
  expect((await authority.revoke([canary.sub], what, never)).get(canary.sub)).toMatchObject({
    state: "unknown",
  })
  provider.faults.length = 0
  expect((await authority.revoke([canary.sub], what, never)).get(canary.sub)).toMatchObject({
    state: "accepted",
  })
})
