"use client"

import type { NoticeRunView } from "../../../../../../server/notice-run-view.ts"
import { useRefreshWhen } from "../../../../../../shared/use-refresh-when.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"

/** A plan that is being made: the page shows it as soon as it is there. */
export function Planning({ progressHref }: { progressHref: string }) {
  useRefreshWhen(progressHref, isMade)
  return (
    <Notice tone="info" title="The list of people is being frozen">
      It is counted who gets which letter, from what people were told and what is known now. This page shows
      the plan as soon as it is there: seconds for thousands of people, minutes for millions.
    </Notice>
  )
}

function isMade({ state }: NoticeRunView): boolean {
  return state !== "planning"
}
