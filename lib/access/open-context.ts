import type { PrismaClient } from "../../prisma/generated/client.ts"
import type { Config } from "../core/config.ts"
import type { Actor, Context, SystemContext } from "../core/context.ts"
import type { Reader, WithEngine } from "../core/engine.ts"
import { appendEntry } from "../trail/append-entry.ts"
import { demand } from "./rules.ts"

/** What all contexts of a process share. */
export interface Resources {
  database: PrismaClient
  results: Reader
  withEngine: WithEngine
  config: Config
}

/** The worker, as the trail names it. */
const system: Actor = { id: "system", name: "Tocsin", role: "system" }

/** A context in which a person acts. */
export function openContext(resources: Resources, actor: Actor): Context {
  const { database, results, withEngine, config } = resources
  return {
    actor,
    db: database,
    results,
    withEngine,
    config,
    now: () => new Date(),
    async mutate(act, about, work) {
      demand(actor, act)
      return await database.$transaction(async (tx) => {
        const result = await work(tx)
        const entry = typeof about === "function" ? about(result) : about
        if (entry) await appendEntry(tx, actor, act, entry)
        return result
      })
    },
  }
}

/** A context in which Tocsin itself acts. */
export function openSystemContext(resources: Resources): SystemContext {
  return {
    ...openContext(resources, system),
    ledger: (work) => resources.database.$transaction(work),
  }
}
