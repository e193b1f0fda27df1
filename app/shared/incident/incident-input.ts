import type { Declaration } from "../../../lib/incidents/schemas.ts"

/** What the fields of an incident hold, as the verbs take it. */
export function incidentInput(form: FormData): Declaration {
  const text = (name: string) => String(form.get(name) ?? "")
  return {
    title: text("title"),
    severity: text("severity") as Declaration["severity"],
    awareAt: `${text("awareAt").slice(0, 16)}:00Z`,
    firstReport: text("firstReport"),
  }
}
