"use client"

import { useState, useTransition } from "react"
import { counted } from "../../../shared/counted.ts"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Button } from "../../../ui/controls/button.tsx"
import { Dialog } from "../../../ui/controls/dialog.tsx"
import { Instant } from "../../../ui/figures/instant.tsx"
import { removeSwitchAction, type TriedEvaluation, tryEvaluationAction } from "./actions.ts"

interface SwitchButtonsProps {
  id: string
  label: string
  isAskable: boolean
  underWay: number
}

/** What can be done with a switch here; it is turned in the room of an incident. */
export function SwitchButtons({ id, label, isAskable, underWay }: SwitchButtonsProps) {
  const [answer, setAnswer] = useState<TriedEvaluation | null>(null)
  const [isBusy, begin] = useTransition()
  return (
    <div className="stack stack-tight">
      <div className="row">
        <Button
          isSmall
          disabledReason={isAskable ? null : "It has no address for evaluation."}
          busyLabel={isBusy ? "Asking …" : null}
          aria-label={`Try the evaluation of ${label}`}
          onClick={() => begin(async () => setAnswer(await tryEvaluationAction(id)))}
        >
          Try the evaluation
        </Button>
        <Dialog
          opener={{ label: "Remove", fullLabel: `Remove ${label}`, isSmall: true }}
          title={`Remove ${label}`}
          confirm={{ label: "Remove the switch", busyLabel: "Removing …", kind: "danger" }}
          action={() => removeSwitchAction(id)}
        >
          <p>
            Nothing is sent to it any more, nobody asks it, and its secret is deleted. What it is now, it
            stays.{" "}
            {underWay === 0
              ? "No turn of it waits."
              : `${counted(underWay, "turn that is under way is", "turns that are under way are")} given up.`}
          </p>
        </Dialog>
      </div>
      {answer ? (
        <Notice
          tone={answer.isSaid ? "done" : "error"}
          title={answer.isSaid ? "It answers" : "It says nothing"}
        >
          Asked what it is: {answer.words}
          {answer.since ? (
            <>
              , since <Instant at={answer.since} precision="second" />
            </>
          ) : null}
          .
        </Notice>
      ) : null}
    </div>
  )
}
