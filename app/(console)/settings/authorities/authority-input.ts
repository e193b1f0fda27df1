import type { AuthorityKind } from "../../../../lib/core/authority-settings.ts"
import { tokenKinds } from "../../../../lib/core/session-authority.ts"
import { fieldsByKind, isDeclaring } from "./field-words.ts"

interface AuthorityForm {
  name: string
  settings: Record<string, unknown>
  secret: Record<string, string>
}

/** What the form of a kind says, as the verbs take it. */
export function authorityInput(kind: AuthorityKind, form: FormData): AuthorityForm {
  const input: AuthorityForm = { name: String(form.get("name") ?? ""), settings: {}, secret: {} }
  for (const { name, type } of fieldsByKind[kind] ?? []) {
    const value = type === "check" ? form.get(name) === "on" : String(form.get(name) ?? "")
    const [part = "", first = "", second] = name.split(".")
    if (part === "secret") input.secret[first] = String(value)
    else if (second === undefined) input.settings[first] = value
    else input.settings[first] = { ...(input.settings[first] as object | undefined), [second]: value }
  }
  if (isDeclaring(kind)) input.settings.tokens = declaredTokens(form)
  return input
}

function declaredTokens(form: FormData) {
  return tokenKinds.flatMap((kind) => {
    const effect = String(form.get(`tokens.${kind}.effect`) ?? "")
    if (effect === "") return []
    const text = String(form.get(`tokens.${kind}.windowS`) ?? "").trim()
    const windowS = /^\d{1,9}$/.test(text) ? Number(text) : null
    return effect === "until_expiry_or_epoch"
      ? [{ kind, effect: "until_expiry", windowS, diesByEpoch: true }]
      : [{ kind, effect, windowS }]
  })
}
