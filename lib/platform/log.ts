import { readFileSync } from "node:fs"
import { join } from "node:path"
import pino from "pino"
import type { Config } from "../core/config.ts"
import {
  errorFields,
  type Log,
  type LogFields,
  type LogLevel,
  redact,
  silentLog,
  wordsOf,
} from "../core/log.ts"
import { projectRoot } from "./config.ts"

export type ProcessName = "web" | "worker" | "attempt" | "public" | "supervisor"

const levels = ["info", "warn", "error"] as const satisfies LogLevel[]

/**
 * The log of a process, on its standard error: a JSON object a line, or as text what is out of order in words, or
 * nothing. Whatever it is given, it tells no more than `redact` lets through.
 */
export function openLog(process: ProcessName, { log: form }: Pick<Config, "log">): Log {
  if (form === "off") return silentLog
  return form === "text" ? textLog() : jsonLog(process)
}

function withError({ error, ...fields }: LogFields): Omit<LogFields, "error"> {
  return error === undefined ? fields : { ...errorFields(error, projectRoot), ...fields }
}

function textLog(): Log {
  const tell: Log["warn"] = (event, fields = {}) => {
    const all = withError(fields)
    const [place] = String(redact(all).frames ?? "").split(" ")
    process.stderr.write(`tocsin: ${wordsOf(event, all)}${place ? `, at ${place}` : ""}\n`)
  }
  return { info: () => {}, warn: tell, error: tell }
}

function jsonLog(name: ProcessName): Log {
  // Written at once: a process that ends has told everything.
  const destination = pino.destination({ dest: 2, sync: true })
  destination.on("error", () => {}) // A reader that is gone must not end the process.
  const lines = pino(
    {
      base: { process: name, version: versionOf() },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  )
  const tell =
    (level: LogLevel): Log[LogLevel] =>
    (event, fields = {}) =>
      lines[level]({ event, ...redact(withError(fields)) })
  return Object.fromEntries(levels.map((level) => [level, tell(level)])) as Log
}

function versionOf(): string {
  const { version } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as {
    version: string
  }
  return version
}
