import { randomBytes, randomUUID } from "node:crypto"
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { availableParallelism, totalmem } from "node:os"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { z } from "zod"
import { beside } from "../core/beside.ts"
import { type Config, ConfigError, type EngineConfig } from "../core/config.ts"

export const projectRoot = fileURLToPath(beside(import.meta.url, "../../"))

type Environment = Readonly<Record<string, string | undefined>>

const MIB = 1024 * 1024
const ENGINE_MEMORY_MIB_MAX = 2_048
/** What the engine takes besides what it counts, and the process that asks it. */
const ENGINE_MEMORY_MIB_OVERHEAD = 700

function positive(otherwise: number) {
  return z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "is not a whole number above 0")
    .transform(Number)
    .default(otherwise)
}

const memoryOfMachineMiB = Math.floor(totalmem() / MIB / 2) - ENGINE_MEMORY_MIB_OVERHEAD

const engineSettings = {
  TOCSIN_ENGINE_THREADS: positive(availableParallelism()),
  TOCSIN_ENGINE_MEMORY_MIB: positive(Math.max(512, Math.min(ENGINE_MEMORY_MIB_MAX, memoryOfMachineMiB))),
}

/** Every setting, with its default; an empty variable is an absent one. */
const environmentSchema = z.object({
  TOCSIN_DATA: z.string().default(join(projectRoot, "data")),
  TOCSIN_EVIDENCE: z.string().default(""),
  TOCSIN_SECRET: z.string().min(32, "is shorter than 32 characters").optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "is not an address like postgresql://user:password@host/database")
    .optional(),
  TOCSIN_HOST: z.string().default("127.0.0.1"),
  TOCSIN_PORT: positive(4600).refine((port) => port < 65_536, "is not a port"),
  TOCSIN_URL: z
    .url({ protocol: /^https?$/, error: "is not an address like https://tocsin.example.org" })
    .optional(),
  TOCSIN_UPLOAD_MIB_MAX: positive(51_200),
  TOCSIN_DISK_RESERVE_MIB: positive(512),
  TOCSIN_TRUSTED_PROXIES: z
    .string()
    .regex(/^\d$/, "is not a number of proxies, 0 to 9")
    .transform(Number)
    .default(0),
  TOCSIN_LOG: z.enum(["json", "text", "off"], { error: "is none of json, text and off" }).default("text"),
  TOCSIN_SESSION_IDLE_MINUTES: positive(60),
  TOCSIN_SESSION_HOURS: positive(12),
  TOCSIN_SECOND_FACTOR: z
    .enum(["optional", "required"], "is neither optional nor required")
    .default("optional"),
  TOCSIN_OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: "is not an address like https://login.example.org" })
    .optional(),
  TOCSIN_OIDC_CLIENT_ID: z.string().optional(),
  TOCSIN_OIDC_CLIENT_SECRET: z.string().optional(),
  TOCSIN_OIDC_NAME: z.string().max(60, "is longer than 60 characters").default("single sign-on"),
  TOCSIN_MAIL_URL: z
    .string()
    .regex(/^smtps?:\/\/\S+$/, "is not an address like smtp://user:password@host:587")
    .optional(),
  TOCSIN_MAIL_FROM: z.string().optional(),
  TOCSIN_SINK_PORT: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, "is not a port")
    .transform(Number)
    .refine((port) => port < 65_535, "is not a port with another one above it")
    .optional(),
  TOCSIN_BOUNCE_MAILBOX: z
    .string()
    .regex(/^maildir:\/.+$/, "is not like maildir:/var/mail/bounces")
    .optional(),
  TOCSIN_DKIM: z
    .string()
    .regex(/^[a-z0-9._-]+@[a-z0-9.-]+=\/.+$/i, "is not like selector@example.org=/etc/tocsin/dkim.pem")
    .optional(),
  TOCSIN_TRAIL_ANCHOR: z
    .string()
    .regex(
      /^(file:\/|mailto:[^\s@]+@)\S+$/,
      "is not like file:/srv/anchors/tocsin or mailto:counsel@example.org",
    )
    .optional(),
  TOCSIN_PUBLIC_HOST: z.string().default("127.0.0.1"),
  TOCSIN_PUBLIC_PORT: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, "is not a port")
    .transform(Number)
    .refine((port) => port < 65_536, "is not a port")
    .optional(),
  TOCSIN_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "is not an address like https://letters.example.org" })
    .optional(),
  TOCSIN_PUBLIC_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "is not an address like postgresql://user:password@host/database")
    .optional(),
  TOCSIN_PUBLIC_WEBHOOKS: z
    .string()
    .regex(
      /^([a-z0-9-]{1,40}=(whsec_)?[A-Za-z0-9+/]{24,}={0,2}(,|$))*$/,
      "is not a list like mailer=whsec_…,other=whsec_…",
    )
    .default(""),
  TOCSIN_OUTGOING_HOSTS: z.string().default(""),
  ...engineSettings,
})

