import { letterForms } from "../../emails/letter-forms.ts"
import type { Resources } from "../../lib/access/open-context.ts"
import { openSignIn, type SignIn } from "../../lib/access/sign-in.ts"
import type { OpenAuthority } from "../../lib/core/authority-settings.ts"
import type { LetterForms } from "../../lib/core/letters.ts"
import type { SendOutgoing } from "../../lib/core/outgoing.ts"
import type { Sink } from "../../lib/core/sink.ts"
import type { TestTools } from "../../lib/notices/delivery/send-test-letter.ts"
import { authoritiesOf } from "../../lib/platform/authorities/open-authority.ts"
import { readConfig } from "../../lib/platform/config.ts"
import { openDatabase } from "../../lib/platform/db/client.ts"
import { openReader } from "../../lib/platform/engine/reader.ts"
import { engineFor } from "../../lib/platform/engine/with-engine.ts"
import { openMail } from "../../lib/platform/mail.ts"
import { openOutgoing } from "../../lib/platform/outgoing.ts"
import { openSecrets } from "../../lib/platform/secrets.ts"
import { openSink } from "../../lib/platform/sink/client.ts"
import { openSigner } from "../../lib/platform/smtp/open-signer.ts"
import { transportsOf } from "../../lib/platform/smtp/open-transport.ts"

export interface WebResources extends Resources {
  signIn: SignIn
  /** How letters look. */
  forms: LetterForms
  /** The local mail server that keeps letters. */
  sink: Sink
  /** What a test letter is made and sent with. */
  testTools: () => Promise<TestTools>
  /** Requests to addresses that a person typed. */
  sendOutgoing: SendOutgoing
  /** Who can end sessions. */
  openAuthority: OpenAuthority
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
  const sink = openSink(config, secret)
  return {
    ...shared,
    signIn: openSignIn(shared, secret("sign-in").toString("base64url")),
    forms: letterForms,
    sink,
    testTools: async () => ({
      openTransport: transportsOf(config, sink),
      sign: await openSigner(config),
      forms: letterForms,
    }),
    sendOutgoing: openOutgoing(config),
    openAuthority: authoritiesOf(config),
  }
}
