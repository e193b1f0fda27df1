import type { AuthorityKind } from "../../../../lib/core/authority-settings.ts"

/** A field of the form of one kind; `name` is where its value stands in what the verb is given. */
export interface AuthorityField {
  name: string
  label: string
  hint?: string
  isRequired?: boolean
  /** Text where nothing is said. */
  type?: "address" | "number" | "secret" | "check"
}

export const kindOptions: readonly { value: AuthorityKind; label: string }[] = [
  { value: "home_grown", label: "Our own back end" },
  { value: "oidc_provider", label: "OpenID provider with Tocsin's admin door" },
  { value: "keycloak", label: "Keycloak 26" },
  { value: "external", label: "Somebody else's system, by a list" },
]

const rates: AuthorityField[] = [
  { name: "settings.limits.perSecond", label: "Requests a second at most", type: "number", isRequired: true },
  { name: "settings.limits.burst", label: "Requests at once at most", type: "number", isRequired: true },
]

const canaries: AuthorityField[] = [
  {
    name: "settings.probeUrl",
    label: "Address that takes tokens",
    hint: "Asked with a token as your apps ask: a success means alive, 401 dead, anything else is an error.",
    type: "address",
  },
  {
    name: "settings.canaryUrl",
    label: "Address that mints canaries",
    hint: "Without both of these, whether tokens die cannot be proved.",
    type: "address",
  },
]

const MADE = "Empty: one is made and shown once. Where there is one, it stays."
const STAYS = "Empty: the one that there is stays."

/** What is asked of each kind, in order. */
export const fieldsByKind: Readonly<Record<AuthorityKind, readonly AuthorityField[]>> = {
  home_grown: [
    {
      name: "settings.issuer",
      label: "Issuer",
      hint: "What stands for the back end in your tokens.",
      isRequired: true,
    },
    {
      name: "settings.gtrUrl",
      label: "Address for Global Token Revocation",
      hint: "Ends the sessions of one subject.",
      type: "address",
      isRequired: true,
    },
    {
      name: "settings.epochUrl",
      label: "Address for cut-offs",
      hint: "Takes them by POST, signed, and gives by GET the one that stands.",
      type: "address",
    },
    {
      name: "settings.webhookUrl",
      label: "Address for signed messages",
      hint: "Told that somebody needs a new password.",
      type: "address",
    },
    {
      name: "settings.inspectUrl",
      label: "Address that tells somebody's sessions",
      hint: "Without it nothing is known of what a crash leaves behind.",
      type: "address",
    },
    { name: "settings.selectUrl", label: "Address that tells who has sessions", type: "address" },
    ...canaries,
    ...rates,
    { name: "secret.bearer", label: "Secret of requests", hint: MADE, type: "secret" },
    {
      name: "secret.signing",
      label: "Secret of messages",
      hint: `Of Standard Webhooks. ${MADE}`,
      type: "secret",
    },
  ],
  oidc_provider: [
    { name: "settings.issuer", label: "Issuer", type: "address", isRequired: true },
    {
      name: "settings.relyingPartyUrl",
      label: "Address of the app",
      hint: "Its API is asked whether tokens are taken.",
      type: "address",
      isRequired: true,
    },
    { name: "secret.bearer", label: "Secret of the admin door", hint: STAYS, type: "secret" },
  ],
  keycloak: [
    { name: "settings.baseUrl", label: "Address of Keycloak", type: "address", isRequired: true },
    { name: "settings.realm", label: "Realm", isRequired: true },
    {
      name: "settings.clientId",
      label: "Client with the service account",
      hint: "Confidential; its account may manage users and the realm, and view clients.",
      isRequired: true,
    },
    { name: "secret.clientSecret", label: "Secret of that client", hint: STAYS, type: "secret" },
    {
      name: "settings.canaryClientId",
      label: "Client of canaries",
      hint: "With direct access grants; without it none are minted.",
    },
    {
      name: "secret.canaryClientSecret",
      label: "Secret of the client of canaries",
      hint: STAYS,
      type: "secret",
    },
    {
      name: "settings.canaryRedirectUrl",
      label: "Redirect address of that client",
      hint: "For canaries that sign in as a browser does.",
    },
    {
      name: "settings.probeUrl",
      label: "Address that takes access tokens",
      hint: "Of an app that does not ask Keycloak about them.",
      type: "address",
    },
    {
      name: "settings.countsLogins",
      label: "The realm keeps events of logins, and our client may view them",
      type: "check",
    },
    ...rates,
  ],
  external: [
    ...canaries,
    { name: "secret.bearer", label: "Secret of requests for canaries", hint: MADE, type: "secret" },
  ],
}

/** Whether people declare what becomes of each kind of token, because nobody can be asked. */
export function isDeclaring(kind: AuthorityKind): boolean {
  return kind === "home_grown" || kind === "external"
}

export const effectOptions = [
  { value: "", label: "is not given out" },
  { value: "immediate", label: "ends at once" },
  { value: "until_expiry", label: "lives on until it expires" },
  { value: "until_expiry_or_epoch", label: "lives on, unless a cut-off is set" },
  { value: "none", label: "survives" },
] as const
