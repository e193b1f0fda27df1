import { join } from "node:path"
import type { Config } from "../../core/config.ts"
import { doorToken } from "./door-token.ts"
import { FaultSwitch } from "./fault-switch.ts"
import { openDoor } from "./http-door.ts"
import { LetterStore } from "./letter-store.ts"
import { openMailServer } from "./smtp-server.ts"
import { TokensUnderWay } from "./tokens-under-way.ts"

export interface SinkServer {
  /** Brings to its end what is under way; whatever was acknowledged is there the next time. */
  close(): Promise<void>
}

/** Where the sink keeps its letters. */
export function sinkFolder({ dataFolder }: Pick<Config, "dataFolder">): string {
  return join(dataFolder, "sink")
}

/** Starts the sink over the letters in the data folder: its mail server, and its door for processes of ours. */
export async function openSinkServer(
  config: Pick<Config, "letters" | "dataFolder" | "diskReserveBytes">,
  secret: (purpose: string) => Buffer,
): Promise<SinkServer> {
  const { sink } = config.letters
  const store = await LetterStore.open(sinkFolder(config), { diskReserveBytes: config.diskReserveBytes })
  const tools = { store, faults: new FaultSwitch(), underWay: new TokensUnderWay() }
  const door = await openDoor(sink, doorToken(secret), tools)
  const mail = await openMailServer(sink, tools)
  let isClosed = false
  return {
    async close() {
      if (isClosed) return
      isClosed = true
      await mail.close()
      const closed = new Promise((resolve) => door.close(resolve))
      door.closeAllConnections()
      await closed
      await store.close()
    },
  }
}
