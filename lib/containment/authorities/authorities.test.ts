import { randomUUID } from "node:crypto"
import { expect, test } from "vitest"
import { contextsOver } from "../../testing/database/contexts.ts"
import { entriesOf } from "../../testing/database/entries.ts"
import { newIncident } from "../../testing/database/finished-revision.ts"
import { ownDatabase } from "../../testing/database/own-database.ts"
import { temporaryFolder } from "../../testing/temporary-folder.ts"
import { addAuthority } from "./add-authority.ts"
import { openAuthoritySecret } from "./authority-secret.ts"
import { changeAuthority } from "./change-authority.ts"
import { getAuthority, openKept } from "./get-authority.ts"
import { listAuthorities } from "./list-authorities.ts"
import { removeAuthority } from "./remove-authority.ts"
import { AUTHORITIES_MAX, type AuthorityInput } from "./schemas.ts"

const { database } = await ownDatabase()
const { as, system } = contextsOver(database, temporaryFolder())
const administrator = await as("administrator")

const limits = { perSecond: "20", burst: "5" }
const tokens = [
  { kind: "jwt" as const, effect: "until_expiry" as const, windowS: 600 },
  { kind: "session" as const, effect: "immediate" as const, windowS: null },
]
const homeGrown = (name: string, more: object = {}): AuthorityInput => ({
  kind: "home_grown",
  name,
  settings: {
    issuer: "https://id.example.org",
    gtrUrl: "https://id.example.org/gtr?key=k3y",
    epochUrl: "https://id.example.org/epochs",
    probeUrl: "",
    limits,
    tokens,
    ...more,
  },
})
const entries = (act: string, authority: string) => entriesOf(database, { act, details: { authority } })
const secretOf = async (id: string) => {
  const { secret } = await database.authority.findUniqueOrThrow({ where: { id } })
  return openAuthoritySecret(system, id, secret ?? "")
}

test("an authority's made secrets are shown once and kept sealed; the trail has its hosts alone", async () => {
  const { id, made } = await addAuthority(administrator, homeGrown("Our accounts"))
  expect(made).toEqual({
    bearer: expect.stringMatching(/^[\w-]{43}$/),
    signing: expect.stringMatching(/^whsec_/),
  })
  const kept = await database.authority.findUniqueOrThrow({ where: { id } })
  expect(kept.secret).not.toContain(made.bearer)
  expect(await secretOf(id)).toEqual(made)
  expect(() => openAuthoritySecret(system, randomUUID(), kept.secret ?? "")).toThrow()
  expect(kept.settings).toEqual({
    issuer: "https://id.example.org",
    gtrUrl: "https://id.example.org/gtr?key=k3y",
    epochUrl: "https://id.example.org/epochs",
    limits: { perSecond: 20, burst: 5, bulkMax: 1 },
    tokens: [
      { kind: "session", effect: "immediate", windowS: 0 },
      { kind: "jwt", effect: "until_expiry", windowS: 600 },
    ],
  })
  const [entry] = await entries("authority.add", id)
  expect(entry).toMatchObject({
    actor: administrator.actor.id,
    incidentId: null,
    details: { kind: "home_grown", name: "Our accounts", hosts: ["id.example.org"] },
  })
  expect(JSON.stringify(entry)).not.toMatch(/k3y|whsec_/)
  await removeAuthority(administrator, id)
})

test("whoever only looks sees hosts; nobody sees a secret", async () => {
  const { id } = await addAuthority(administrator, homeGrown("Seen"))
  const [whole] = await listAuthorities(administrator)
  expect(whole).toMatchObject({ id, name: "Seen", settings: { gtrUrl: expect.any(String) } })
  const [some] = await listAuthorities(await as("support"))
  expect(some).toMatchObject({ id, hosts: ["id.example.org"], settings: null })
  expect(JSON.stringify([whole, some])).not.toMatch(/secret|whsec_/)
  await removeAuthority(administrator, id)
})

