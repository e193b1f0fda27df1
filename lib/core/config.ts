import { AppError } from "./errors.ts"

/** How this installation is set up; `readConfig` of lib/platform makes it from the environment. */
export interface Config {
  /** Absolute: everything that Tocsin keeps lies under it. */
  dataFolder: string
  /** Absolute: evidence may be read where it lies from these folders and those below them. */
  evidenceFolders: readonly string[]
  /** What all secrets of the installation are derived from, or null for one that is kept in the data folder. */
  secret: string | null
  /** An external PostgreSQL, or null for the embedded one. */
  databaseUrl: string | null
  host: string
  port: number
  /** Under which address people reach the console. */
  url: string
  /** How large one uploaded file may be. */
  uploadBytesMax: number
  /** A run ends before less than this is free on the disk of the data folder, for the database lies there too. */
  diskReserveBytes: number
  engine: EngineConfig
  /** So many proxies stand before the console, whose word on where a request comes from is taken. */
  trustedProxies: number
  /** What the processes tell on their standard error: JSON for a collector, words about what is out of order, nothing. */
  log: LogForm
  session: SessionConfig
  /** Whether everybody who has a password needs a second factor besides it. */
  secondFactor: "optional" | "required"
  /** Single sign-on, or null where people have passwords alone. */
  singleSignOn: SingleSignOn | null
  /**
   * The relay for mail to colleagues: invitations and anchors of the trail. Letters to customers take it when an
   * administrator has armed it, and the sink until then.
   */
  mail: MailConfig | null
  letters: LettersConfig
  demoProvider: DemoProviderConfig
  /** Where the heads of the trail go, beside which nobody here can write: `file:` or `mailto:`, or null. */
  trailAnchor: string | null
  public: PublicConfig
  /** Hosts inside the company that webhooks may be sent to, by name or address. */
  outgoingHosts: readonly string[]
}

/** When a session ends by itself. */
export interface SessionConfig {
  /** Nobody used it for so long. */
  idleMinutes: number
  /** However much it is used. */
  hours: number
}

/** A provider of OpenID Connect. */
export interface SingleSignOn {
  issuer: string
  clientId: string
  clientSecret: string
  /** What people call it. */
  name: string
}

export interface MailConfig {
  /** `smtp://` or `smtps://`. */
  url: string
  from: string
}

/** Letters to customers. */
export interface LettersConfig {
  /** The local mail server that keeps every letter and sends none on: SMTP, and its own door for look-ups beside it. */
  sink: { host: string; port: number; doorPort: number }
  /** A Maildir to which delivery reports are delivered, absolute, or null. */
  bounceMailbox: string | null
  /** What letters are signed with, where the relay does not do it. */
  dkim: { domain: string; selector: string; keyFile: string } | null
}

/** Where the demo's identity provider and its app listen, when a demo starts them. */
export interface DemoProviderConfig {
  host: string
  port: number
  relyingPartyPort: number
}

/** The process that the internet reaches. */
export interface PublicConfig {
  host: string
  port: number
  /** Under which address people reach it. */
  url: string
  /** Its own role in an external database; the embedded one gets its own by itself. */
  databaseUrl: string | null
  /** By sender: the secret with which they sign, as Standard Webhooks have it. */
  webhookSecrets: Readonly<Record<string, string>>
}

export type LogForm = "json" | "text" | "off"

export interface EngineConfig {
  threads: number
  memoryMiB: number
}

/** Settings that are wrong, each in a line of its own. */
export class ConfigError extends AppError {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super("invalid", problems.join("; "))
    this.problems = problems
  }
}
