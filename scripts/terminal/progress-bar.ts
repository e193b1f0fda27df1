import { Presets, SingleBar } from "cli-progress"
import { printable } from "../../lib/core/printable.ts"
import type { OnProgress } from "../../lib/core/progress.ts"

const LINE_EVERY_MS = 3_000

export interface ProgressBar {
  onProgress: OnProgress
  stop(): void
}

/** Progress on standard error: a bar on a terminal, a line every few seconds elsewhere. */
export function openProgress(): ProgressBar {
  return process.stderr.isTTY ? openBar() : openLines()
}

function openBar(): ProgressBar {
  const bar = new SingleBar(
    {
      format: "{bar} {percentage} %  {label}",
      stream: process.stderr,
      barsize: 30,
      hideCursor: true,
      clearOnComplete: true,
      fps: 8,
    },
    Presets.shades_classic,
  )
  bar.start(100, 0, { label: "Starting" })
  return {
    onProgress: ({ label, done }) => bar.update(Math.floor(done * 100), { label: printable(label) }),
    stop: () => bar.stop(),
  }
}

function openLines(): ProgressBar {
  let toldAt = Date.now()
  return {
    onProgress: ({ label, done }) => {
      const now = Date.now()
      if (now - toldAt < LINE_EVERY_MS) return
      toldAt = now
      process.stderr.write(`${String(Math.floor(done * 100)).padStart(3)} %  ${printable(label)}\n`)
    },
    stop: () => {},
  }
}