/**
 * Reads the configuration from the environment.
 * @throws ConfigError with one line for each setting that is wrong
 */
export function readConfig(environment: Environment = process.env): Config {
  const unknown = Object.keys(environment).filter(
    (name) =>
      name.startsWith("TOCSIN_") && !name.startsWith("TOCSIN_TEST_") && !(name in environmentSchema.shape),
  )
  const settings = parse(environmentSchema, environment, unknown)
  return {
    dataFolder: resolve(settings.TOCSIN_DATA),
    evidenceFolders: settings.TOCSIN_EVIDENCE.split(":")
      .filter(Boolean)
      .map((folder) => resolve(folder)),
    secret: settings.TOCSIN_SECRET ?? null,
    databaseUrl: settings.DATABASE_URL ?? null,
    host: settings.TOCSIN_HOST,
    port: settings.TOCSIN_PORT,
    url: (settings.TOCSIN_URL ?? `http://localhost:${settings.TOCSIN_PORT}`).replace(/\/$/, ""),
    uploadBytesMax: settings.TOCSIN_UPLOAD_MIB_MAX * MIB,
    diskReserveBytes: settings.TOCSIN_DISK_RESERVE_MIB * MIB,
    engine: engineOf(settings),
    trustedProxies: settings.TOCSIN_TRUSTED_PROXIES,
    log: settings.TOCSIN_LOG,
    session: { idleMinutes: settings.TOCSIN_SESSION_IDLE_MINUTES, hours: settings.TOCSIN_SESSION_HOURS },
    secondFactor: settings.TOCSIN_SECOND_FACTOR,
    singleSignOn: singleSignOnOf(settings),
    mail: mailOf(settings),
    letters: lettersOf(settings),
    demoProvider: demoProviderOf(settings),
    trailAnchor: settings.TOCSIN_TRAIL_ANCHOR ?? null,
    public: publicOf(settings),
    outgoingHosts: settings.TOCSIN_OUTGOING_HOSTS.split(",").filter(Boolean),
  }
}

type Settings = z.output<typeof environmentSchema>

function singleSignOnOf(settings: Settings): Config["singleSignOn"] {
  const issuer = settings.TOCSIN_OIDC_ISSUER
  const clientId = settings.TOCSIN_OIDC_CLIENT_ID
  const clientSecret = settings.TOCSIN_OIDC_CLIENT_SECRET
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return null
  if (issuer === undefined || clientId === undefined || clientSecret === undefined)
    throw new ConfigError([
      "TOCSIN_OIDC_ISSUER, TOCSIN_OIDC_CLIENT_ID, TOCSIN_OIDC_CLIENT_SECRET: are given all three or not at all",
    ])
  return { issuer, clientId, clientSecret, name: settings.TOCSIN_OIDC_NAME }
}

