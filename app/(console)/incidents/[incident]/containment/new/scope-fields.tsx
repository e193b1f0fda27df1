"use client"

import { useState } from "react"
import { type ScopeKind, scopeKinds } from "../../../../../../lib/containment/logout/settings.ts"
import { letterGroups } from "../../../../../../lib/core/letters.ts"
import { scopeWords } from "../../../../../shared/containment/words.ts"
import { partWords } from "../../../../../shared/notices/words.ts"
import { CheckSet } from "../../../../../ui/controls/check-set.tsx"
import { RadioCards } from "../../../../../ui/controls/choices.tsx"
import { Field } from "../../../../../ui/controls/field.tsx"
import { Input, Textarea } from "../../../../../ui/controls/inputs.tsx"
import { errorOf, type FieldErrors } from "./field-errors.ts"
import type { LogoutDraft } from "./logout-draft.ts"
import styles from "./new.module.css"

interface FieldsProps {
  draft: LogoutDraft
  errors: FieldErrors
}

/** Whom it is about: one way of saying it, with what that way needs. */
export function ScopeFields({ draft, revision, errors }: FieldsProps & { revision: number | null }) {
  const [scope, setScope] = useState(draft.scope)
  const noRevision = "No revision is finished yet: classify the log first"
  const texts: Record<ScopeKind, string | undefined> = {
    sessions: "The authority names everybody whose sessions were used then.",
    log:
      revision === null ? undefined : `Everybody whom the log of revision ${revision} names in its window.`,
    all: "Whoever has a session from before the cut-off.",
    groups: revision === null ? undefined : `As revision ${revision} has them.`,
    list: "Up to 100,000, by the names that the authority has for them.",
  }
  return (
    <>
      <RadioCards
        legend="Whom it is about"
        name="scope"
        defaultValue={draft.scope}
        onChange={(value) => setScope(value as ScopeKind)}
        options={scopeKinds.map((value) => ({
          value,
          label: scopeWords[value],
          text: texts[value],
          ...((value === "log" || value === "groups") && revision === null && { disabledReason: noRevision }),
        }))}
        error={errors.scope}
      />
      <div className={scope === "sessions" ? styles.fieldsOf2 : styles.hidden}>
        <Field label="Used from (UTC)" error={errors["scope.from"]} isRequired>
          {(ties) => <Input {...ties} type="datetime-local" name="from" step={1} defaultValue={draft.from} />}
        </Field>
        <Field label="Used until (UTC)" error={errors["scope.to"]} isRequired>
          {(ties) => <Input {...ties} type="datetime-local" name="to" step={1} defaultValue={draft.to} />}
        </Field>
      </div>
      <div className={scope === "groups" ? undefined : styles.hidden}>
        <CheckSet
          legend="Groups"
          name="groups"
          chosen={draft.groups}
          options={letterGroups.map((value) => ({ value, label: partWords(value) }))}
          error={errorOf(errors, "scope.groups")}
        />
      </div>
      <div className={scope === "list" ? undefined : styles.hidden}>
        <Field
          label="Names"
          hint="One a line, or parted by commas; a name that stands twice counts once."
          error={errorOf(errors, "scope.subjects")}
          isRequired
        >
          {(ties) => <Textarea {...ties} isCode name="subjects" rows={6} defaultValue={draft.subjects} />}
        </Field>
      </div>
    </>
  )
}

/** Who is never logged out, and who last of all. */
export function LeftOutFields({ draft, errors }: FieldsProps) {
  return (
    <div className={styles.fieldsOf2}>
      <Field label="Exempt" hint="Never logged out: one name a line." error={errorOf(errors, "exempt")}>
        {(ties) => <Textarea {...ties} isCode name="exempt" rows={3} defaultValue={draft.exempt} />}
      </Field>
      <Field
        label="Operators"
        hint="Logged out last of all, so that somebody can stop it until then."
        error={errorOf(errors, "operators")}
      >
        {(ties) => <Textarea {...ties} isCode name="operators" rows={3} defaultValue={draft.operators} />}
      </Field>
    </div>
  )
}
