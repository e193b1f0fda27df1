import { useRouter } from "next/navigation"
import { useEffect } from "react"

/** Shows the page anew, once, as soon as its progress says what is waited for; `isSo` is the same function each time. */
export function useRefreshWhen<View>(progressHref: string, isSo: (view: View) => boolean): void {
  const router = useRouter()
  useEffect(() => {
    const source = new EventSource(progressHref)
    source.onmessage = ({ data }: MessageEvent<string>) => {
      if (!isSo(JSON.parse(data) as View)) return
      source.close()
      router.refresh()
    }
    return () => source.close()
  }, [progressHref, isSo, router])
}
