"use client"

import { useActionState } from "react"
import { keep } from "../../../../../shared/keep.ts"
import { Notice } from "../../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../../ui/blocks/panel.tsx"
import { RadioCards } from "../../../../../ui/controls/choices.tsx"
import { SubmitButton } from "../../../../../ui/controls/submit-button.tsx"
import { requestLogoutAction } from "./actions.ts"
import { CutoffFields, EpochFields } from "./cutoff-fields.tsx"
import type { LogoutDraft } from "./logout-draft.ts"
import { PaceFields } from "./pace-fields.tsx"
import { LeftOutFields, ScopeFields } from "./scope-fields.tsx"

interface LogoutFormProps {
  incident: number
  authorities: readonly { id: string; name: string }[]
  /** The newest finished one; null where there is none. */
  revision: number | null
  draft: LogoutDraft
  /** Why nothing can be planned by this person; null where it can. */
  disabledReason: string | null
}

/** Who ends whose sessions, from which moment on, how fast: its dry run counts it and touches nobody. */
export function LogoutForm({ incident, authorities, revision, draft, disabledReason }: LogoutFormProps) {
  const [{ fields = {}, message }, action] = useActionState(requestLogoutAction.bind(null, incident), {})
  const unplaced = fields[""] ?? fields["scope.by"]
  return (
    <form action={action} onReset={keep} className="stack" noValidate>
      {disabledReason ? (
        <Notice tone="info" title="You can look at this form, and not send it">
          {disabledReason}.
        </Notice>
      ) : null}
      <Panel title="Who is logged out" note="Devices and services are never part of it.">
        <div className="stack">
          <RadioCards
            legend="Who ends the sessions"
            name="authorityId"
            defaultValue={draft.authorityId}
            options={authorities.map(({ id, name }) => ({ value: id, label: name }))}
            error={fields.authorityId}
          />
          <ScopeFields draft={draft} revision={revision} errors={fields} />
          <LeftOutFields draft={draft} errors={fields} />
        </div>
      </Panel>
      <Panel title="What ends" note="What was begun before the cut-off ends; what is younger stays.">
        <div className="stack">
          <CutoffFields draft={draft} errors={fields} />
          <EpochFields draft={draft} errors={fields} />
        </div>
      </Panel>
      <Panel title="How fast" note="Everybody who is logged out comes back: the login must take it.">
        <PaceFields draft={draft} errors={fields} />
      </Panel>
      <div aria-live="polite" className="stack">
        {message || unplaced ? <Notice tone="error">{message ?? unplaced}</Notice> : null}
        {Object.keys(fields).length > 0 ? (
          <Notice tone="error" title="Some fields have to be mended">
            They say above what is wrong.
          </Notice>
        ) : null}
      </div>
      <div>
        <SubmitButton busyLabel="Asking for the dry run …" disabledReason={disabledReason}>
          Make the dry run
        </SubmitButton>
      </div>
    </form>
  )
}
