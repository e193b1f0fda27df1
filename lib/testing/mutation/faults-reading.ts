// biome-ignore-all lint/suspicious/noTemplateCurlyInString: faults quote sources, placeholders and all
// Exempt from the limit of 250 lines: a table, three lines a fault.
import { type Fault, faultsIn } from "./fault.ts"

const wrongMacro = faultsIn("lib/evidence/macros.sql")
const wrongCompile = faultsIn("lib/evidence/mapping/compile.ts")
const wrongTable = faultsIn("lib/evidence/tables.ts")
const wrongReader = faultsIn("lib/evidence/reading/read-evidence.ts")
const wrongMedia = faultsIn("lib/evidence/queries/media-contradictions.sql")
const wrongSettle = faultsIn("lib/evidence/reading/settle.ts")
const wrongCells = faultsIn("lib/evidence/mapping/cells.ts")
const wrongSchema = faultsIn("lib/evidence/schemas.ts")

const wrongStatistics = faultsIn("lib/evidence/reading/parquet-part.ts", { format: "parquet" })

const NO_MATCH = "timestamp: no match, or no real instant, is malformed"
const SPELLINGS = "timestamp: spellings of one instant are one event (the same row without event_id)"

const values = [
  wrongMacro(
    "present(t) AS nullif(t, '')",
    "present(t) AS t",
    "empty text is not absent",
    "empty text and null are the same: absent",
  ),
  wrongMacro(
    "regexp_matches(t, ',\\s*[}\\]]')",
    "false",
    "a comma before a closing bracket is JSON",
    "bad syntax: a comma before a bracket, NaN and Infinity are no JSON, and in a text they are text",
  ),
  wrongMacro(
    "contains(lower(t), 'nan')",
    "false",
    "NaN is JSON",
    "bad syntax: a comma before a bracket, NaN and Infinity are no JSON, and in a text they are text",
  ),
  wrongMacro(
    `regexp_replace(t, '"(?:\\\\.|[^"\\\\])*"', '""', 'g')`,
    "t",
    "a text with a comma before a bracket in it is no JSON",
    "bad syntax: a comma before a bracket, NaN and Infinity are no JSON, and in a text they are text",
  ),
  wrongMacro(
    "'BIGINT', 'UBIGINT'",
    "'UBIGINT'",
    "a negative integer is no identifier, beside a long one",
    "identifier: integers beside one beyond 64 bits are their digits too",
  ),
  wrongMacro(
    " OR (kind = 'DOUBLE' AND regexp_full_match(t, '-?[0-9]+'))",
    "",
    "an integer beyond 64 bits is no identifier",
    "identifier: an integer beyond 64 bits keeps all of its digits",
  ),
  wrongMacro(
    "regexp_full_match(t, '-?[0-9]+')",
    "true",
    "a fraction is an identifier",
    "identifier: any other non-text is malformed",
  ),
  wrongMacro("[Tt ](?:[01]\\d|2[0-3]):", "[Tt ](?:[01]\\d|2[0-4]):", "hour 24 is a time", NO_MATCH),
  wrongMacro(
    "\\d{4}-\\d\\d-\\d\\d (?:[01]",
    "\\d{4}-\\d\\d-\\d\\d[T ](?:[01]",
    "a T without a zone is a timestamp",
    NO_MATCH,
  ),
  wrongMacro(
    "(?:\\.\\d{1,6})?",
    "(?:\\.\\d{1,7})?",
    "a bare time may have more than six digits of a second",
    NO_MATCH,
  ),
  wrongMacro(
    "\\d{4}-\\d\\d-\\d\\d[Tt ]",
    "\\d{4}-\\d\\d?-\\d\\d[Tt ]",
    "a month may have one digit",
    "timestamp: a month or day of one digit is none, with a zone too",
  ),
  wrongMacro("[Tt ](?:", "[T ](?:", "a small t is no timestamp", SPELLINGS),
  wrongMacro("(?:[Zz]|", "(?:Z|", "a small z is no zone", SPELLINGS),
  wrongMacro(
    "try_cast(micros(t) AS TIMESTAMPTZ)",
    "try_cast(upper(t) AS TIMESTAMPTZ) + INTERVAL 1 MICROSECOND * (regexp_extract(t, '\\.\\d{6}([5-9])', 1) <> '')::INTEGER",
    "digits beyond microseconds are rounded",
    "timestamp: digits beyond microseconds are cut, not rounded",
  ),
  wrongMacro(
    "try_cast(micros(t) AS TIMESTAMPTZ)",
    "try_cast(replace(micros(t), '+', '-') AS TIMESTAMPTZ)",
    "an offset east of Greenwich is one west of it",
    "timestamp: the window's end with an offset, and 1 µs before it",
    SPELLINGS,
  ),
  wrongCells(
    "CASE WHEN is_odd THEN is_text_kind(kind_${index}, text_${index}) ELSE true END",
    "true",
    "of a cell that is no text, any text will do",
    "identifier: any other non-text is malformed",
  ),
]

