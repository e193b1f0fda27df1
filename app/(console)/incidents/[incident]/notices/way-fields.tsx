import { Disclosure } from "../../../../ui/blocks/disclosure.tsx"
import { RadioCards } from "../../../../ui/controls/choices.tsx"
import { Field } from "../../../../ui/controls/field.tsx"
import { Input } from "../../../../ui/controls/inputs.tsx"
import styles from "./notices.module.css"
import type { FieldErrors } from "./part-fields.tsx"
import type { PlanDraft } from "./plan-draft.ts"

interface WayFieldsProps {
  draft: PlanDraft
  errors: FieldErrors
}

/** How fast letters leave, and in which slices, so that support can be staffed. */
export function PaceFields({ draft, errors }: WayFieldsProps) {
  const slice = ["perHour", "perDay", "hours"].find((name) =>
    Object.keys(errors).some((field) => field.startsWith(`pace.${name}`)),
  )
  const number = { inputMode: "numeric", autoComplete: "off" } as const
  return (
    <div className="stack stack-tight">
      <div className={styles.fieldsOf3}>
        <Field label="Letters a second, at most" error={errors["pace.perSecond"]} isRequired>
          {(ties) => <Input {...ties} {...number} name="perSecond" defaultValue={draft.perSecond} />}
        </Field>
        <Field
          label="Seconds before the first one leaves"
          hint="In which everything can still be stopped."
          error={errors.holdS}
          isRequired
        >
          {(ties) => <Input {...ties} {...number} name="holdS" defaultValue={draft.holdS} />}
        </Field>
      </div>
      <Disclosure
        summary="Slices: hours of the day, letters an hour and a day"
        isOpen={slice || draft.perHour || draft.perDay || draft.hoursFrom ? true : undefined}
      >
        <div className={styles.fieldsOf3}>
          <Field label="Letters an hour, at most" error={errors["pace.perHour"]}>
            {(ties) => <Input {...ties} {...number} name="perHour" defaultValue={draft.perHour} />}
          </Field>
          <Field label="Letters a day, at most" error={errors["pace.perDay"]}>
            {(ties) => <Input {...ties} {...number} name="perDay" defaultValue={draft.perDay} />}
          </Field>
          <Field label="Only from this hour on" hint="0 to 24" error={errors["pace.hours.from"]}>
            {(ties) => <Input {...ties} {...number} name="hoursFrom" defaultValue={draft.hoursFrom} />}
          </Field>
          <Field
            label="Only until this hour"
            hint="0 to 24"
            error={errors["pace.hours.to"] ?? errors["pace.hours"]}
          >
            {(ties) => <Input {...ties} {...number} name="hoursTo" defaultValue={draft.hoursTo} />}
          </Field>
          <Field label="In the time zone" hint="Such as Europe/Berlin" error={errors["pace.hours.timeZone"]}>
            {(ties) => <Input {...ties} name="timeZone" autoComplete="off" defaultValue={draft.timeZone} />}
          </Field>
        </div>
      </Disclosure>
    </div>
  )
}

/** Who sends, what becomes of unknown outcomes, and when it pauses by itself. */
export function SettlementFields({ draft, errors }: WayFieldsProps) {
  return (
    <div className={styles.fieldsOf2}>
      <RadioCards
        legend="Who sends them"
        name="executor"
        defaultValue={draft.executor}
        options={[
          {
            value: "smtp",
            label: "Tocsin",
            text: "Through the sink, or the relay that an administrator armed",
          },
          {
            value: "external",
            label: "Somebody else’s system",
            text: "It is handed a signed list, and its results come back here",
          },
        ]}
        error={errors.executor}
      />
      <RadioCards
        legend="Letters of which nobody knows whether they arrived"
        name="unknown"
        defaultValue={draft.unknown}
        options={[
          { value: "leave", label: "Stay as they are", text: "They are named, and never sent again" },
          { value: "ask_person", label: "A person decides", text: "One by one, with a reason" },
        ]}
        error={errors.unknown}
      />
      <Field
        label="Pause by itself when so many per cent come back"
        error={errors["brake.bouncedShare"]}
        isRequired
      >
        {(ties) => (
          <Input
            {...ties}
            name="bouncedPercent"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={draft.bouncedPercent}
          />
        )}
      </Field>
    </div>
  )
}
