import { type Fault, type LintRule, quoted } from "./rule.ts"

const ACTIVE = new Set([
  "form",
  "input",
  "button",
  "select",
  "textarea",
  "script",
  "iframe",
  "frame",
  "object",
  "embed",
  "applet",
  "audio",
  "video",
  "base",
])
const ATTACHED =
  /\battach(?:ed|ment|ments)\b|\benclosed\b|\b(?:im|als|den|dem|der) anhang\b|\bangehängt\b|\bbeigefügt\b/i
const DENIED = /\b(?:no|not|never|kein\w*|nichts?|nie)\b/i

/** A form, a script, something that moves or is attached: a letter is read, and nothing else. */
export const activeContent: LintRule = {
  name: "active-content",
  kind: "block",
  find({ page, text }) {
    const elements = page.elements.flatMap(({ tag, attributes }): Fault[] => [
      ...(ACTIVE.has(tag)
        ? [{ where: `<${tag}>`, text: "a letter has no forms, scripts or embedded things" }]
        : []),
      ...Object.entries(attributes)
        .filter(([name, value]) => /^on/i.test(name) || /^\s*(?:javascript|vbscript|cid):/i.test(value))
        .map(([name]) => ({ where: `<${tag} ${name}>`, text: "a letter runs nothing and attaches nothing" })),
      ...(tag === "meta" && /refresh/i.test(attributes["http-equiv"] ?? "")
        ? [{ where: "<meta>", text: "a letter leads nowhere by itself" }]
        : []),
    ])
    const attached = text.split(/(?<=[.!?])\s|\n/).filter((one) => ATTACHED.test(one) && !DENIED.test(one))
    return [
      ...elements,
      ...attached.map((one) => ({ where: quoted(one), text: "no letter has an attachment" })),
    ]
  },
}
