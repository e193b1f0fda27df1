import { z } from "zod"
import type { AuthorityKind } from "../../core/authority-settings.ts"
import { type Capability, tokenKinds } from "../../core/session-authority.ts"

export const AUTHORITIES_MAX = 20
const NAME_CHARACTERS_MAX = 80
const PER_SECOND_MAX = 10_000
const SECRET_CHARACTERS_MAX = 1_000
const WINDOW_S_MAX = 400 * 24 * 60 * 60

const emptyIsAbsent = (given: unknown) =>
  typeof given === "string" && given.trim() === "" ? undefined : given
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(emptyIsAbsent, schema.optional())
const word = (missing: string, max = 200) =>
  z.string(missing).trim().min(1, missing).max(max, `This is longer than ${max} characters`)

const url = word("Give the address", 2_000)
const secret = word("Give the secret", SECRET_CHARACTERS_MAX)
const signing = z
  .string()
  .trim()
  .regex(
    /^whsec_[A-Za-z0-9+/]{24,}={0,2}$/,
    "A secret of Standard Webhooks begins with whsec_ and goes on in Base64",
  )

const rate = (unit: string) =>
  z.coerce
    .number(`Give a number of ${unit}`)
    .int(`Give a whole number of ${unit}`)
    .min(1, `At least 1`)
    .max(PER_SECOND_MAX, `At most ${PER_SECOND_MAX}`)
const limits = z.object({ perSecond: rate("requests a second"), burst: rate("requests at once") })

const HOW_LONG = `Say for how many seconds at most: a whole number from 1 to ${WINDOW_S_MAX}`
const NOTHING_DECLARED = "Say of at least one kind of token what becomes of it"

/** What a back end says of its tokens; of those that live on, for how long at most. */
const tokens = z
  .array(
    z.object({
      kind: z.enum(tokenKinds, "There is no such kind of token"),
      effect: z.enum(["immediate", "until_expiry", "none"], "Say what becomes of it"),
      windowS: z.number(HOW_LONG).nullable(),
      diesByEpoch: z.boolean().optional(),
    }),
  )
  .min(1, NOTHING_DECLARED)
  .superRefine((given, ctx) => {
    const tell = (kind: string, message: string) => ctx.addIssue({ code: "custom", path: [kind], message })
    for (const [nth, { kind, effect, windowS }] of given.entries()) {
      if (given.findIndex((one) => one.kind === kind) !== nth) tell(kind, "This kind is there twice")
      const isStretch = Number.isInteger(windowS) && Number(windowS) >= 1 && Number(windowS) <= WINDOW_S_MAX
      if (effect === "until_expiry" && !isStretch) tell(kind, HOW_LONG)
    }
  })
  .transform((given) =>
    tokenKinds.flatMap((kind) => given.filter((one) => one.kind === kind).map(asDeclared)),
  )

function asDeclared({ kind, effect, windowS, diesByEpoch }: Capability): Capability {
  if (effect === "immediate") return { kind, effect, windowS: windowS ?? 0 }
  const byEpoch = diesByEpoch ? { diesByEpoch } : {}
  return { kind, effect, windowS: effect === "none" ? null : windowS, ...byEpoch }
}

const canaries = { probeUrl: optional(url), canaryUrl: optional(url) }

/** The settings of each kind, without secrets. */
export const settingsSchemas = {
  home_grown: z.object({
    issuer: word("Give the issuer: what stands for the back end in its tokens"),
    gtrUrl: url,
    epochUrl: optional(url),
    webhookUrl: optional(url),
    inspectUrl: optional(url),
    selectUrl: optional(url),
    ...canaries,
    limits: limits.transform((given) => ({ ...given, bulkMax: 1 })),
    tokens,
  }),
  oidc_provider: z.object({ issuer: url, relyingPartyUrl: url }),
  keycloak: z.object({
    baseUrl: url,
    realm: word("Give the realm"),
    clientId: word("Give the id of the client with the service account"),
    subjectsBy: z.enum(["id", "username"], "Say what subjects are called").default("id"),
    canaryClientId: optional(word("Give the id of the client")),
    canaryRedirectUrl: optional(url),
    probeUrl: optional(url),
    countsLogins: z.boolean().default(false),
    limits,
  }),
  external: z.object({ ...canaries, tokens }),
} as const

/** What each kind proves itself with; what may be left out is made. */
export const secretSchemas = {
  home_grown: z.object({ bearer: optional(secret), signing: optional(signing) }),
  oidc_provider: z.object({ bearer: secret }),
  keycloak: z.object({ clientSecret: secret, canaryClientSecret: optional(secret) }),
  external: z.object({ bearer: optional(secret) }),
} as const

const name = word("Give it a name", NAME_CHARACTERS_MAX)
const none = {}

export const authoritySchema = z.discriminatedUnion(
  "kind",
  [
    of("home_grown", secretSchemas.home_grown.default(none)),
    of("oidc_provider", secretSchemas.oidc_provider),
    of("keycloak", secretSchemas.keycloak),
    of("external", secretSchemas.external.default(none)),
  ],
  "There is no such kind of authority",
)

function of<K extends keyof typeof settingsSchemas, S extends z.ZodType>(kind: K, secretOf: S) {
  return z.object({ kind: z.literal(kind), name, settings: settingsSchemas[kind], secret: secretOf })
}

/** What is not named stays as it is; settings are given whole. A secret is given anew, never shown. */
export const authorityChangeSchema = z.object({
  name: name.optional(),
  settings: z.unknown().optional(),
  secret: z.record(z.string(), z.string()).optional(),
})

/** New settings of an authority of this kind. */
export function settingsChangeOf(kind: AuthorityKind): z.ZodType<{ settings: object }> {
  return z.object({ settings: settingsSchemas[kind] })
}

/** New secrets of one; those that are left out, or empty, stay. */
export function secretChangeOf(
  kind: AuthorityKind,
): z.ZodType<{ secret: Readonly<Record<string, string | undefined>> }> {
  const names = Object.keys(secretSchemas[kind].shape)
  const given = (name: string) => optional(name === "signing" ? signing : secret)
  const shape: Record<string, z.ZodType<string | undefined>> = Object.fromEntries(
    names.map((name) => [name, given(name)]),
  )
  return z.object({ secret: z.object(shape) })
}

export type AuthorityInput = z.input<typeof authoritySchema>
export type AuthorityChange = z.input<typeof authorityChangeSchema>
