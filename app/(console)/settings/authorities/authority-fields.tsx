import { kindWords } from "../../../../lib/containment/authorities/capability-words.ts"
import type { AuthorityKind } from "../../../../lib/core/authority-settings.ts"
import { type Capability, tokenKinds } from "../../../../lib/core/session-authority.ts"
import { Field } from "../../../ui/controls/field.tsx"
import { Input, Select } from "../../../ui/controls/inputs.tsx"
import { type AuthorityField, effectOptions, fieldsByKind, isDeclaring } from "./field-words.ts"

type Errors = Readonly<Record<string, string>>
type Settings = Readonly<Record<string, unknown>>

interface AuthorityFieldsProps {
  kind: AuthorityKind
  errors: Errors
  /** As they are; absent where there is none yet. */
  settings?: Settings | undefined
}

/** What one kind of authority is reached with, and what becomes of its tokens where nobody can be asked. */
export function AuthorityFields({ kind, errors, settings = {} }: AuthorityFieldsProps) {
  return (
    <>
      {fieldsByKind[kind].map((field) => (
        <OneField key={field.name} field={field} error={errors[field.name]} settings={settings} />
      ))}
      {isDeclaring(kind) ? <TokenFields errors={errors} declared={settings.tokens as Capability[]} /> : null}
    </>
  )
}

interface OneFieldProps {
  field: AuthorityField
  error: string | undefined
  settings: Settings
}

function OneField({ field: { name, label, hint, type, isRequired }, error, settings }: OneFieldProps) {
  if (type === "check")
    return (
      <Field label={label} error={error}>
        {(ties) => (
          <input {...ties} type="checkbox" name={name} defaultChecked={settingOf(settings, name) === true} />
        )}
      </Field>
    )
  const isSecret = type === "secret"
  const value = settingOf(settings, name)
  return (
    <Field label={label} hint={hint} error={error} isRequired={isRequired}>
      {(ties) => (
        <Input
          {...ties}
          name={name}
          type={isSecret ? "password" : "text"}
          inputMode={type === "address" ? "url" : type === "number" ? "numeric" : undefined}
          autoComplete={isSecret ? "new-password" : "off"}
          defaultValue={isSecret || value === undefined ? "" : String(value)}
          isCode={type === "address" || isSecret}
        />
      )}
    </Field>
  )
}

/** The value of `settings.limits.burst`; secrets are in no settings. */
function settingOf(settings: Settings, name: string): unknown {
  const [part, ...path] = name.split(".")
  if (part !== "settings") return undefined
  return path.reduce<unknown>((found, key) => (found as Settings | undefined)?.[key], settings)
}

function TokenFields({ errors, declared = [] }: { errors: Errors; declared?: readonly Capability[] }) {
  return (
    <>
      {errors["settings.tokens"] ? <p role="alert">{errors["settings.tokens"]}</p> : null}
      {tokenKinds.map((kind) => {
        const known = declared.find((one) => one.kind === kind)
        return (
          <div key={kind} className="row">
            <Field label={`${kindWords[kind]}: once ended, one`}>
              {(ties) => (
                <Select
                  {...ties}
                  name={`tokens.${kind}.effect`}
                  options={effectOptions}
                  defaultValue={effectOf(known)}
                />
              )}
            </Field>
            <Field
              label={`${kindWords[kind]}: for so many seconds at most`}
              error={errors[`settings.tokens.${kind}`]}
            >
              {(ties) => (
                <Input
                  {...ties}
                  name={`tokens.${kind}.windowS`}
                  inputMode="numeric"
                  autoComplete="off"
                  defaultValue={known?.windowS ?? ""}
                />
              )}
            </Field>
          </div>
        )
      })}
    </>
  )
}

function effectOf(known: Capability | undefined): string {
  if (!known) return ""
  return known.effect === "until_expiry" && known.diesByEpoch ? "until_expiry_or_epoch" : known.effect
}
