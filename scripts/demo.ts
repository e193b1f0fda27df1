/** `npm run demo`: the incident of 16 February 2024, replayed and classified before one's eyes. */
import { createHmac } from "node:crypto"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { Command } from "commander"
import { openContext, openSystemContext, type Resources } from "../lib/access/open-context.ts"
import { seedMember } from "../lib/access/people/seed-member.ts"
import type { LogoutProgress } from "../lib/containment/logout/logout-progress.ts"
import type { Config } from "../lib/core/config.ts"
import type { Context, SystemContext } from "../lib/core/context.ts"
import { AppError } from "../lib/core/errors.ts"
import { figure } from "../lib/core/figure.ts"
import { addEvidence } from "../lib/evidence/sets/add-evidence.ts"
import { listRevisions } from "../lib/exposure/revisions/list-revisions.ts"
import { requestRevision } from "../lib/exposure/revisions/request-revision.ts"
import { retryRun } from "../lib/exposure/revisions/retry-run.ts"
import type { Summary } from "../lib/exposure/summary.ts"
import { declareIncident } from "../lib/incidents/declare-incident.ts"
import { projectRoot, readConfig } from "../lib/platform/config.ts"
import { openSecrets } from "../lib/platform/secrets.ts"
import type { Role } from "../prisma/generated/client.ts"
import { wholeNumber } from "./commands/option-values.ts"
import { type ContainingPeople, logOut, switchOff, watchLog } from "./demo/contain-demo.ts"
import { keepLogGrowing } from "./demo/keep-log-growing.ts"
import { seedContainment } from "./demo/seed-containment.ts"
import { type DemoPeople, sendDemoLetters } from "./demo/send-demo-letters.ts"
import { askedToEnd, untilAborted } from "./processes/asked-to-end.ts"
import { buildConsole } from "./processes/build.ts"
import { openInstallationDatabase } from "./processes/database.ts"
import { isFree, supervise } from "./processes/supervise.ts"
import { openResources } from "./processes/system-context.ts"
import { EXIT, exitWith, Interrupted } from "./terminal/exit.ts"
import { openProgress } from "./terminal/progress-bar.ts"

/** A fiftieth of the incident's ordinary traffic: a million legitimate rows. */
const SCALE = 0.02
const SEED = 1
const TITLE = "Thumbnails shown to strangers after an outage"
const FIRST_REPORT =
  "Customers report pictures of homes that are not theirs in the events tab, since cameras came back online."
const PORTS_TRIED = 20
const DEMO_DOMAIN = "demo.example"
const LOOK_EVERY_MS = 500

/** How many people who used the app are signed in at the demo's provider; `npm run demo -- --sessions 100000` has more. */
const SESSIONS = 20_000
const SESSIONS_MAX = 100_000

/** One of each role, and a second one where somebody else of the same role approves. */
const people = {
  security: "security",
  responder: "security",
  support: "support",
  legal: "legal",
  counsel: "legal",
  auditor: "auditor",
  administrator: "administrator",
} as const satisfies Record<string, Role>

interface Login {
  person: string
  role: Role
  email: string
  password: string
}

const asked = new Command("npm run demo --")
  .description(
    "Replay the incident of 16 February 2024, classify it, contain it and write to whom it concerns; nothing leaves this machine.",
  )
  .usage("[--sessions N]")
  .option(
    "--sessions <n>",
    "how many people who used the app are signed in at the demo's identity provider, and logged out again (at most 100000)",
    wholeNumber(1, SESSIONS_MAX),
    SESSIONS,
  )
  .helpOption("--help", "show this")
  .addHelpText(
    "after",
    "\nThe demo keeps its data in data/demo, or in TOCSIN_DATA, and listens on the first free port from 4600 on, or on TOCSIN_PORT.",
  )
  .showSuggestionAfterError(false)
  .parse()
  .opts<{ sessions: number }>()

const startedAt = Date.now()
const say = (text: string) => process.stdout.write(`${text}\n`)
const step = (text: string) =>
  say(`${`${((Date.now() - startedAt) / 1000).toFixed(0)} s`.padStart(6)}  ${text}`)

const ending = askedToEnd()
try {
  await demo()
  process.exit(0)
} catch (error) {
  if (error instanceof Interrupted) process.exit(EXIT.interrupted)
  exitWith(error)
}

async function demo(): Promise<void> {
  const config = await demoConfig()
  step("Preparing the database")
  const installation = await openInstallationDatabase(config)
  const resources = openResources(config, installation.url)
  try {
    await checkIsDemo(resources)
    const logins = await seedLogins(openSystemContext(resources))
    const ctx = await contextOf(resources, "security")
    const shown: Shown = {
      ctx,
      system: openSystemContext(resources),
      databaseUrl: installation.url,
      letters: {
        support: await contextOf(resources, "support"),
        counsel: await contextOf(resources, "counsel"),
      },
      containing: { security: ctx, responder: await contextOf(resources, "responder") },
      logins,
    }
    const incidentId = await seedIncident(ctx)
    await buildConsole({ onStart: () => step("Building the pages, once for this version"), signal: ending })
    step("Starting the console")
    const { stop } = await supervise(config, installation, ending, { withIdentityProvider: true })
    try {
      await show(shown, incidentId)
    } finally {
      await resources.close()
      await stop()
    }
  } finally {
    await resources.close()
    await installation.release()
  }
}

