"use client"

import { useActionState } from "react"
import { keep } from "../../shared/keep.ts"
import { Notice } from "../../ui/blocks/notice.tsx"
import { Panel } from "../../ui/blocks/panel.tsx"
import { LinkButton } from "../../ui/controls/button.tsx"
import { CopyButton } from "../../ui/controls/copy-button.tsx"
import { Field } from "../../ui/controls/field.tsx"
import { Input } from "../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../ui/controls/submit-button.tsx"
import { QrCode } from "../../ui/figures/qr-code.tsx"
import styles from "./account.module.css"
import {
  beginSecondFactorAction,
  confirmSecondFactorAction,
  removeSecondFactorAction,
  type SecretState,
} from "./actions.ts"

interface SecondFactorPanelProps {
  isSet: boolean
  isRequired: boolean
}

export function SecondFactorPanel({ isSet, isRequired }: SecondFactorPanelProps) {
  const [made, begin] = useActionState(beginSecondFactorAction, {})
  const [confirmed, confirm] = useActionState(confirmSecondFactorAction, {})
  const { codes } = confirmed
  return (
    <Panel title="Second factor" note="A code of your phone, besides your password, when you sign in.">
      {codes ? <BackupCodes codes={codes} /> : null}
      {isSet && !codes ? <RemoveForm isRequired={isRequired} /> : null}
      {isSet || codes ? null : made.drawing ? (
        <form className="stack measure" action={confirm} onReset={keep}>
          <Secret made={made} />
          <Field
            label="Code"
            hint="The six digits that the authenticator shows now."
            error={confirmed.fields?.code ?? confirmed.message}
            isRequired
          >
            {(ties) => (
              <Input {...ties} className={styles.code} name="code" autoComplete="one-time-code" isCode />
            )}
          </Field>
          <div>
            <SubmitButton busyLabel="Looking at the code …">Confirm this code</SubmitButton>
          </div>
        </form>
      ) : (
        <form className="stack measure" action={begin} onReset={keep}>
          {made.message ? <Notice tone="error">{made.message}</Notice> : null}
          <p>
            You have none. Anybody who learns your password can sign in as you. You need an authenticator,
            such as the one of your password manager or phone.
          </p>
          <Field label="Your password" error={made.fields?.password} isRequired>
            {(ties) => <Input {...ties} type="password" name="password" autoComplete="current-password" />}
          </Field>
          <div>
            <SubmitButton busyLabel="Making a secret …">Set up a second factor</SubmitButton>
          </div>
        </form>
      )}
    </Panel>
  )
}

function Secret({ made: { drawing, secret = "" } }: { made: SecretState }) {
  return (
    <div className={styles.secret}>
      {drawing ? (
        <QrCode label="The secret for your authenticator, which stands beside" drawing={drawing} />
      ) : null}
      <div className="stack stack-tight">
        <p>Scan this with your authenticator, or type the secret into it:</p>
        <p>
          <code className={styles.spelled}>{secret.match(/.{1,4}/g)?.join(" ")}</code>
        </p>
        <div>
          <CopyButton text={secret} label="Copy the secret" />
        </div>
      </div>
    </div>
  )
}

function BackupCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div className="stack measure">
      <Notice tone="done" title="Your second factor is set">
        Keep these backup codes where you keep no phone: each lets you sign in once without it. They are shown
        this once.
      </Notice>
      <ul className={styles.codes} aria-label="Backup codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="row">
        <CopyButton text={codes.join("\n")} label="Copy the codes" />
        <LinkButton isSmall href="/">
          Go to the incidents
        </LinkButton>
      </div>
    </div>
  )
}

function RemoveForm({ isRequired }: { isRequired: boolean }) {
  const [{ fields = {}, message }, remove] = useActionState(removeSecondFactorAction, {})
  return (
    <form className="stack measure" action={remove} onReset={keep}>
      <Notice tone="done" title="It is set">
        When you sign in you are asked for a code.
      </Notice>
      {message ? <Notice tone="error">{message}</Notice> : null}
      <p>
        {isRequired
          ? "To set it up on another phone, remove it first. Until it is set anew you can do nothing else here."
          : "To set it up on another phone, or to do without, remove it."}
      </p>
      <Field label="Your password" error={fields.password} isRequired>
        {(ties) => <Input {...ties} type="password" name="password" autoComplete="current-password" />}
      </Field>
      <Field label="Code" hint="Of your authenticator, or a backup code." error={fields.code} isRequired>
        {(ties) => (
          <Input {...ties} className={styles.code} name="code" autoComplete="one-time-code" isCode />
        )}
      </Field>
      <div>
        <SubmitButton kind="danger" busyLabel="Removing it …">
          Remove the second factor
        </SubmitButton>
      </div>
    </form>
  )
}
