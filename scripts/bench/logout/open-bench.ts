import type { ChildProcess } from "node:child_process"
import { randomBytes, randomUUID } from "node:crypto"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import type pg from "pg"
import { openContext } from "../../../lib/access/open-context.ts"
import { addAuthority } from "../../../lib/containment/authorities/add-authority.ts"
import type { Context } from "../../../lib/core/context.ts"
import { ensureProviderDatabase, openProviderDatabase } from "../../../lib/platform/idp/provider-database.ts"
import { providerSecrets } from "../../../lib/platform/idp/provider-secrets.ts"
import { openSecrets } from "../../../lib/platform/secrets.ts"
import type { Role } from "../../../prisma/generated/client.ts"
import { sinkEnvironmentOf } from "../../processes/supervise.ts"
import { freePorts, type OwnInstallation, openInstallation } from "../own-installation.ts"
import type { BackEndSeen, BackEndSettings } from "./back-end.ts"
import type { BackEndAsked } from "./back-end-child.ts"
import { untilItAnswers } from "./until-it-answers.ts"

/** What the back end declares of itself: nothing that would bind a run. */
const PER_SECOND = 10_000
const HOST = "127.0.0.1"
const ISSUER = "https://login.example"

/** An installation of its own for logouts, with far sides as they are asked for. */
export interface LogoutBench extends OwnInstallation {
  security: Context
  /** Of the same role: approves what the other has asked for. */
  second: Context
  openBackEnd(settings: BackEndSettings): Promise<OpenBackEnd>
  openProvider(): Promise<OpenProvider>
}

/** A home-grown back end in a process of its own. */
export interface OpenBackEnd {
  origin: string
  secret: string
  issuer: string
  /** As an authority of the installation; whether its sessions may be asked for is its settings'. */
  keep(options: { canInspect: boolean }): Promise<string>
  seen(cutoff?: Date): Promise<BackEndSeen>
  close(): void
}

/** The embedded provider and its app, each in a process of its own. */
export interface OpenProvider {
  issuer: string
  relyingPartyUrl: string
  bearer: string
  database: pg.Pool
  authorityId: string
  close(): Promise<void>
}

/** @throws AppError unavailable when the database does not start */
export async function openBench(): Promise<LogoutBench> {
  const port = await freePorts(4)
  const installation = await openInstallation("logouts", {
    TOCSIN_SINK_PORT: String(port),
    TOCSIN_OUTGOING_HOSTS: HOST,
  })
  const member = async (role: Role) => {
    const id = randomUUID()
    const user = { id, email: `${id}@example.org`, name: `A member of ${role}`, role }
    await installation.resources.database.user.create({ data: user })
    return openContext(installation.resources, user)
  }
  const [administrator, security, second] = [
    await member("administrator"),
    await member("security"),
    await member("security"),
  ]
  return {
    ...installation,
    security,
    second,
    openBackEnd: (settings) => openBackEnd(installation, administrator, settings),
    openProvider: () => openProvider(installation, administrator),
  }
}

async function openBackEnd(
  installation: OwnInstallation,
  administrator: Context,
  settings: BackEndSettings,
): Promise<OpenBackEnd> {
  const child = installation.fork(fileURLToPath(new URL("./back-end-child.ts", import.meta.url)))
  const secret = randomBytes(24).toString("base64url")
  const port = await ask<number>(child, { ask: "serve", settings, secret })
  const origin = `http://${HOST}:${port}`
  return {
    ...{ origin, secret, issuer: ISSUER },
    async keep({ canInspect }) {
      const { id } = await addAuthority(administrator, {
        kind: "home_grown",
        name: `A back end ${randomUUID()}`,
        settings: {
          issuer: ISSUER,
          gtrUrl: `${origin}/global-token-revocation`,
          selectUrl: `${origin}/subjects`,
          ...(canInspect ? { inspectUrl: `${origin}/sessions` } : {}),
          limits: { perSecond: PER_SECOND, burst: PER_SECOND },
          tokens: [{ kind: "session", effect: "immediate", windowS: 0 }],
        },
        secret: { bearer: secret },
      })
      return id
    },
    seen: (cutoff = new Date()) => ask(child, { ask: "seen", cutoffMs: cutoff.getTime() }),
    close: () => void child.kill(),
  }
}

async function ask<Answer>(child: ChildProcess, asked: BackEndAsked): Promise<Answer> {
  const answered = once(child, "message")
  child.send(asked)
  return (await answered)[0] as Answer
}

async function openProvider(installation: OwnInstallation, administrator: Context): Promise<OpenProvider> {
  const { config, databaseUrl } = installation
  const url = await ensureProviderDatabase(databaseUrl)
  const { host, port, relyingPartyPort } = config.demoProvider
  const [issuer, relyingPartyUrl] = [`http://${host}:${port}`, `http://${host}:${relyingPartyPort}`]
  const environment = { ...process.env, ...sinkEnvironmentOf(config) }
  const children = [
    installation.fork(fileURLToPath(new URL("./provider-child.ts", import.meta.url)), {
      env: { ...environment, DATABASE_URL: url },
    }),
    installation.start("relying-party", environment),
  ]
  await untilItAnswers(`${issuer}/.well-known/openid-configuration`)
  await untilItAnswers(`${relyingPartyUrl}/`)
  const bearer = providerSecrets(openSecrets(config)).admin
  const { id: authorityId } = await addAuthority(administrator, {
    kind: "oidc_provider",
    name: "The app's login",
    settings: { issuer, relyingPartyUrl },
    secret: { bearer },
  })
  const database = await openProviderDatabase(url)
  return {
    ...{ issuer, relyingPartyUrl, bearer, database, authorityId },
    async close() {
      await database.end()
      for (const child of children) child.kill("SIGKILL")
    },
  }
}
