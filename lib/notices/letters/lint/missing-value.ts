import { findMark, marksIn, ownMarks } from "../marks.ts"
import { EMPTY, NO_VALUE, NOTHING_PATTERN, RAW_ID_PATTERN, readerFaults, SHOWS_ID } from "./reader-faults.ts"
import type { Fault, LintedLetter, LintRule } from "./rule.ts"

const NOTHING = new RegExp(String.raw`^\s*$|${NOTHING_PATTERN}`)
const RAW_ID = new RegExp(RAW_ID_PATTERN, "i")

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
      ...faultsOfList(letter, names),
    ]
  },
}

function isFilled(name: string): boolean {
  return findMark(name) !== null || (ownMarks as readonly string[]).includes(name)
}

function faultsOfSamples({ samples }: LintedLetter, names: ReadonlySet<string>): Fault[] {
  return samples.flatMap(({ values }) =>
    [...names].filter(isFilled).flatMap((name) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined
      return faultsOf(name, value).map((text) => ({ where: `{{${name}}}`, text, readers: 0 }))
    }),
  )
}

/** Of all readers on the list, those whom nobody stands in for as well. */
function faultsOfList({ faults }: LintedLetter, names: ReadonlySet<string>): Fault[] {
  return faults.flatMap(({ fault, readers }) => {
    const found = readerFaults[fault]
    if (!("marks" in found)) return []
    return found.marks
      .filter((name) => names.has(name))
      .map((name) => ({ where: `{{${name}}}`, text: found.text, readers }))
  })
}

/** Never the value itself: findings are seen by people who may not see whom a letter is for. */
function faultsOf(name: string, value: string | readonly string[] | undefined): string[] {
  if (value === undefined) return [NO_VALUE]
  const values = typeof value === "string" ? [value] : value
  return [
    ...(values.length === 0 || values.some((one) => NOTHING.test(one)) ? [EMPTY] : []),
    ...(name !== "code" && values.some((one) => RAW_ID.test(one)) ? [SHOWS_ID] : []),
  ]
}