const events = [
  wrongCompile(
    "(device_id IS NULL AND media_id IS NULL)",
    "(device_id IS NULL)",
    "an event with an item and no device is malformed",
    "true device: the catalogue wins; an item not in it leaves the event's own",
  ),
  wrongCompile(
    "(device_id IS NULL AND media_id IS NULL)",
    "false",
    "an event needs neither device nor item",
    "access event: at, action and one of device_id, media_id are required",
  ),
  wrongCompile(
    "column.required ? [unknown, missing] : [unknown]",
    "[unknown]",
    "an event needs no action",
    "access event: at, action and one of device_id, media_id are required",
  ),
  wrongCompile(
    "NOT IN (${words})",
    "IN ('none')",
    "any action will do",
    "access event: action and outcome only as listed",
  ),
  wrongSchema(
    `.default("unattributed")`,
    `.default("exposure")`,
    "a missing viewer is an anonymous one by default",
    "unattributed: no viewer, by default",
  ),
  wrongSchema(
    `"former_member", "later_owner"])`,
    `"former_member", "later_owner", "staff"])`,
    "staff are in scope by default",
    "scope: staff is written and counted, and plays no part",
  ),
  wrongSchema("ms: 1_000n", "ms: 1n", "a millisecond is a microsecond", "tolerance: milliseconds"),
]

const tables = [
  wrongCompile(
    "if (lenient && !column.required)",
    "if (lenient)",
    "an account needs no id",
    "account: only a missing account_id is malformed, other unreadable cells are counted",
  ),
  wrongCompile(
    "regexp_full_match(${text}, ${literal(column.kind.source)})",
    "regexp_matches(${text}, ${literal(column.kind.source)})",
    "a cell may have its shape somewhere in it",
    "account: only a missing account_id is malformed, other unreadable cells are counted",
  ),
  wrongCompile(
    "if (column.required && cells.absentShare?.(name) !== 0)",
    "if (false)",
    "rows of tables may lack what is required",
    "entitlement: role, valid_from, device and account are required and of their kind",
  ),
  wrongCompile(
    "(${text} IS NULL OR ${value} IS NOT NULL)",
    "true",
    "a time that cannot be read is an absent one",
    "entitlement: role, valid_from, device and account are required and of their kind",
    "media: a row malformed by itself contradicts nothing",
  ),
  wrongTable(
    `interval: ["valid_from", "valid_to"],`,
    "",
    "an entitlement may end before it begins",
    "entitlement: an end before its begin is malformed",
  ),
  wrongTable(
    `interval: ["started_at", "ended_at"],`,
    "",
    "a session may end before it begins",
    "session: an end before its begin is malformed and names nobody; equal ends name",
  ),
  wrongReader(
    "${interval[1]} < ${interval[0]}",
    "${interval[1]} <= ${interval[0]}",
    "an empty interval is malformed",
    "session: an end before its begin is malformed and names nobody; equal ends name",
    "tolerance: equal ends cover nothing nevertheless, and still they end",
  ),
  wrongTable(
    "lenient: true,",
    "",
    "an account with an unreadable cell is malformed",
    "account: only a missing account_id is malformed, other unreadable cells are counted",
  ),
  wrongReader(
    "AS cells FROM ${relation} WHERE NOT is_malformed",
    "AS cells FROM ${relation}",
    "cells of malformed accounts are counted",
    "account: only a missing account_id is malformed, other unreadable cells are counted",
  ),
  wrongReader(
    'malformed > 0 ? "WHERE NOT is_malformed" : ""',
    '""',
    "malformed rows of tables are used",
    "media: a row malformed by itself contradicts nothing",
  ),
  wrongReader(
    "tables.media.malformed += contradictions",
    "tables.media.malformed += 0",
    "contradictory items are not counted as malformed",
    "media: an absent time contradicts a known one",
  ),
]

const settled = [
  wrongMedia(
    "min(device_id) <> max(device_id)",
    "false",
    "rows of an item that differ in device agree",
    "media: contradicting devices make all rows malformed, the agreeing ones too",
  ),
  wrongMedia(
    "count(recorded_at) NOT IN (0, count(*))",
    "false",
    "an absent time agrees with a known one",
    "media: an absent time contradicts a known one",
  ),
  wrongMedia(
    "coalesce(min(recorded_at) <> max(recorded_at), false)",
    "false",
    "rows of an item that differ in time agree",
    "media: contradicting times 1 µs apart",
  ),
  wrongMedia(
    "min(device_id) <> max(device_id)",
    "min(device_id) <> max(device_id) OR min(kind) <> max(kind)",
    "rows of an item that differ in kind contradict each other",
    "media: rows that agree in device and time are one, however spelt and of whatever kind",
  ),
  wrongMedia(
    "WHERE media_id NOT IN (SELECT media_id FROM repeated_media)",
    "WHERE true",
    "rows of an item that agree are several items",
    "media: rows that agree in device and time are one, however spelt and of whatever kind",
  ),
  wrongMedia(
    "WHERE NOT is_contradictory",
    "WHERE true",
    "a contradictory item counts as in the catalogue",
    "media: contradicting times 1 µs apart",
  ),
  wrongSettle(
    "NOT (${column} > previous)",
    "NOT (${column} >= previous)",
    "neighbouring rows with one key are taken for two accounts",
    "account: of several rows any with an address makes it reachable, and it is one account",
  ),
  wrongSettle(
    "GROUP BY 1 HAVING count(*) > 1",
    "GROUP BY 1 HAVING count(*) > 2",
    "an item with two rows is taken for two items",
    "media: contradicting times 1 µs apart",
  ),
  wrongSettle(
    "min(email) AS email",
    "first(email) AS email",
    "of several rows of an account the first one's address is taken, though it has none",
    "account: of several rows any with an address makes it reachable, and it is one account",
  ),
]

const parquet = [
  wrongStatistics(
    "sum(stats_null_count)::DOUBLE / greatest(sum(num_values), 1)",
    "0::DOUBLE",
    "Parquet columns hold no nulls",
    "access event: at, action and one of device_id, media_id are required",
  ),
]

/** Of section 1: what a cell, a row and a table are. */
export const readingFaults: Fault[] = [...values, ...events, ...tables, ...settled, ...parquet]
