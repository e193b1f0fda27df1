"use client"

import { useActionState, useState } from "react"
import { figure } from "../../../../../lib/core/figure.ts"
import { printable } from "../../../../../lib/core/printable.ts"
import { questionTitle, unitOf } from "../../../../../lib/exposure/question-words.ts"
import type { AnsweredQuestion } from "../../../../../lib/exposure/revisions/conclusion.ts"
import type { EarlierAnswer } from "../../../../../lib/exposure/revisions/list-answers.ts"
import { exportHref } from "../../../../shared/addresses.ts"
import { keep } from "../../../../shared/keep.ts"
import { Notice } from "../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../ui/blocks/panel.tsx"
import { Button, LinkButton } from "../../../../ui/controls/button.tsx"
import { RadioCards } from "../../../../ui/controls/choices.tsx"
import { Field } from "../../../../ui/controls/field.tsx"
import { Textarea } from "../../../../ui/controls/inputs.tsx"
import { SubmitButton } from "../../../../ui/controls/submit-button.tsx"
import { Instant } from "../../../../ui/figures/instant.tsx"
import { answerQuestionAction, confirmGapsAction } from "./actions.ts"

interface QuestionPanelProps {
  address: { incident: number; revision: number }
  question: AnsweredQuestion
  /** Who gave the answer that counts. */
  by: string | null
  earlier: EarlierAnswer | null
  earlierBy: string | null
  /** Why this person may not answer; null where they may. */
  disabledReason: string | null
  /** Why this person may not ask for a revision with the gaps confirmed. */
  gapReason: string | null
}

const verdicts = [
  { value: "settled", label: "Settled", text: "It is explained, and hides nobody who is affected" },
  {
    value: "stands",
    label: "It stands",
    text: "It is not explained, or may hide people: nobody may be called unaffected",
  },
]

/** One open question with its answer, or the form for it. */
export function QuestionPanel(props: QuestionPanelProps) {
  const { question, by, address, gapReason } = props
  const [isChanging, setChanging] = useState(false)
  const { answer } = question
  return (
    <Panel
      title={questionTitle(question.code)}
      note={`${figure(question.count)} ${unitOf(question.code, question.count)}`}
      actions={
        answer && !isChanging ? (
          <Button isSmall disabledReason={props.disabledReason} onClick={() => setChanging(true)}>
            Answer anew
          </Button>
        ) : null
      }
    >
      <div className="stack">
        <p className="measure">{printable(question.text)}</p>
        {question.code === "malformed" ? (
          <div>
            <LinkButton
              isSmall
              href={exportHref({ number: address.incident }, "rejects", address.revision)}
              download
            >
              Export the rows that could not be read
            </LinkButton>
          </div>
        ) : null}
        {answer && !isChanging ? (
          <Notice
            tone={answer.verdict === "settled" ? "done" : "caution"}
            title={answer.verdict === "settled" ? "Settled" : "It stands"}
          >
            <p>{answer.reason}</p>
            <p className="soft">
              {by}, <Instant at={answer.answeredAt} />
            </p>
          </Notice>
        ) : (
          <AnswerForm {...props} onDone={() => setChanging(false)} />
        )}
        {question.code === "suspected_gap" ? (
          <ConfirmGaps address={address} disabledReason={gapReason} />
        ) : null}
      </div>
    </Panel>
  )
}

function AnswerForm(props: QuestionPanelProps & { onDone: () => void }) {
  const { address, question, earlier, earlierBy, disabledReason, onDone } = props
  const [reason, setReason] = useState("")
  const [state, action] = useActionState(
    async (_: object, form: FormData) => {
      const told = await answerQuestionAction(address, question.code, question.answer?.id ?? null, form)
      if (!told.message && !told.fields) onDone()
      return told
    },
    {} as Awaited<ReturnType<typeof answerQuestionAction>>,
  )
  return (
    <form action={action} onReset={keep} className="stack measure">
      {state.message ? <Notice tone="error">{state.message}</Notice> : null}
      {earlier ? (
        <Notice
          tone="info"
          title={`Revision ${earlier.revision} was answered: ${earlier.verdict === "settled" ? "settled" : "it stands"}`}
          actions={
            <Button isSmall onClick={() => setReason(earlier.reason)}>
              Take over this reason
            </Button>
          }
        >
          “{earlier.reason}” ({earlierBy}). It asked about {figure(earlier.count)}{" "}
          {unitOf(question.code, earlier.count)}, this one about {figure(question.count)}.
        </Notice>
      ) : null}
      <RadioCards
        legend="Answer"
        name="verdict"
        options={verdicts}
        error={state.fields?.verdict}
        isRequired
      />
      <Field
        label="Reason"
        hint="A sentence or two that will stand in the report."
        error={state.fields?.reason}
        isRequired
      >
        {(ties) => (
          <Textarea
            {...ties}
            name="reason"
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <div>
        <SubmitButton busyLabel="Keeping the answer …" disabledReason={disabledReason}>
          Keep this answer
        </SubmitButton>
      </div>
    </form>
  )
}

function ConfirmGaps({ address, disabledReason }: Pick<QuestionPanelProps, "address" | "disabledReason">) {
  const [state, action] = useActionState(
    () => confirmGapsAction(address),
    {} as Awaited<ReturnType<typeof confirmGapsAction>>,
  )
  return (
    <form action={action} className="stack">
      {state.message ? <Notice tone="error">{state.message}</Notice> : null}
      <p className="soft measure">
        If rows are missing there, run again with these stretches as gaps: everybody who could have been seen
        or have seen in them is then counted as undetermined.
      </p>
      <div>
        <SubmitButton kind="plain" busyLabel="Asking for a revision …" disabledReason={disabledReason}>
          Run again with these gaps confirmed
        </SubmitButton>
      </div>
    </form>
  )
}
