import type { AuthorityLimits, Capability, SessionAuthority } from "./session-authority.ts"

/** A company's own back end: what it is asked, address by address; what has none it cannot do. */
export interface HomeGrownSettings {
  /** What stands for the back end in a Global Token Revocation request. */
  issuer: string
  /** Takes Global Token Revocation requests. */
  gtrUrl: string
  /** Takes cut-offs by POST, signed, and gives those that stand by GET. */
  epochUrl?: string | undefined
  /** Takes signed messages, such as that somebody needs a new password. */
  webhookUrl?: string | undefined
  /** Tells the sessions of one subject. */
  inspectUrl?: string | undefined
  /** Tells who has sessions. */
  selectUrl?: string | undefined
  /** Takes tokens as the apps' requests do. */
  probeUrl?: string | undefined
  /** Mints tokens of a canary account. */
  canaryUrl?: string | undefined
  limits: AuthorityLimits
  /** What it gives out, and how long that lives on after it was ended, by the back end's own word. */
  tokens: Capability[]
}

export interface HomeGrownSecret {
  /** Proves requests. */
  bearer: string
  /** Signs messages, as Standard Webhooks have it; null where nothing is signed. */
  signing: string | null
}

/** An OpenID provider with the admin door of the embedded one. */
export interface OidcProviderSettings {
  issuer: string
  /** The app whose API takes its tokens, by which it is seen whether they are taken. */
  relyingPartyUrl: string
}

export interface OidcProviderSecret {
  /** Opens the admin door. */
  bearer: string
}

/** Which authority, with what it takes to reach it. */
export type AuthorityDescription =
  | { kind: "home_grown"; settings: HomeGrownSettings; secret: HomeGrownSecret }
  | { kind: "oidc_provider"; settings: OidcProviderSettings; secret: OidcProviderSecret }

export type AuthorityKind = AuthorityDescription["kind"]

/** Opens one for a piece of work; whoever opens it closes it. */
export type OpenAuthority = (description: AuthorityDescription) => SessionAuthority
