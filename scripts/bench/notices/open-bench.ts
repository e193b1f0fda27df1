import { setTimeout as wait } from "node:timers/promises"
import type { Sink } from "../../../lib/core/sink.ts"
import { openSecrets } from "../../../lib/platform/secrets.ts"
import { openSink } from "../../../lib/platform/sink/client.ts"
import { sinkEnvironmentOf } from "../../processes/supervise.ts"
import { type BenchWorker, freePorts, type OwnInstallation, openInstallation } from "../own-installation.ts"

const READY_MS_MAX = 30_000

/** An installation of its own for letters: embedded database, sink, and workers as they are asked for. */
export interface LetterBench
  extends Pick<OwnInstallation, "config" | "ctx" | "startWorker" | "restartDatabase" | "close"> {
  sink: Sink
  /** Host and port of the sink, as a relay that cannot be asked. */
  relay: string
}

export type LetterWorker = BenchWorker

/** @throws AppError unavailable when the database or the sink does not start */
export async function openBench(): Promise<LetterBench> {
  const port = await freePorts(2)
  const installation = await openInstallation("letters", {
    TOCSIN_SINK_PORT: String(port),
    TOCSIN_MAIL_URL: `smtp://127.0.0.1:${port}?ignoreTLS=true`,
    TOCSIN_MAIL_FROM: "care@cameras.example",
  })
  const { config, start, close } = installation
  start("sink", sinkEnvironmentOf(config))
  const sink = openSink(config, openSecrets(config))
  try {
    await untilItAnswers(sink)
  } catch (error) {
    await close()
    throw error
  }
  return { ...installation, sink, relay: `127.0.0.1:${port}` }
}

async function untilItAnswers(sink: Sink): Promise<void> {
  for (const deadline = Date.now() + READY_MS_MAX; ; await wait(100)) {
    try {
      await sink.count()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
  }
}