function mailOf({ TOCSIN_MAIL_URL: url, TOCSIN_MAIL_FROM: from }: Settings): Config["mail"] {
  if (url === undefined) return null
  if (from === undefined) throw new ConfigError(["TOCSIN_MAIL_FROM: is needed with TOCSIN_MAIL_URL"])
  return { url, from }
}

const SINK_HOST = "127.0.0.1"

function lettersOf(settings: Settings): Config["letters"] {
  // Beside the console and the public process.
  const port = settings.TOCSIN_SINK_PORT ?? (settings.TOCSIN_PORT % 65_533) + 2
  const [signer = "", keyFile = ""] = splitOnce(settings.TOCSIN_DKIM ?? "", "=")
  const [selector = "", domain = ""] = splitOnce(signer, "@")
  return {
    sink: { host: SINK_HOST, port, doorPort: port + 1 },
    bounceMailbox: settings.TOCSIN_BOUNCE_MAILBOX?.slice("maildir:".length) ?? null,
    dkim: settings.TOCSIN_DKIM === undefined ? null : { domain, selector, keyFile },
  }
}

/** Beside the sink and its door. */
function demoProviderOf(settings: Settings): Config["demoProvider"] {
  const port = (lettersOf(settings).sink.doorPort % 65_534) + 1
  return { host: SINK_HOST, port, relyingPartyPort: port + 1 }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)]
}

function publicOf(settings: Settings): Config["public"] {
  // Beside the console, so that two consoles on one machine need one setting each.
  const port = settings.TOCSIN_PUBLIC_PORT ?? (settings.TOCSIN_PORT % 65_535) + 1
  return {
    host: settings.TOCSIN_PUBLIC_HOST,
    port,
    url: (settings.TOCSIN_PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/$/, ""),
    databaseUrl: settings.TOCSIN_PUBLIC_DATABASE_URL ?? null,
    webhookSecrets: Object.fromEntries(
      settings.TOCSIN_PUBLIC_WEBHOOKS.split(",")
        .filter(Boolean)
        .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
    ),
  }
}

/** The engine's part of the configuration alone, for commands that need no more. */
export function readEngineConfig(environment: Environment = process.env): EngineConfig {
  return engineOf(parse(z.object(engineSettings), environment, []))
}

function engineOf(settings: {
  TOCSIN_ENGINE_THREADS: number
  TOCSIN_ENGINE_MEMORY_MIB: number
}): EngineConfig {
  return { threads: settings.TOCSIN_ENGINE_THREADS, memoryMiB: settings.TOCSIN_ENGINE_MEMORY_MIB }
}

function parse<T extends z.ZodType>(
  schema: T,
  environment: Environment,
  unknown: readonly string[],
): z.output<T> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""))
  const parsed = schema.safeParse(given)
  const problems = [
    ...unknown.map((name) => `${name}: is not a setting of this version`),
    ...(parsed.error?.issues ?? []).map(
      ({ path, message }) => `${path.join(".")}: ${shown(String(path[0]), given)}${message}`,
    ),
  ]
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  return parsed.data
}

const SECRET =
  /^(DATABASE_URL|TOCSIN_(PUBLIC_DATABASE_URL|MAIL_URL|OIDC_CLIENT_SECRET|PUBLIC_WEBHOOKS|SECRET))$/

/** The value that is wrong, but for one that may hold a password. */
function shown(name: string, given: Environment): string {
  return SECRET.test(name) ? "" : `${JSON.stringify(given[name])} `
}

/** A random secret that is made when it is first asked for and kept in the data folder, readable by its owner alone. */
export function installationSecret(dataFolder: string, name: string): string {
  const folder = join(dataFolder, "secrets")
  const file = join(folder, name)
  mkdirSync(dataFolder, { recursive: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) makeSecret(file)
  return readFileSync(file, "utf8")
}

/** It is there with all its content or not at all, and of several who make it at once the first is believed. */
function makeSecret(file: string): void {
  const making = `${file}.making-${randomUUID()}`
  try {
    writeFileSync(making, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" })
    linkSync(making, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
  } finally {
    rmSync(making, { force: true })
  }
}
