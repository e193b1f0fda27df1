import {
  CANARY_SUBJECTS_MAX,
  LOGINS_PER_SECOND_MAX,
  WAVES_MAX,
} from "../../../../../../lib/containment/logout/settings.ts"
import { figure } from "../../../../../../lib/core/figure.ts"
import { Field } from "../../../../../ui/controls/field.tsx"
import { Input } from "../../../../../ui/controls/inputs.tsx"
import type { FieldErrors } from "./field-errors.ts"
import type { LogoutDraft } from "./logout-draft.ts"
import styles from "./new.module.css"

/** What the login takes, and in how many steps they are logged out. */
export function PaceFields({ draft, errors }: { draft: LogoutDraft; errors: FieldErrors }) {
  const number = { inputMode: "numeric", autoComplete: "off" } as const
  return (
    <div className={styles.fieldsOf3}>
      <Field
        label="Logins a second that are possible"
        hint={`What your login takes, up to ${figure(LOGINS_PER_SECOND_MAX)}. At most 0.8 of it comes back in any second.`}
        error={errors.loginsPerSecond}
        isRequired
      >
        {(ties) => (
          <Input {...ties} {...number} name="loginsPerSecond" defaultValue={draft.loginsPerSecond} />
        )}
      </Field>
      <Field
        label="Subjects that go first"
        hint={`The canary wave, 1 to ${CANARY_SUBJECTS_MAX}: how it goes with them is looked at before anybody else.`}
        error={errors.canarySubjects}
        isRequired
      >
        {(ties) => <Input {...ties} {...number} name="canarySubjects" defaultValue={draft.canarySubjects} />}
      </Field>
      <Field
        label="Waves"
        hint={`After the canary wave, 1 to ${WAVES_MAX}: between two of them it is looked whether all is well.`}
        error={errors.waves}
        isRequired
      >
        {(ties) => <Input {...ties} {...number} name="waves" defaultValue={draft.waves} />}
      </Field>
    </div>
  )
}