/** Who acts in the demo, and over what. */
interface Shown {
  ctx: Context
  system: SystemContext
  databaseUrl: string
  letters: DemoPeople
  containing: ContainingPeople
  logins: readonly Login[]
}

/** Tells where the console is and how the run goes, until one is asked to end. */
async function show(shown: Shown, incidentId: string): Promise<void> {
  const { ctx, letters, logins } = shown
  const { url, dataFolder } = ctx.config
  step(`The console answers at ${url}`)
  tellLogins(logins)
  const summary = await follow(ctx, incidentId)
  if (ending.aborted) return
  if (summary) {
    tellFigures(summary)
    tellLogins(logins)
    await showContainment(shown, incidentId)
    if (ending.aborted) return
    await showLetters(letters, incidentId)
    if (ending.aborted) return
  }
  tellLogins(logins)
  say(`\nPress Ctrl-C to stop. What you do here is kept in ${dataFolder}.`)
  say(`\n  ${url}\n`)
  await untilAborted(ending)
}

/** Turns the events tab off, has the log watched, and logs out everybody who used the app; tells how that goes. */
async function showContainment(
  { ctx, system, databaseUrl, containing }: Shown,
  incidentId: string,
): Promise<void> {
  step("Signing people in at the demo’s identity provider")
  const progress = openProgress()
  try {
    const authorityId = await seedContainment(system, databaseUrl, incidentId, asked.sessions)
    const offSince = await switchOff(containing, incidentId, ending)
    if (offSince === null) return
    step("The events tab is off, and says so itself; the log that goes on is read every minute")
    const log = laterLog(ctx.config)
    void keepLogGrowing(log, offSince, { scale: SCALE, seed: SEED }, ending).catch((error: unknown) =>
      say(`The log does not go on: ${error instanceof Error ? error.message : error}`),
    )
    await untilExists(log)
    await watchLog(containing, incidentId, log)
    const done = await logOut(containing, incidentId, authorityId, progress.onProgress, ending)
    progress.stop()
    if (done) tellLogout(done)
  } catch (error) {
    progress.stop()
    if (!(error instanceof AppError)) throw error
    say(`Containment was not shown: ${error.message}. It can be done in the console.`)
  }
}

function tellLogout({ logout, counts, sample, report }: LogoutProgress): void {
  const { accepted, verified } = counts.states
  const ended = `${figure(accepted + verified)} people are logged out, ${figure(sample.inspected)} of them were looked at`
  const gaps = report?.gaps ?? []
  const proof =
    logout.standing === "closed"
      ? "every kind of old token is dead, fresh ones are taken"
      : `it stands as ${logout.standing.replaceAll("_", " ")}${gaps.length > 0 ? `: ${gaps.join("; ")}` : ""}`
  step(`${ended}; ${proof}`)
}

async function untilExists(folder: string): Promise<void> {
  while (!existsSync(folder) && !ending.aborted)
    await wait(LOOK_EVERY_MS, undefined, { signal: ending }).catch(() => {})
}

/** Where the drill's log goes on after the switch. */
function laterLog({ dataFolder }: Config): string {
  return join(dataFolder, "log-after-switch")
}

/** Sends the letters of the first revision into the inbox and tells how that goes. */
async function showLetters(people: DemoPeople, incidentId: string): Promise<void> {
  const { url } = people.support.config
  step(`Planning the letters; watch them arrive at ${url}/inbox`)
  const progress = openProgress()
  try {
    const run = await sendDemoLetters(people, incidentId, progress.onProgress, ending)
    progress.stop()
    if (!run) return
    step(
      `The letters are ${run.state === "finished" ? "in the inbox; none has left this machine" : run.state}`,
    )
    say(
      "        “Let the late evidence arrive”, on the incident’s page, makes a second revision and corrections",
    )
  } catch (error) {
    progress.stop()
    if (!(error instanceof AppError)) throw error
    say(`The letters were not sent: ${error.message}. It can be done in the console.`)
  }
}

/** The demo keeps its data apart, and takes the next free port unless one was asked for. */
async function demoConfig(): Promise<Config> {
  // Nothing of a demo leaves this machine, whatever relay the environment names.
  for (const name of ["TOCSIN_MAIL_URL", "TOCSIN_MAIL_FROM"]) delete process.env[name]
  const data = process.env.TOCSIN_DATA || join(projectRoot, "data", "demo")
  // Its app answers on this machine, and its log goes on in a folder of its own.
  process.env.TOCSIN_OUTGOING_HOSTS ||= "127.0.0.1"
  process.env.TOCSIN_EVIDENCE ||= join(data, "log-after-switch")
  const environment = { ...process.env, TOCSIN_DATA: data }
  const config = readConfig(environment)
  if (process.env.TOCSIN_PORT) return config
  for (let port = config.port; port < config.port + PORTS_TRIED; port++)
    if (await isFree(config.host, port)) return readConfig({ ...environment, TOCSIN_PORT: String(port) })
  return config
}

