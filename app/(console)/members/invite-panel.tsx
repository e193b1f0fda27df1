"use client"

import { useActionState, useState } from "react"
import { roleOptions } from "../../shared/access/role-options.ts"
import { keep } from "../../shared/keep.ts"
import { Notice } from "../../ui/blocks/notice.tsx"
import { Panel } from "../../ui/blocks/panel.tsx"
import { Button } from "../../ui/controls/button.tsx"
import { CopyButton } from "../../ui/controls/copy-button.tsx"
import { Field } from "../../ui/controls/field.tsx"
import { Input, Select } from "../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../ui/controls/submit-button.tsx"
import { Instant } from "../../ui/figures/instant.tsx"
import { type InviteState, inviteMemberAction } from "./actions.ts"
import styles from "./members.module.css"

/** Invites somebody; where it is for a member, they alone can be invited. */
export function InvitePanel(props: {
  disabledReason: string | null
  member?: { email: string; name: string; role: string }
}) {
  const [round, setRound] = useState(0)
  return <InviteRound key={round} {...props} onAgain={() => setRound(round + 1)} />
}

interface InviteRoundProps {
  disabledReason: string | null
  member?: { email: string; name: string; role: string }
  onAgain: () => void
}

function InviteRound({ disabledReason, member, onAgain }: InviteRoundProps) {
  const [{ fields = {}, message, issued }, action] = useActionState(inviteMemberAction, {} as InviteState)
  const title = member ? "Password or phone lost" : "Invite somebody"
  const note = member
    ? "By a one-time link they set a new password; their sessions and their second factor end when they do."
    : "They get a one-time link that is good for 7 days, by which they choose a password."
  if (issued)
    return (
      <Panel title={title} note={note}>
        <Issued issued={issued} again={<Button onClick={onAgain}>Make another link</Button>} />
      </Panel>
    )
  return (
    <Panel title={title} note={note}>
      <form className="stack measure" action={action} onReset={keep}>
        {message ? <Notice tone="error">{message}</Notice> : null}
        {member ? (
          <>
            {Object.entries(member).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            {fields.email ? <Notice tone="error">{fields.email}</Notice> : null}
          </>
        ) : (
          <>
            <Field label="E-mail" error={fields.email} isRequired>
              {(ties) => <Input {...ties} type="email" name="email" autoComplete="off" />}
            </Field>
            <Field label="Name" hint="What colleagues call them." error={fields.name} isRequired>
              {(ties) => <Input {...ties} name="name" autoComplete="off" />}
            </Field>
            <Field label="Role" error={fields.role} isRequired>
              {(ties) => <Select {...ties} name="role" options={roleOptions} defaultValue="support" />}
            </Field>
          </>
        )}
        <div>
          <SubmitButton
            kind={member ? "plain" : "primary"}
            busyLabel="Making the link …"
            disabledReason={disabledReason}
          >
            {member ? "Make a link for a new password" : "Make the invitation"}
          </SubmitButton>
        </div>
      </form>
    </Panel>
  )
}

interface IssuedProps {
  issued: NonNullable<InviteState["issued"]>
  again: React.ReactNode
}

function Issued({ issued: { link, email, expiresAt, mail }, again }: IssuedProps) {
  return (
    <div className="stack measure">
      <Notice tone="done" title={mail === "sent" ? `The link was mailed to ${email}` : "The link is made"}>
        {mail === "sent" ? null : `Give it to ${email} yourself, over a way that you trust. `}
        {mail === "failed" ? "The mail could not be sent. " : null}
        It is shown this once, and good once, until <Instant at={expiresAt} />.
      </Notice>
      <p className={styles.link}>
        <code>{link}</code>
      </p>
      <div className="row">
        <CopyButton text={link} label="Copy the link" />
        {again}
      </div>
    </div>
  )
}
