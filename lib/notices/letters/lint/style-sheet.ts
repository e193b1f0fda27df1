import type { HtmlElement } from "./read-html.ts"

export type Scheme = "light" | "dark"

export interface StyleRule {
  selector: string
  declarations: readonly Declaration[]
  /** In which schemes it holds; what depends on the screen's size holds in both. */
  schemes: readonly Scheme[]
}

export interface Declaration {
  name: string
  value: string
  isImportant: boolean
}

const BOTH: readonly Scheme[] = ["light", "dark"]

/** The rules of a style sheet, in their order. */
export function readStyleSheet(text: string): StyleRule[] {
  return readRules(text.replaceAll(/\/\*[\s\S]*?\*\//g, ""), BOTH)
}

function readRules(text: string, schemes: readonly Scheme[]): StyleRule[] {
  const rules: StyleRule[] = []
  let rest = text
  while (rest.includes("{")) {
    const start = rest.indexOf("{")
    const end = endOfBlock(rest, start)
    const head = rest.slice(0, start).split(";").at(-1)?.trim() ?? ""
    const body = rest.slice(start + 1, end)
    rest = rest.slice(end + 1)
    if (/^@media\b/i.test(head)) rules.push(...readRules(body, schemesOf(head, schemes)))
    else if (!head.startsWith("@"))
      for (const selector of head.split(","))
        rules.push({ selector: selector.trim(), declarations: readDeclarations(body), schemes })
  }
  return rules
}

function endOfBlock(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1
    if (text[at] === "}") depth -= 1
    if (depth === 0) return at
  }
  return text.length
}

function schemesOf(head: string, within: readonly Scheme[]): readonly Scheme[] {
  const [, scheme] = /prefers-color-scheme\s*:\s*(light|dark)/i.exec(head) ?? []
  return scheme === undefined ? within : within.filter((one) => one === scheme.toLowerCase())
}

export function readDeclarations(text: string): Declaration[] {
  return text.split(";").flatMap((one) => {
    const colon = one.indexOf(":")
    if (colon < 0) return []
    const value = one.slice(colon + 1).trim()
    const isImportant = /!\s*important$/i.test(value)
    return [
      {
        name: one.slice(0, colon).trim().toLowerCase(),
        value: value.replace(/\s*!\s*important$/i, "").toLowerCase(),
        isImportant,
      },
    ]
  })
}

/** What holds for one property of an element itself, or null: what is important first, then inline, then the sheet. */
export function declared(
  element: HtmlElement,
  names: readonly string[],
  rules: readonly StyleRule[],
  scheme: Scheme,
): string | null {
  const fromSheet = rules
    .filter((rule) => rule.schemes.includes(scheme) && matches(element, rule.selector))
    .map((rule) => ({ declarations: rule.declarations, weight: weightOf(rule.selector) }))
    .sort((one, other) => one.weight - other.weight)
    .flatMap(({ declarations }) => declarations)
  const inline = readDeclarations(element.attributes.style ?? "")
  const all = [...fromSheet, ...inline].filter(({ name }) => names.includes(name))
  return (all.filter(({ isImportant }) => isImportant).at(-1) ?? all.at(-1))?.value ?? null
}

function weightOf(selector: string): number {
  return (selector.match(/#/g)?.length ?? 0) * 100 + (selector.match(/\./g)?.length ?? 0) * 10 + 1
}

/** Whether a selector of tags, classes and ids names an element; what is more than that names none. */
function matches(element: HtmlElement, selector: string): boolean {
  const steps = selector.split(/[\s>]+/).filter((step) => step !== "")
  const last = steps.pop()
  if (last === undefined || !matchesStep(element, last)) return false
  let above = element.parent
  for (const step of steps.reverse()) {
    while (above && !matchesStep(above, step)) above = above.parent
    if (!above) return false
    above = above.parent
  }
  return true
}

function matchesStep({ tag, attributes }: HtmlElement, step: string): boolean {
  if (step === ":root") return tag === "html"
  const parts = /^(\*|[a-z][a-z0-9]*)?((?:[.#][\w-]+)*)$/i.exec(step)
  if (!parts) return false
  const [, name, marks = ""] = parts
  if (name && name !== "*" && name.toLowerCase() !== tag) return false
  const classes = (attributes.class ?? "").split(/\s+/)
  return (marks.match(/[.#][\w-]+/g) ?? []).every((mark) =>
    mark.startsWith(".") ? classes.includes(mark.slice(1)) : attributes.id === mark.slice(1),
  )
}
