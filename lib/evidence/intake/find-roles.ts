import { guessTime, type TimeFormat } from "./guess-time.ts"
import { valuesOf } from "./look.ts"
import { actionOf } from "./read-words.ts"
import { fieldNames, isAmong, type Role, wordsOf } from "./synonyms.ts"

/** Which columns of a log say what: of each role the most telling column. */
export type Roles = Partial<Record<Role, string>> & { timeFormat?: TimeFormat }

export interface Sample {
  columns: readonly string[]
  records: readonly Record<string, string>[]
  isParquet: boolean
}

/** Times of other things than an access. */
const NO_ACCESS_TIME =
  "granted revoked valid expires expiry expired since until born birth joined registered paired recorded updated modified last ended end"
/** An action's name is one of few, and short; what differs from row to row is none. */
const ACTIONS_MAX = 60
const ACTION_LENGTH_MAX = 60
/** Deliveries of a log repeat a few rows. */
const DISTINCT_SHARE_MIN = 0.9

/** Says what the columns of a log are, by their names, and where a name is not enough by their values. */
export function findRoles(sample: Sample): Roles {
  const roles: Roles = {}
  const time = findTime(sample)
  if (time) Object.assign(roles, time)
  const action = findAction(sample)
  if (action) roles.action = action
  const taken = () => new Set(Object.values(roles).filter((one) => typeof one === "string"))
  const url = ranked("url", sample.columns).find((column) => isUrl(valuesOf(sample.records, column)))
  if (url) roles.url = url
  // An id that is another in each row names the event; a log's footage comes back.
  const rest: Role[] = ["session_id", "account_id", "device_id", "request_id", "event_id", "media_id"]
  rest.push("ip", "user_agent", "method", "outcome", "query")
  for (const role of rest) {
    const column = ranked(role, sample.columns).find(
      (one) => !taken().has(one) && isPlausible(role, valuesOf(sample.records, one)),
    )
    if (column) roles[role] = column
  }
  return roles
}

/** Whether records with these roles are accesses: a time, something that was accessed, and somebody or an act. */
export function isLog(roles: Roles): boolean {
  const hasObject = roles.device_id ?? roles.media_id ?? roles.url
  const hasAccess = roles.action ?? roles.account_id ?? roles.session_id ?? roles.ip ?? roles.user_agent
  return roles.time !== undefined && hasObject !== undefined && hasAccess !== undefined
}

/** Columns whose names fit a role, most telling first: the whole path counts more than its end. */
function ranked(role: Role, columns: readonly string[]): string[] {
  const names = fieldNames[role].split(" ")
  const scored = columns.flatMap((column) => {
    const rank = rankOf(column, names)
    return rank === null ? [] : [{ column, rank }]
  })
  return scored.sort((a, b) => a.rank - b.rank).map(({ column }) => column)
}

function rankOf(column: string, names: readonly string[]): number | null {
  const parts = column.split(".")
  const forms = [parts, parts.slice(-2), parts.slice(-1)].map((form) => wordsOf(form.join(" ")).join(""))
  const ranks = forms.flatMap((form, index) => {
    const at = names.indexOf(form)
    // An end of a longer path is a weaker sign, and `id` at the end of one is none of the whole's.
    if (
      at < 0 ||
      (index > 0 && parts.length > 1 && /^(id|uid|name|type|key|time|date|file|event)$/.test(form))
    )
      return []
    return [at + index * 0.25]
  })
  return ranks.length === 0 ? null : Math.min(...ranks)
}

function findTime({ columns, records, isParquet }: Sample): { time: string; timeFormat: TimeFormat } | null {
  const read = (column: string) => guessTime(valuesOf(records, column), isParquet)
  for (const column of ranked("time", columns)) {
    const timeFormat = read(column)
    if (timeFormat) return { time: column, timeFormat }
  }
  // Of columns with unknown names the first that holds times; a number is one only where its name says so.
  for (const column of columns) {
    const words = wordsOf(column)
    const timeFormat = words.some((word) => isAmong(NO_ACCESS_TIME, word)) ? null : read(column)
    const isNamed = /^(ts|time|timestamp|epoch|ms|at)$/.test(words.at(-1) ?? "")
    if (timeFormat && (isNamed || timeFormat.unit === undefined)) return { time: column, timeFormat }
  }
  return null
}

/** Of the columns that could name an action the one whose values are understood most often. */
function findAction({ columns, records }: Sample): string | undefined {
  const candidates = ranked("action", columns).flatMap((column) => {
    const values = valuesOf(records, column)
    const distinct = new Set(values)
    if (values.length === 0 || distinct.size > ACTIONS_MAX) return []
    if (values.some((value) => value.length > ACTION_LENGTH_MAX)) return []
    const understood = values.filter((value) => actionOf(value) !== null && !isHttpMethod(value)).length
    return [{ column, share: understood / values.length }]
  })
  const best = candidates.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share)[0]
  return best?.column
}

function isPlausible(role: Role, values: readonly string[]): boolean {
  if (values.length === 0) return false
  const distinct = new Set(values).size
  if (role === "method") return values.every(isHttpMethod)
  if (role === "event_id") return distinct >= values.length * DISTINCT_SHARE_MIN
  if (role === "outcome") return distinct <= ACTIONS_MAX
  if (role === "ip") return values.some((value) => /^[\da-f.:, ]{2,}$/i.test(value))
  return true
}

export function isHttpMethod(value: string): boolean {
  return /^(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|CONNECT|TRACE)$/.test(value)
}

/** Addresses begin with a slash or a scheme; `GET /x` is a request line. */
function isUrl(values: readonly string[]): boolean {
  const urls = values.filter((value) => /^([A-Z]{3,7} )?(https?:\/\/[^\s/]+)?\/\S*/.test(value))
  return urls.length > 0 && urls.length >= values.length / 2
}
