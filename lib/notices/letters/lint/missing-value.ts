import { findMark, marksIn, ownMarks } from "../marks.ts"
import type { LintedLetter, LintRule } from "./rule.ts"

const NOTHING = /^\s*$|\bundefined\b|\bnull\b|\bNaN\b|Invalid Date|\[object /
/** Forms that ids have and that no name of a person or a camera has. */
const RAW_ID =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b(?=[0-9a-f]*\d)[0-9a-f]{12,}\b|\bP(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b|\b(?:acc|acct|account|usr|user|owner|dev|device|cam|camera)[_-]?(?=\w*\d{3})[0-9a-z]{4,}\b|\b\d{9,}\b/i

/** A field without a value, or with a value that is none for people. */
export const missingValue: LintRule = {
  name: "missing-value",
  kind: "block",
  find(letter) {
    const { subject, html, text } = letter
    const names = new Set(marksIn(`${subject}\n${html}\n${text}`))
    const unknown = [...names].filter((name) => !isFilled(name))
    const torn = /\{\{|\}\}/.test(text.replaceAll(/\{\{[^{}]*\}\}/g, "")) ? ["a field is not closed"] : []
    return [
      ...unknown.map((name) => ({ where: `{{${name}}}`, text: "there is no such field" })),
      ...torn.map((fault) => ({ where: "text", text: fault })),
      ...faultsOfSamples(letter, names),
    ]
  },
}

function isFilled(name: string): boolean {
  return findMark(name) !== null || (ownMarks as readonly string[]).includes(name)
}

function faultsOfSamples({ samples }: LintedLetter, names: ReadonlySet<string>) {
  const found = samples.flatMap(({ values }) =>
    [...names].flatMap((name) => {
      const fault = isFilled(name)
        ? faultOf(name, Object.hasOwn(values, name) ? values[name] : undefined)
        : null
      return fault === null ? [] : [{ where: `{{${name}}}`, text: fault }]
    }),
  )
  return found.filter(
    ({ where, text }, at) => found.findIndex((one) => one.where === where && one.text === text) === at,
  )
}

/** Never the value itself: findings are seen by people who may not see whom a letter is for. */
function faultOf(name: string, value: string | readonly string[] | undefined): string | null {
  if (value === undefined) return "some readers have no value for it"
  const values = typeof value === "string" ? [value] : value
  if (values.length === 0 || values.some((one) => NOTHING.test(one))) return "it is empty for some readers"
  if (name !== "code" && values.some((one) => RAW_ID.test(one)))
    return "it shows an id instead of a name to some readers"
  return null
}
