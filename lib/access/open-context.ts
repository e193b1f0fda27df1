import type { Config } from "../core/config.ts"
import type { Actor, Context, Database, SystemContext, Tx } from "../core/context.ts"
import type { Reader, WithEngine } from "../core/engine.ts"
import { AppError } from "../core/errors.ts"
import { type Log, silentLog } from "../core/log.ts"
import type { SendMail } from "../core/mail.ts"
import { noteAct } from "./note-act.ts"
import { demand } from "./rules.ts"

/** What all contexts of a process share. */
export interface Resources {
  database: Database
  results: Reader
  withEngine: WithEngine
  config: Config
  /** Nobody listens to where there is none. */
  log?: Log
  secret: Context["secret"]
  sendMail: SendMail
}

/** A whole trail is verified within one snapshot. */
const SNAPSHOT_MS_MAX = 60 * 60 * 1_000

/** The worker, as the trail names it. */
const system: Actor = { id: "system", name: "Tocsin", role: "system" }

/** A context in which a person, or a program by its key, acts. */
export function openContext(resources: Resources, actor: Actor): Context {
  const { database, results, withEngine, config, secret, sendMail } = resources
  return {
    actor,
    db: database,
    results(view) {
      demand(actor, view)
      return results
    },
    async snapshot(view, work) {
      demand(actor, view)
      return await database.$transaction(
        async (tx) => {
          await tx.$executeRaw`SET TRANSACTION READ ONLY`
          return await work(tx)
        },
        { isolationLevel: "RepeatableRead", timeout: SNAPSHOT_MS_MAX },
      )
    },
    withEngine,
    config,
    secret,
    sendMail,
    now: () => new Date(),
    async mutate(act, about, work) {
      demand(actor, act)
      return await database.$transaction(async (tx) => {
        await checkStanding(tx, actor)
        const result = await work(tx)
        const entry = typeof about === "function" ? about(result) : about
        if (entry) await noteAct(tx, actor, act, entry)
        return result
      })
    },
  }
}

/** A context in which Tocsin itself acts. */
export function openSystemContext(resources: Resources): SystemContext {
  return {
    ...openContext(resources, system),
    log: resources.log ?? silentLog,
    ledger: (work) => resources.database.$transaction(work),
    step: resources.database.step,
  }
}

/** Whoever was deactivated, given another role or had their key revoked since the request began acts no more. */
async function checkStanding(tx: Tx, { id, role }: Actor): Promise<void> {
  if (role === "system") return
  const held = id.startsWith("key:")
    ? await tx.$queryRaw<
        unknown[]
      >`SELECT 1 FROM api_key WHERE id = ${id.slice(4)}::uuid AND role = ${role}::"Role"
        AND revoked_at IS NULL AND expires_at > now() FOR SHARE`
    : await tx.$queryRaw<unknown[]>`SELECT 1 FROM "user" WHERE id = ${id} AND role = ${role}::"Role"
        AND deactivated_at IS NULL FOR SHARE`
  if (held.length === 0)
    throw new AppError("forbidden", "You are not signed in as this any more; load the page again")
}
