"use client"

import { useRouter } from "next/navigation"
import { useEffect } from "react"
import type { LogoutView } from "../../../../../../server/logout-view.ts"
import { Notice } from "../../../../../../ui/blocks/notice.tsx"

/** A dry run that is being made: the page shows it as soon as it is there. */
export function Planning({ progressHref }: { progressHref: string }) {
  const router = useRouter()
  useEffect(() => {
    const source = new EventSource(progressHref)
    source.onmessage = ({ data }: MessageEvent<string>) => {
      if ((JSON.parse(data) as LogoutView).standing === "planning") return
      source.close()
      router.refresh()
    }
    return () => source.close()
  }, [progressHref, router])
  return (
    <Notice tone="info" title="The dry run is being made: nobody is touched">
      The authority is asked whom it would be about, and the list is frozen. This page shows it as soon as it
      is there: seconds for thousands of people, minutes for millions.
    </Notice>
  )
}
