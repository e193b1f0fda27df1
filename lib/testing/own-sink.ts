import { once } from "node:events"
import { type AddressInfo, createServer } from "node:net"
import { afterAll } from "vitest"
import type { Config } from "../core/config.ts"
import type { Sink } from "../core/sink.ts"
import { readConfig } from "../platform/config.ts"
import { openSecrets } from "../platform/secrets.ts"
import { openSink } from "../platform/sink/client.ts"
import { openSinkServer, type SinkServer } from "../platform/sink/open-sink-server.ts"

export interface OwnSink {
  sink: Sink
  config: Config
  /** What processes that use it need beside the data folder. */
  settings: Record<string, string>
  /** Of its mail server. */
  port: number
  server: SinkServer
}

/** A real sink over a data folder, closed when the test file's tests are done; a closed one may be opened anew. */
export async function ownSink(dataFolder: string, given: Record<string, string> = {}): Promise<OwnSink> {
  const settings = { TOCSIN_SINK_PORT: String(await twoFreePorts()), ...given }
  const config = readConfig({ TOCSIN_DATA: dataFolder, ...settings })
  const server = await openSinkServer(config, openSecrets(config))
  afterAll(() => server.close())
  return {
    sink: openSink(config, openSecrets(config)),
    config,
    settings,
    port: config.letters.sink.port,
    server,
  }
}

/** Two ports in a row that nobody has. */
export async function twoFreePorts(): Promise<number> {
  for (;;) {
    const first = createServer().listen(0, "127.0.0.1")
    await once(first, "listening")
    const { port } = first.address() as AddressInfo
    const second = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      second.once("error", () => resolve(false))
      second.listen(port + 1, "127.0.0.1", () => resolve(true))
    })
    await Promise.all([first, second].map((one) => new Promise((resolve) => one.close(resolve))))
    if (isFree) return port
  }
}
