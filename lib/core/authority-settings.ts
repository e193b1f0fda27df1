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

/** A realm of Keycloak, reached as the service account of a client of it. */
export interface KeycloakSettings {
  /** Where Keycloak is, with its path if it has one: `https://id.example.org`. */
  baseUrl: string
  realm: string
  /** A confidential client with a service account that may manage users and the realm, and view clients. */
  clientId: string
  /** What subjects are called: by Keycloak's own id, which is `sub` in its tokens, or by name. */
  subjectsBy: "id" | "username"
  /** A confidential client with direct access grants, through which canaries sign in; without it none are minted. */
  canaryClientId?: string | undefined
  /** One of that client's redirect addresses, for canaries that sign in as a browser does. */
  canaryRedirectUrl?: string | undefined
  /** An address of an app that takes access tokens without asking Keycloak, for canaries of that kind. */
  probeUrl?: string | undefined
  /** Whether the realm keeps LOGIN and LOGIN_ERROR events, and our service account may view them. */
  countsLogins: boolean
  limits: { perSecond: number; burst: number }
}

export interface KeycloakSecret {
  clientSecret: string
  /** null where canaries sign in through the same client. */
  canaryClientSecret: string | null
}

/** Somebody else's system that is handed a list of whom to log out; what can be seen of it is the tokens. */
export interface ExternalSettings {
  /** Takes tokens as the apps' requests do. */
  probeUrl?: string | undefined
  /** Mints tokens of a canary account. */
  canaryUrl?: string | undefined
  /** What it ends, and how long that lives on, by its own word. */
  tokens: Capability[]
}

export interface ExternalSecret {
  /** Proves requests for canaries; null where none are minted. */
  bearer: string | null
}

/** Which authority, with what it takes to reach it. */
export type AuthorityDescription =
  | { kind: "home_grown"; settings: HomeGrownSettings; secret: HomeGrownSecret }
  | { kind: "oidc_provider"; settings: OidcProviderSettings; secret: OidcProviderSecret }
  | { kind: "keycloak"; settings: KeycloakSettings; secret: KeycloakSecret }
  | { kind: "external"; settings: ExternalSettings; secret: ExternalSecret }

export type AuthorityKind = AuthorityDescription["kind"]

/** Opens one for a piece of work; whoever opens it closes it. */
export type OpenAuthority = (description: AuthorityDescription) => SessionAuthority
