"use client"

import type { LogoutView } from "../../../../../../server/logout-view.ts"
import { useRefreshWhen } from "../../../../../../shared/use-refresh-when.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"

/** A dry run that is being made: the page shows it as soon as it is there. */
export function Planning({ progressHref }: { progressHref: string }) {
  useRefreshWhen(progressHref, isMade)
  return (
    <Notice tone="info" title="The dry run is being made: nobody is touched">
      The authority is asked whom it would be about, and the list is frozen. This page shows it as soon as it
      is there: seconds for thousands of people, minutes for millions.
    </Notice>
  )
}

function isMade({ standing }: LogoutView): boolean {
  return standing !== "planning"
}
