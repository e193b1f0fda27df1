"use client"

import { useRouter } from "next/navigation"
import { useEffect } from "react"

interface KeepFreshProps {
  progressHref: string
  /** Stands for what this page shows. */
  version: string
}

/**
 * Shows the room anew when something in it has changed; what is being typed stays. While nothing is under way each stream
 * ends at once, and the browser asks again after a few seconds by itself.
 */
export function KeepFresh({ progressHref, version }: KeepFreshProps) {
  const router = useRouter()
  useEffect(() => {
    const source = new EventSource(progressHref)
    source.onmessage = ({ data }: MessageEvent<string>) => {
      if ((JSON.parse(data) as { version: string }).version !== version) router.refresh()
    }
    return () => source.close()
  }, [progressHref, version, router])
  return null
}