/** The passwords are this installation's own, and the same each time. */
async function seedLogins(ctx: SystemContext): Promise<Login[]> {
  const secret = openSecrets(ctx.config)("demo-logins").toString("base64url")
  const logins = Object.entries(people).map(([person, role]) => {
    const password = createHmac("sha256", secret)
      .update(person)
      .digest("base64url")
      .replaceAll(/[-_]/g, "x")
      .slice(0, 16)
    return { person, role, email: `${person}@${DEMO_DOMAIN}`, password }
  })
  for (const { person, role, email, password } of logins) {
    // Whoever is signed in since an earlier start stays so.
    if (await ctx.db.user.findUnique({ where: { email } })) continue
    const name = `${person[0]?.toUpperCase()}${person.slice(1)} (demo)`
    await seedMember(ctx, { email, role, password, name })
  }
  return logins
}

async function contextOf(resources: Resources, person: keyof typeof people): Promise<Context> {
  const email = `${person}@${DEMO_DOMAIN}`
  const { id, name } = await resources.database.user.findUniqueOrThrow({ where: { email } })
  return openContext(resources, { id, name, role: people[person] })
}

/** Logins that everybody can read have no place in an installation that people work with. */
async function checkIsDemo({ database, config }: Resources): Promise<void> {
  const others = await database.user.count({ where: { email: { not: { endsWith: `@${DEMO_DOMAIN}` } } } })
  if (others === 0) return
  const place = config.databaseUrl ? "DATABASE_URL" : config.dataFolder
  throw new AppError(
    "precondition",
    `${place}: is no demo's, people work with it; unset DATABASE_URL and TOCSIN_DATA`,
  )
}

/** Declares the incident with its drill once; a later start takes up what an earlier one left unfinished. */
async function seedIncident(ctx: Context): Promise<string> {
  const known = await ctx.db.incident.findFirst({ where: { title: TITLE }, orderBy: { number: "asc" } })
  const incident =
    known ??
    (await declareIncident(ctx, {
      title: TITLE,
      severity: "critical",
      awareAt: "2024-02-16T18:05:00Z",
      firstReport: FIRST_REPORT,
    }))
  const [latest] = await listRevisions(ctx, incident.id)
  if (!latest) {
    const set = await addEvidence(ctx, incident.id, {
      kind: "drill",
      drill: { scenario: "friday", scale: SCALE, seed: SEED },
    })
    await requestRevision(ctx, { evidenceSetId: set.id, incidentFile: "" })
  } else if (latest.run?.state === "failed" || latest.run?.state === "stopped")
    await retryRun(ctx, latest.run.id)
  return incident.id
}

/**
 * Shows the first revision's progress until it has ended. A run that an earlier demo left behind when it was killed is
 * failed by the worker, and tried again here.
 */
async function follow(ctx: Context, incidentId: string): Promise<Summary | null> {
  const progress = openProgress()
  let isTriedAgain = false
  try {
    while (!ending.aborted) {
      const revisions = await listRevisions(ctx, incidentId).catch(() => [])
      const finished = revisions.find(({ summary }) => summary !== null)
      if (finished) return finished.summary
      const run = revisions[0]?.run
      if (run?.state === "failed" && !isTriedAgain && Number(run.startedAt) < startedAt) {
        isTriedAgain = true
        await retryRun(ctx, run.id).catch(() => {}) // Somebody has done so in the console.
      } else if (run?.state === "failed" || run?.state === "stopped") {
        progress.stop()
        const why = run.reason ? `: ${run.reason}` : ""
        say(`The run ${run.state}${why}. It can be tried again in the console.`)
        return null
      } else if (run) progress.onProgress({ label: run.label, done: run.done })
      await wait(LOOK_EVERY_MS, undefined, { signal: ending }).catch(() => {})
    }
    return null
  } finally {
    progress.stop()
  }
}

function tellFigures({ viewers, owners, accounts }: Summary): void {
  step("Classified")
  say(
    `        ${figure(viewers.total)} viewers received footage of others; ${figure(viewers.tapped + viewers.video)} tapped it, ${figure(viewers.video)} of them viewed a video`,
  )
  say(
    `        ${figure(owners.total)} owners had footage shown to others; ${figure(accounts.total - accounts.either_upper)} of ${figure(accounts.total)} accounts are not shown as affected`,
  )
}

function tellLogins(logins: readonly Login[]): void {
  say("")
  for (const { role, email, password } of logins) say(`  ${role.padEnd(13)} ${email.padEnd(26)} ${password}`)
}
