"use client"

import { Notice } from "../ui/blocks/notice.tsx"
import { Button, LinkButton } from "../ui/controls/button.tsx"

export interface TroubleProps {
  error: unknown
  retry: () => void
}

/** What a page says that could not be made: what to do, and by what the cause is found in the server's log. */
export function Trouble({ error, retry }: TroubleProps) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null
  return (
    <Notice
      tone="error"
      title="This page could not be made"
      actions={
        <>
          <Button onClick={() => retry()}>Try again</Button>
          <LinkButton href="/">Go to the incidents</LinkButton>
        </>
      }
    >
      <p>
        The database, or the engine that reads results, did not answer; perhaps it is just restarting. Nothing
        was changed or lost. Try again in a moment; if it stays so, <code>scripts/tocsin doctor</code> says
        what is wrong.
      </p>
      {digest === null ? null : <p className="soft">The server’s log has the cause under {digest}.</p>}
    </Notice>
  )
}
