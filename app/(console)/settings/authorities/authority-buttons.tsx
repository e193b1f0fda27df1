"use client"

import { useState, useTransition } from "react"
import type { ConformanceStep } from "../../../../lib/containment/authorities/conformance/recorder.ts"
import { Notice } from "../../../ui/blocks/notice.tsx"
import { Button } from "../../../ui/controls/button.tsx"
import { Dialog } from "../../../ui/controls/dialog.tsx"
import { Mark } from "../../../ui/marks/mark.tsx"
import { type DataColumn, DataTable } from "../../../ui/table/data-table.tsx"
import { checkAuthorityAction, removeAuthorityAction } from "./actions.ts"

/** What can be done with an authority here. */
export function AuthorityButtons({ id, name }: { id: string; name: string }) {
  const [found, setFound] = useState<Awaited<ReturnType<typeof checkAuthorityAction>> | null>(null)
  const [isBusy, begin] = useTransition()
  return (
    <div className="stack stack-tight">
      <div className="row">
        <Button
          isSmall
          busyLabel={isBusy ? "Checking, on canary accounts alone …" : null}
          aria-label={`Check ${name} now`}
          onClick={() => begin(async () => setFound(await checkAuthorityAction(id)))}
        >
          Check now
        </Button>
        <Dialog
          opener={{ label: "Remove", fullLabel: `Remove ${name}`, isSmall: true }}
          title={`Remove ${name}`}
          confirm={{ label: "Remove the authority", busyLabel: "Removing …", kind: "danger" }}
          action={() => removeAuthorityAction(id)}
        >
          <p>
            No logout can be planned with it any more, and its secrets are deleted. What it has ended stays
            ended.
          </p>
        </Dialog>
      </div>
      {found?.message ? <Notice tone="error">{found.message}</Notice> : null}
      {found && found.steps.length > 0 ? <Steps name={name} steps={found.steps} /> : null}
    </div>
  )
}

function Steps({ name, steps }: { name: string; steps: readonly ConformanceStep[] }) {
  const failed = steps.filter(({ result }) => result === "failed").length
  const skipped = steps.filter(({ result }) => result === "skipped").length
  return (
    <>
      <Notice
        tone={failed > 0 ? "error" : "done"}
        title={failed > 0 ? `${failed} of ${steps.length} steps failed` : "No step failed"}
      >
        {skipped > 0 ? `${skipped} could not be tried.` : null}
      </Notice>
      <DataTable
        caption={`What the check of ${name} came to`}
        columns={columns}
        rows={steps}
        getRowKey={({ what }) => what}
      />
    </>
  )
}

const results = {
  passed: { shape: "tick", tone: "done" },
  failed: { shape: "dash", tone: "error" },
  skipped: { shape: "ring", tone: "quiet" },
} as const

const columns: DataColumn<ConformanceStep>[] = [
  { id: "what", header: "Step", isRowHeader: true, render: ({ what }) => what },
  { id: "result", header: "Result", render: ({ result }) => <Mark {...results[result]}>{result}</Mark> },
  { id: "found", header: "Found", render: ({ found }) => found },
]
