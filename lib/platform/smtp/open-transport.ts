import type { Config } from "../../core/config.ts"
import { AppError } from "../../core/errors.ts"
import type { LetterTransport, OpenTransport, TransportName } from "../../core/letter-transport.ts"
import { type Relay, readRelayUrl } from "../../core/relay.ts"
import type { Sink } from "../../core/sink.ts"
import { openPool, type PoolBounds, usualBounds } from "./connection-pool.ts"

/** How many Message-IDs the sink is asked for at once. */
const LOOKED_UP_MAX = 1_000

/**
 * Ways out for letters over the settings: the sink, which can be asked what it took, and the relay of TOCSIN_MAIL_URL, which
 * cannot. Throws precondition where the relay is wanted and none is set.
 */
export function transportsOf(
  config: Pick<Config, "letters" | "mail">,
  sink: Pick<Sink, "lookUp">,
  bounds: Partial<PoolBounds> = {},
): OpenTransport {
  return (name) => {
    const pool = openPool(relayOf(config, name), { ...usualBounds, ...bounds })
    const transport: LetterTransport = { name, send: pool.send, close: pool.close }
    return name === "sink" ? { ...transport, lookUp: (ids) => lookUp(sink, ids) } : transport
  }
}

function relayOf({ letters: { sink }, mail }: Pick<Config, "letters" | "mail">, name: TransportName): Relay {
  if (name === "sink")
    return {
      host: sink.host,
      port: sink.port,
      isTls: false,
      credentials: null,
      settings: new URLSearchParams({ ignoreTLS: "true" }),
    }
  if (mail === null) throw new AppError("precondition", "No letter can leave: TOCSIN_MAIL_URL names no relay")
  return readRelayUrl(mail.url)
}

async function lookUp(sink: Pick<Sink, "lookUp">, messageIds: readonly string[]) {
  const answers: Awaited<ReturnType<Sink["lookUp"]>> = new Map()
  for (let from = 0; from < messageIds.length; from += LOOKED_UP_MAX) {
    const some = await sink.lookUp(messageIds.slice(from, from + LOOKED_UP_MAX))
    for (const [messageId, answer] of some) answers.set(messageId, answer)
  }
  return answers
}
