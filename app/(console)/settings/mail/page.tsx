import type { Metadata } from "next"
import { may } from "../../../../lib/access/rules.ts"
import { namesOf } from "../../../../lib/exposure/revisions/list-revisions.ts"
import { type Arming, findArming } from "../../../../lib/notices/delivery/find-arming.ts"
import { requireContext } from "../../../server/session.ts"
import { Desk } from "../../../shared/desk.tsx"
import { reasonOf } from "../../../shared/reason-of.ts"
import { KeyValue } from "../../../ui/blocks/key-value.tsx"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Panel } from "../../../ui/blocks/panel.tsx"
import { Instant } from "../../../ui/figures/instant.tsx"
import { PageHeader } from "../../../ui/shell/page-header.tsx"
import { ArmDialog, DisarmDialog } from "./arming-dialogs.tsx"

export const metadata: Metadata = { title: "Way out for letters" }

export default async function MailPage() {
  const ctx = await requireContext("/settings/mail", "settings.view")
  const state = await findArming(ctx)
  const names = await namesOf(ctx, state.arming ? [state.arming.armedBy] : [])
  const { sink, dkim, bounceMailbox } = ctx.config.letters
  return (
    <Desk>
      <PageHeader title="Way out for letters" />
      <Now state={state} by={names.get(state.arming?.armedBy ?? "") ?? "somebody who has left"} />
      <Panel
        title="What can be done"
        note="Arming lets approved letters leave; it sends none by itself. Both stand in the trail."
      >
        <div className="stack">
          {state.relay === null ? (
            <p className="measure">
              To send letters to the people they are for, name a relay in <code>TOCSIN_MAIL_URL</code>, such
              as <code>smtp://user:password@mail.example.org:587</code>, start Tocsin again, and arm it here.
            </p>
          ) : state.arming ? (
            <DisarmDialog relay={state.relay} disabledReason={reasonOf(may(ctx.actor, "mail.disarm"))} />
          ) : (
            <ArmDialog relay={state.relay} disabledReason={reasonOf(may(ctx.actor, "mail.arm"))} />
          )}
        </div>
      </Panel>
      <Panel title="Settings" note="They are read when Tocsin starts.">
        <KeyValue
          pairs={[
            { key: "Relay", value: state.relay === null ? "none is set" : <code>{state.relay}</code> },
            { key: "Sink", value: <code>{`${sink.host}:${sink.port}`}</code> },
            {
              key: "Signature (DKIM)",
              value: dkim ? <code>{`${dkim.selector}._domainkey.${dkim.domain}`}</code> : "left to the relay",
            },
            {
              key: "Reports of what came back",
              value: bounceMailbox ? "read from a mailbox" : "by webhook alone",
            },
          ]}
        />
      </Panel>
    </Desk>
  )
}

function Now({ state: { relay, arming }, by }: { state: Arming; by: string }) {
  if (arming)
    return (
      <Notice tone="caution" title={`Letters leave through ${relay}`}>
        What is approved and sent reaches the people it is for. {by} armed it, <Instant at={arming.armedAt} />
        .
      </Notice>
    )
  return (
    <Notice tone="done" title="Letters go to the sink: nobody outside gets one">
      The sink keeps each letter here, to be looked at.{" "}
      {relay === null ? "No relay is set." : `The relay ${relay} is set and not armed.`}
    </Notice>
  )
}
