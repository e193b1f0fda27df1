import type { AdapterPayload } from "oidc-provider"
import { afterAll, expect, test } from "vitest"
import { emptyDatabase } from "../../testing/database/own-database.ts"
import { ensureAccount } from "./accounts.ts"
import { openProviderDatabase } from "./provider-database.ts"
import { beginGrant, recordAdapter, sweepRecords } from "./record-adapter.ts"
import { revokeSubjects } from "./revoke-subjects.ts"

const database = await openProviderDatabase(await emptyDatabase())
afterAll(() => database.end())
const adapterOf = recordAdapter(database)
const kinds = [
  "Grant",
  "Session",
  "AccessToken",
  "AuthorizationCode",
  "RefreshToken",
  "ClientCredentials",
  "Client",
  "InitialAccessToken",
  "RegistrationAccessToken",
  "DeviceCode",
  "Interaction",
  "ReplayDetection",
  "PushedAuthorizationRequest",
  "BackchannelAuthenticationRequest",
  "PreAuthorizedCode",
] as const

test.each(kinds)("a %s is kept, changed, found under its own kind alone, and destroyed", async (kind) => {
  const adapter = adapterOf(kind)
  await adapter.upsert("an id", { kind, jti: "an id" }, 60)
  await adapter.upsert("an id", { kind, jti: "an id", scope: "changed" }, 60)
  expect(await adapter.find("an id")).toEqual({ kind, jti: "an id", scope: "changed" })
  for (const other of kinds) if (other !== kind) expect(await adapterOf(other).find("an id")).toBeUndefined()
  await adapter.consume("an id")
  expect(await adapter.find("an id")).toMatchObject({ consumed: expect.any(Number) })
  await adapter.destroy("an id")
  expect(await adapter.find("an id")).toBeUndefined()
})

test("sessions are found by their uid, device codes by the person's code, and what hangs on a grant goes with it", async () => {
  await adapterOf("Session").upsert("s", { uid: "u" }, 60)
  await adapterOf("DeviceCode").upsert("d", { userCode: "ABCD", grantId: "g" }, 60)
  await adapterOf("RefreshToken").upsert("r", { grantId: "g" }, 60)
  expect(await adapterOf("Session").findByUid("u")).toEqual({ uid: "u" })
  expect(await adapterOf("DeviceCode").findByUserCode("ABCD")).toMatchObject({ grantId: "g" })
  await adapterOf("RefreshToken").revokeByGrantId("g")
  expect(await adapterOf("RefreshToken").find("r")).toBeUndefined()
  expect(await adapterOf("DeviceCode").find("d")).toBeDefined()
})

test("what has expired is not found, and is swept away", async () => {
  await adapterOf("Interaction").upsert("over", {}, -1)
  await adapterOf("Interaction").upsert("still", {}, 60)
  expect(await adapterOf("Interaction").find("over")).toBeUndefined()
  expect(await sweepRecords(database, 10)).toBe(1)
  expect(await adapterOf("Interaction").find("still")).toEqual({})
})

test("a revocation reaches each kind that an account can hold, from before the cut-off alone", async () => {
  await ensureAccount(database, "anna", false)
  const cutoff = new Date()
  const begin = async (name: string, at: Date) => {
    const authTime = at.getTime() / 1000
    const grant = { accountId: "anna", clientId: "app-opaque", kind: "Grant" }
    await adapterOf("Grant").upsert(`${name} Grant`, grant, 60)
    await beginGrant(database, `${name} Grant`, { at })
    const hanging: Record<string, AdapterPayload> = {
      Session: { accountId: "anna", uid: `${name} uid`, loginTs: authTime },
      AccessToken: { accountId: "anna", grantId: `${name} Grant` },
      AuthorizationCode: { accountId: "anna", grantId: `${name} Grant`, authTime },
      RefreshToken: { accountId: "anna", grantId: `${name} Grant`, authTime },
      DeviceCode: { accountId: "anna", grantId: `${name} Grant`, authTime },
    }
    for (const [kind, payload] of Object.entries(hanging))
      await adapterOf(kind).upsert(`${name} ${kind}`, payload, 60)
    return ["Grant", ...Object.keys(hanging)].map((kind) => ({ kind, id: `${name} ${kind}` }))
  }
  const old = await begin("old", new Date(cutoff.getTime() - 1))
  const young = await begin("young", new Date(cutoff.getTime() + 1))
  expect(await revokeSubjects(database, { subjects: ["anna"], cutoff, key: "k", reason: "r" })).toEqual({
    anna: { outcome: "revoked", sessions: 1, tokens: 4 },
  })
  for (const { kind, id } of old) expect(await adapterOf(kind).find(id)).toBeUndefined()
  for (const { kind, id } of young) expect(await adapterOf(kind).find(id)).toBeDefined()
  await adapterOf("Session").upsert("old again", { accountId: "anna", uid: "x", loginTs: 1 }, 60)
  expect(await adapterOf("Session").find("old again")).toBeUndefined()
})
