/**
 * Every event that a log may tell, with its words for people; `{field}` stands for a field. The set is closed so that
 * nobody's data becomes an event.
 */
const events = {
  "request.done": "{method} {route} {status}",
  "request.failed": "a page or an answer could not be made ({name} {code} {digest})",
  "web.listening": "the console listens",
  "web.draining": "the console ends: what is under way is brought to its end",
  "web.ended": "the console has ended",
  "web.told": "the page server told something",
  "worker.started": "the worker started",
  "worker.stopped": "the worker stopped",
  "worker.waits": "the worker cannot work just now, and tries again ({name} {code} {causeCode})",
  "run.started": "run {runId} started",
  "run.ended": "run {runId} ended ({state})",
  "run.unsettled": "the end of run {runId} cannot be written yet ({name} {code})",
  "run.folder_left": "what an attempt left behind counts for nothing and cannot be removed ({code})",
  "letter.failed": "a letter of run {runId} could not be made ({name} {code})",
  "logout.failed": "a subject of run {runId} could not be logged out ({name} {code})",
  "plan.failed": "the plan of run {runId} could not be made ({name} {code})",
  "attempt.failed": "an attempt failed by a fault of ours ({name} {code})",
  "process.ended": "the {child} ended ({cause}); starting it again",
  "process.fault": "a fault of ours, please report it ({name} {code})",
  "database.away": "the database does not come back ({name} {code} {causeCode})",
} as const

export type LogEvent = keyof typeof events

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
const uuid = new RegExp(`^${UUID}$`)
const segment = `(?:[a-z_][a-z0-9_.-]{0,30}|v\\d|\\[[a-zA-Z.]{1,30}\\]|INC-\\d{1,9}|\\d{1,9}|${UUID})`
const path = "(?:app|lib|scripts|prisma|node_modules|\\.next)(?:/@?[\\w.()[\\]~+-]{1,80}){1,20}"

type Rule = RegExp | readonly string[] | { min: number; max: number }

/** A code of the system, of Node, of Prisma, of PostgreSQL, or one of ours. */
const code =
  /^(?:E[A-Z]{2,20}|E[A-Z]{2,12}_[A-Z_]{2,40}|P\d{4}|(?=[A-Z]*\d)[0-9A-Z]{5}|(?:not_found|forbidden|conflict|invalid|precondition|limit|unavailable))$/
const count = { min: 0, max: Number.MAX_SAFE_INTEGER }

/**
 * Every field that a log line may have, with the shape of what may stand in it: ids of ours, figures, codes and closed
 * words. What names a person, an account or a file, or was typed by somebody, has no field.
 */
const rules = {
  method: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER"],
  /** As `routeOf` gives it. */
  route: new RegExp(`^(?:/|(?:/${segment}){1,12}|\\(none\\))$`),
  status: { min: 100, max: 599 },
  ms: count,
  request: new RegExp(`^(?:${UUID}|[0-9a-f]{16,64})$`),
  incidentId: uuid,
  revisionId: uuid,
  runId: uuid,
  revision: count,
  attempt: count,
  state: ["queued", "running", "done", "failed", "stopped", "handed_back", "delivered", "refused"],
  child: ["web server", "worker", "public server", "sink", "identity provider", "relying party"],
  /** Why something ended or was refused: a signal, a status, or one of our own words. */
  cause: /^(?:SIG[A-Z0-9]{2,8}|\d{1,3}|not_started)$/,
  /** The class of an error. */
  name: /^(?:[A-Z][A-Za-z]{0,50})?Error$/,
  /** The code of an error: the system's, the database's or ours. */
  code,
  /** The code of what led to it. */
  causeCode: code,
  /** By this an error page names the error to whoever meets it. */
  digest: /^\d{1,20}(?:@E\d{1,5})?$/,
  /** Where an error came from: files of the program, innermost first. */
  frames: new RegExp(`^${path}:\\d{1,7}:\\d{1,7}(?: ${path}:\\d{1,7}:\\d{1,7}){0,11}$`),
  port: { min: 1, max: 65_535 },
  count,
  bytes: count,
} as const satisfies Record<string, Rule>

export type LogField = keyof typeof rules
export interface LogFields extends Partial<Record<LogField, string | number | undefined>> {
  /** Its class, its code and where it came from are told, never its message. */
  error?: unknown
}
export type LogLevel = "info" | "warn" | "error"

/** Tells what happened, never whom it concerned: fields that are none of the list, or not of its shape, are left out. */
export type Log = Record<LogLevel, (event: LogEvent, fields?: LogFields) => void>

/** For contexts that nobody listens to, such as those of tests and commands. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }

/** What of these fields may be told. Whatever is given, nothing but fields of the list in their shapes comes out. */
export function redact(fields: Readonly<Record<string, unknown>>): Record<string, string | number> {
  const told: Record<string, string | number> = {}
  for (const name of Object.keys(rules) as LogField[]) {
    if (!Object.hasOwn(fields, name)) continue
    const value = fields[name]
    if (mayBeTold(rules[name], value)) told[name] = value
  }
  return told
}

function mayBeTold(rule: Rule, value: unknown): value is string | number {
  if (rule instanceof RegExp) return typeof value === "string" && rule.test(value)
  if ("min" in rule) return Number.isInteger(value) && Number(value) >= rule.min && Number(value) <= rule.max
  return typeof value === "string" && rule.includes(value)
}

/** An event in words, for a person at a terminal; what is not known of it is left out. */
export function wordsOf(event: LogEvent, fields: Readonly<Record<string, unknown>>): string {
  const told = redact(fields)
  return events[event]
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => String(told[name] ?? ""))
    .replaceAll(/ ?\(\s*\)/g, "")
    .replaceAll(/\s+(?=\))|(?<=\()\s+/g, "")
}

const FRAMES_MAX = 8

/**
 * What may be told of an error: its class, its code, and where in the program it came from. Its message may hold what
 * somebody typed, so it is not told.
 */
export function errorFields(error: unknown, projectRoot: string): Omit<LogFields, "error"> {
  if (typeof error !== "object" || error === null) return { name: "Error" }
  const { name, code, digest } = error as Record<"name" | "code" | "digest", unknown>
  const frames = framesOf(error, projectRoot)
  const under = (error as { cause?: { code?: unknown } | null }).cause?.code
  return {
    name: typeof name === "string" ? name : "Error",
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof under === "string" ? { causeCode: under } : {}),
    ...(typeof digest === "string" ? { digest } : {}),
    ...(frames === "" ? {} : { frames }),
  }
}

/** The message stands before the frames, may have lines of its own that look like frames, and is cut off. */
function framesOf(error: object, projectRoot: string): string {
  const { stack, message } = error as { stack?: unknown; message?: unknown }
  if (typeof stack !== "string" || typeof message !== "string") return ""
  const at = stack.indexOf(message)
  if (at === -1) return ""
  const root = projectRoot.endsWith("/") ? projectRoot : `${projectRoot}/`
  const places = stack
    .slice(at + message.length)
    .split("\n")
    .flatMap((line) => {
      const [, place] =
        /^\s+at (?:async )?(?:.* \()?((?:file:\/\/|\/)[^\s()]*(?:\([\w-]+\)[^\s()]*)*:\d+:\d+)\)?$/.exec(
          line,
        ) ?? []
      return place === undefined ? [] : [place.replace("file://", "").replace(root, "")]
    })
    .filter((place) => rules.frames.test(place))
  return places.slice(0, FRAMES_MAX).join(" ")
}
