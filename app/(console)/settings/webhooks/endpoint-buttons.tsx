"use client"

import { useState, useTransition } from "react"
import { counted } from "../../../shared/counted.ts"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Button } from "../../../ui/controls/button.tsx"
import { Dialog } from "../../../ui/controls/dialog.tsx"
import { pauseEndpointAction, removeEndpointAction, testEndpointAction } from "./actions.ts"

interface EndpointButtonsProps {
  id: string
  host: string
  isActive: boolean
  waiting: number
}

/** What can be done with an endpoint. */
export function EndpointButtons({ id, host, isActive, waiting }: EndpointButtonsProps) {
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, begin] = useTransition()
  const act = (work: () => Promise<string | null>) => begin(async () => setProblem(await work()))
  return (
    <div className="stack stack-tight">
      <div className="row">
        <Button
          isSmall
          disabledReason={isActive ? null : "It is paused."}
          busyLabel={isBusy ? "One moment …" : null}
          aria-label={`Send a test message to ${host}`}
          onClick={() => act(() => testEndpointAction(id))}
        >
          Send a test message
        </Button>
        <Button
          isSmall
          busyLabel={isBusy ? "One moment …" : null}
          aria-label={isActive ? `Pause ${host}` : `Let ${host} go on`}
          onClick={() => act(() => pauseEndpointAction(id, !isActive))}
        >
          {isActive ? "Pause" : "Let it go on"}
        </Button>
        <Dialog
          opener={{ label: "Remove", fullLabel: `Remove ${host}`, isSmall: true }}
          title={`Remove ${host}`}
          confirm={{ label: "Remove the endpoint", busyLabel: "Removing …", kind: "danger" }}
          action={() => removeEndpointAction(id)}
        >
          <p>
            It is told nothing any more, and its secret is deleted.{" "}
            {waiting === 0
              ? "No message waits for it."
              : `${counted(waiting, "message that waits for it is", "messages that wait for it are")} given up.`}
          </p>
        </Dialog>
      </div>
      {problem ? <Notice tone="error">{problem}</Notice> : null}
    </div>
  )
}