test.each<[string, unknown, Record<string, unknown>]>([
  ["no kind", { kind: "okta", name: "x" }, { kind: "There is no such kind of authority" }],
  ["no name", homeGrown(" "), { name: "Give it a name" }],
  ["no address", homeGrown("x", { gtrUrl: " " }), { "settings.gtrUrl": "Give the address" }],
  [
    "http",
    homeGrown("x", { epochUrl: "http://id.example.org/" }),
    { "settings.epochUrl": expect.stringContaining("https://") },
  ],
  [
    "a password in it",
    homeGrown("x", { gtrUrl: "https://a:b@id.example.org/" }),
    { "settings.gtrUrl": expect.stringContaining("password") },
  ],
  [
    "no rate",
    homeGrown("x", { limits: { perSecond: "0", burst: "x" } }),
    {
      "settings.limits.perSecond": "At least 1",
      "settings.limits.burst": "Give a number of requests at once",
    },
  ],
  [
    "no token",
    homeGrown("x", { tokens: [] }),
    { "settings.tokens": "Say of at least one kind of token what becomes of it" },
  ],
  [
    "no window",
    homeGrown("x", { tokens: [{ kind: "jwt", effect: "until_expiry", windowS: null }] }),
    { "settings.tokens.jwt": expect.stringContaining("how many seconds") },
  ],
  [
    "half a second",
    homeGrown("x", { tokens: [{ kind: "jwt", effect: "until_expiry", windowS: 0.5 }] }),
    { "settings.tokens.jwt": expect.any(String) },
  ],
  [
    "a kind twice",
    homeGrown("x", { tokens: [...tokens, ...tokens] }),
    { "settings.tokens.jwt": "This kind is there twice" },
  ],
  [
    "a poor secret",
    { ...homeGrown("x"), secret: { signing: "hello" } },
    { "secret.signing": expect.stringContaining("whsec_") },
  ],
  [
    "no secret",
    {
      kind: "oidc_provider",
      name: "x",
      settings: { issuer: "https://a.example", relyingPartyUrl: "https://b.example" },
      secret: { bearer: "" },
    },
    { "secret.bearer": "Give the secret" },
  ],
])("%s is refused beside its field", async (_, input, fields) => {
  await expect(addAuthority(administrator, input as never)).rejects.toMatchObject({ fields })
})

test.each(["security", "support", "legal", "auditor"] as const)("%s changes nothing", async (role) => {
  const other = await as(role)
  const { id } = await addAuthority(administrator, homeGrown(`Of ${role}`))
  const refused = { code: "forbidden" }
  await expect(addAuthority(other, homeGrown("Another"))).rejects.toMatchObject(refused)
  await expect(changeAuthority(other, id, { name: "Another" })).rejects.toMatchObject(refused)
  await expect(removeAuthority(other, id)).rejects.toMatchObject(refused)
  await removeAuthority(administrator, id)
})

test("two of one name, at once or in other letters, are not both added", async () => {
  const both = await Promise.allSettled(
    ["Twins", "twins"].map((name) => addAuthority(administrator, homeGrown(name))),
  )
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { fields: { name: expect.stringMatching(/There is an authority called twins already/i) } },
  })
  const [{ id = "" } = {}] = await listAuthorities(administrator)
  const { id: other } = await addAuthority(administrator, homeGrown("Another"))
  await expect(changeAuthority(administrator, other, { name: "TWINS" })).rejects.toMatchObject({
    fields: { name: expect.any(String) },
  })
  for (const one of [id, other]) await removeAuthority(administrator, one)
})

test("a change names what changed, and what is so already leaves no entry", async () => {
  const { id, made } = await addAuthority(administrator, homeGrown("Changing"))
  const { settings } = homeGrown("Changing")
  await changeAuthority(administrator, id, { name: "Changing", settings, secret: { bearer: "" } })
  expect(await entries("authority.change", id)).toEqual([])
  expect(
    await changeAuthority(administrator, id, {
      name: "Changed",
      settings: { ...settings, gtrUrl: "https://new.example.org/gtr" },
      secret: { bearer: "given by them" },
    }),
  ).toEqual({ made: {} })
  expect(await entries("authority.change", id)).toMatchObject([
    {
      details: {
        kind: "home_grown",
        name: "Changed",
        settings: ["gtrUrl"],
        hosts: ["new.example.org", "id.example.org"],
        secrets: ["bearer"],
      },
    },
  ])
  expect(await secretOf(id)).toEqual({ bearer: "given by them", signing: made.signing })
  await expect(
    changeAuthority(administrator, id, { settings: { ...settings, gtrUrl: "" } }),
  ).rejects.toMatchObject({ fields: { "settings.gtrUrl": "Give the address" } })
  await removeAuthority(administrator, id)
})

