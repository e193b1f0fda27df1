/** A back end in a process of its own: it is told how large it is, and asked what it has seen. */
import { BackEnd, type BackEndSettings } from "./back-end.ts"

export type BackEndAsked =
  | { ask: "serve"; settings: BackEndSettings; secret: string }
  | { ask: "seen"; cutoffMs: number }

let backEnd: BackEnd | null = null

process.on("message", (asked: BackEndAsked) => {
  if (asked.ask === "serve") {
    backEnd = new BackEnd(asked.settings, asked.secret)
    void backEnd.listen().then((port) => process.send?.(port))
  } else process.send?.(backEnd?.seen(asked.cutoffMs))
})
