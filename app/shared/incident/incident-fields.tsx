"use client"

import { RadioCards } from "../../ui/controls/choices.tsx"
import { Field } from "../../ui/controls/field.tsx"
import { Input, Textarea } from "../../ui/controls/inputs.tsx"

interface IncidentFieldsProps {
  known: { title?: string; severity?: string; awareAt: string; firstReport?: string | undefined }
  errors: Readonly<Record<string, string>>
}

const severityOptions = [
  { value: "critical", label: "Critical", text: "Footage or video reached strangers, or may still" },
  { value: "high", label: "High", text: "Likely, or many accounts could be touched" },
  { value: "moderate", label: "Moderate", text: "Few accounts, contained" },
  { value: "low", label: "Low", text: "A suspicion to be looked into" },
]

/** What is known of an incident itself, as it is declared and corrected. */
export function IncidentFields({ known, errors }: IncidentFieldsProps) {
  return (
    <>
      <Field label="Title" error={errors.title} isRequired>
        {(ties) => (
          <Input {...ties} name="title" maxLength={200} autoComplete="off" defaultValue={known.title} />
        )}
      </Field>
      <RadioCards
        legend="Severity"
        name="severity"
        options={severityOptions}
        defaultValue={known.severity}
        error={errors.severity}
        isRequired
      />
      <Field
        label="Aware at (UTC)"
        hint="When the company became aware of it. Legal clocks run from here."
        error={errors.awareAt}
        isRequired
      >
        {(ties) => <Input {...ties} type="datetime-local" name="awareAt" defaultValue={known.awareAt} />}
      </Field>
      <Field label="First report" hint="In the words of whoever reported it." error={errors.firstReport}>
        {(ties) => (
          <Textarea {...ties} name="firstReport" rows={4} maxLength={4000} defaultValue={known.firstReport} />
        )}
      </Field>
    </>
  )
}