test("a secret that a change needs is made, and shown this once", async () => {
  const { id, made } = await addAuthority(administrator, homeGrown("Growing", { epochUrl: "" }))
  expect(made).not.toHaveProperty("signing")
  const { settings } = homeGrown("Growing")
  const changed = await changeAuthority(administrator, id, { settings })
  expect(changed.made).toEqual({ signing: expect.stringMatching(/^whsec_/) })
  expect(await changeAuthority(administrator, id, { settings })).toEqual({ made: {} })
  await removeAuthority(administrator, id)
})

test("a removed one is gone with its secret, once, and its name is free", async () => {
  const { id } = await addAuthority(administrator, homeGrown("Short"))
  const both = await Promise.allSettled([1, 2].map(() => removeAuthority(administrator, id)))
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
  expect(await database.authority.findUnique({ where: { id } })).toMatchObject({
    secret: null,
    removedBy: administrator.actor.id,
  })
  expect(await entries("authority.remove", id)).toHaveLength(1)
  const gone = { code: "not_found" }
  await expect(getAuthority(administrator, id)).rejects.toMatchObject(gone)
  await expect(getAuthority(administrator, "no id")).rejects.toMatchObject(gone)
  await expect(changeAuthority(administrator, id, { name: "x" })).rejects.toMatchObject(gone)
  const again = await addAuthority(administrator, homeGrown("Short"))
  await removeAuthority(administrator, again.id)
})

test("one with a logout under way stays, and stays as it is", async () => {
  const { id } = await addAuthority(administrator, homeGrown("Busy"))
  const { id: incidentId } = await newIncident(await as("security"))
  const run = await database.plannedRun.create({
    data: {
      kind: "logout",
      incidentId,
      number: 1,
      state: "paused",
      settings: {},
      pace: {},
      requestedBy: "system",
    },
  })
  await database.logoutRun.create({
    data: { runId: run.id, authorityId: id, cutoff: new Date(), phase: "gate" },
  })
  await expect(removeAuthority(administrator, id)).rejects.toMatchObject({
    code: "precondition",
    message: expect.stringMatching(/A logout of Busy is under way/),
  })
  const { settings } = homeGrown("Busy")
  const moved = { settings: { ...settings, gtrUrl: "https://elsewhere.example.org/gtr" } }
  await expect(changeAuthority(administrator, id, moved)).rejects.toMatchObject({
    code: "precondition",
    message: expect.stringMatching(/A logout of Busy is under way/),
  })
  await changeAuthority(administrator, id, { secret: { bearer: "a-secret-that-was-renewed-meanwhile" } })
  await database.plannedRun.update({ where: { id: run.id }, data: { state: "finished" } })
  await expect(removeAuthority(administrator, id)).rejects.toMatchObject({ code: "precondition" })
  await database.logoutRun.update({ where: { runId: run.id }, data: { phase: "closed" } })
  await removeAuthority(administrator, id)
})

test("it is opened with what is kept; one that is handed lists only where that is meant; a lost secret is told", async () => {
  const opened: unknown[] = []
  const open = (description: unknown) => {
    opened.push(description)
    return {} as never
  }
  const { id, made } = await addAuthority(administrator, homeGrown("Opened"))
  openKept(system, open, await getAuthority(system, id))
  expect(opened).toEqual([
    {
      kind: "home_grown",
      settings: expect.objectContaining({ limits: { perSecond: 20, burst: 5, bulkMax: 1 } }),
      secret: made,
    },
  ])
  const external = await addAuthority(administrator, {
    kind: "external",
    name: "Their script",
    settings: { canaryUrl: "https://their.example.org/canaries", tokens },
  })
  const kept = await getAuthority(system, external.id)
  openKept(system, open, kept)
  expect(opened.at(-1)).toMatchObject({ kind: "external", secret: { bearer: external.made.bearer } })
  const spoiled = await database.authority.update({ where: { id }, data: { secret: kept.secret } })
  expect(() => openKept(system, open, spoiled)).toThrow(/cannot be read any more/)
  for (const one of [id, external.id]) await removeAuthority(administrator, one)
})

test("there is an end to how many there are", async () => {
  const added: string[] = []
  for (let nth = 0; nth < AUTHORITIES_MAX; nth += 1)
    added.push((await addAuthority(administrator, homeGrown(`Number ${nth}`))).id)
  await expect(addAuthority(administrator, homeGrown("One more"))).rejects.toMatchObject({ code: "limit" })
  for (const id of added) await removeAuthority(administrator, id)
})
