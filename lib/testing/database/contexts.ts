import { randomUUID } from "node:crypto"
import type { Role } from "../../../prisma/generated/client.ts"
import { openContext, openSystemContext, type Resources } from "../../access/open-context.ts"
import type { Context, Database, SystemContext } from "../../core/context.ts"
import type { Reader } from "../../core/engine.ts"
import { readConfig } from "../../platform/config.ts"
import { engineFor } from "../../platform/engine/with-engine.ts"
import { openMail } from "../../platform/mail.ts"
import { openSecrets } from "../../platform/secrets.ts"

/** No result is read where this is used. */
const unread = { rows: () => Promise.reject(new Error("no results here")), close: async () => {} }

export interface Contexts {
  resources: Resources
  system: SystemContext
  /** The context of a new person of a role. */
  as(role: Role): Promise<Context>
}

/** Contexts over a test file's database, with their data in a folder; other settings and results where a test needs them. */
export function contextsOver(
  database: Database,
  dataFolder: string,
  { settings = {}, results = unread }: { settings?: Record<string, string>; results?: Reader } = {},
): Contexts {
  const config = readConfig({ TOCSIN_DATA: dataFolder, ...settings })
  const resources: Resources = {
    database,
    results,
    withEngine: engineFor(config),
    config,
    secret: openSecrets(config),
    sendMail: openMail(config),
  }
  return {
    resources,
    system: openSystemContext(resources),
    async as(role) {
      const id = randomUUID()
      const { name } = await database.user.create({
        data: { id, email: `${id}@example.org`, name: `A ${role}`, role },
      })
      return openContext(resources, { id, name, role })
    },
  }
}
