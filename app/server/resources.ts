import type { Resources } from "../../lib/access/open-context.ts"
import { openSignIn, type SignIn } from "../../lib/access/sign-in.ts"
import { readConfig } from "../../lib/platform/config.ts"
import { openDatabase } from "../../lib/platform/db/client.ts"
import { openReader } from "../../lib/platform/engine/reader.ts"
import { engineFor } from "../../lib/platform/engine/with-engine.ts"
import { openMail } from "../../lib/platform/mail.ts"
import { openSecrets } from "../../lib/platform/secrets.ts"

export interface WebResources extends Resources {
  signIn: SignIn
}

const held = globalThis as typeof globalThis & { tocsinResources?: WebResources }

/** What all requests of this process share; opened with the first one. */
export function resources(): WebResources {
  held.tocsinResources ??= open()
  return held.tocsinResources
}

function open(): WebResources {
  const config = readConfig()
  if (config.databaseUrl === null)
    throw new Error("DATABASE_URL is missing: start the console with `npm start`")
  const secret = openSecrets(config)
  const shared: Resources = {
    config,
    database: openDatabase(config.databaseUrl),
    results: openReader(config),
    withEngine: engineFor(config),
    secret,
    sendMail: openMail(config),
  }
  return { ...shared, signIn: openSignIn(shared, secret("sign-in").toString("base64url")) }
}
