"use client"

import { useRouter } from "next/navigation"
import { useEffect } from "react"
import type { NoticeRunView } from "../../../../../../server/notice-run-view.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"

/** A plan that is being made: the page shows it as soon as it is there. */
export function Planning({ progressHref }: { progressHref: string }) {
  const router = useRouter()
  useEffect(() => {
    const source = new EventSource(progressHref)
    source.onmessage = ({ data }: MessageEvent<string>) => {
      if ((JSON.parse(data) as NoticeRunView).state === "planning") return
      source.close()
      router.refresh()
    }
    return () => source.close()
  }, [progressHref, router])
  return (
    <Notice tone="info" title="The list of people is being frozen">
      It is counted who gets which letter, from what people were told and what is known now. This page shows
      the plan as soon as it is there: seconds for thousands of people, minutes for millions.
    </Notice>
  )
}
