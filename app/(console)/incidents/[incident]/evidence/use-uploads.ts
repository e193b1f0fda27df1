import { useCallback, useRef, useState } from "react"
import type { SentFile } from "../../../../ui/controls/file-row.tsx"

export interface Uploads {
  files: readonly SentFile[]
  isBusy: boolean
  send: (files: File[]) => void
  retry: (name: string) => void
  /** Takes a file that failed off the list. */
  forget: (name: string) => void
}

/** Sends files into an evidence set, one after the other; calls `onSent` when some have arrived and none waits. */
export function useUploads(setId: string, onSent: () => void): Uploads {
  const [files, setFiles] = useState<readonly SentFile[]>([])
  const waiting = useRef<File[]>([])
  const failed = useRef(new Map<string, File>())
  const isSending = useRef(false)
  const change = useCallback((name: string, part: Partial<SentFile>) => {
    setFiles((all) => all.map((file) => (file.name === name ? { ...file, ...part } : file)))
  }, [])

  const work = async () => {
    if (isSending.current) return
    isSending.current = true
    let arrived = 0
    for (let file = waiting.current.shift(); file; file = waiting.current.shift()) {
      const { name } = file
      change(name, { state: "sending", sentBytes: 0 })
      const refused = await sendFile(setId, file, (sentBytes) => change(name, { sentBytes }))
      if (refused === null) arrived++
      else failed.current.set(name, file)
      change(
        name,
        refused === null ? { state: "done", sentBytes: file.size } : { state: "failed", reason: refused },
      )
    }
    isSending.current = false
    if (arrived > 0) onSent()
  }

  const send = (more: File[]) => {
    const names = new Set(more.map(({ name }) => name))
    setFiles((all) => [
      ...all.filter(({ name }) => !names.has(name)),
      ...more.map(({ name, size }) => ({ name, sizeBytes: size, sentBytes: 0, state: "waiting" as const })),
    ])
    waiting.current.push(...more)
    work()
  }
  return {
    files,
    isBusy: files.some(({ state }) => state === "waiting" || state === "sending"),
    send,
    retry: (name) => {
      const file = failed.current.get(name)
      if (file) send([file])
    },
    forget: (name) => setFiles((all) => all.filter((file) => file.name !== name || file.state === "sending")),
  }
}

/** Sends one file; gives why it was refused or did not arrive, or null. A request of this kind tells how far it is. */
function sendFile(
  setId: string,
  file: File,
  onProgress: (sentBytes: number) => void,
): Promise<string | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open("PUT", `/api/evidence/${setId}/files/${encodeURIComponent(file.name)}`)
    request.upload.onprogress = ({ loaded }) => onProgress(loaded)
    request.onload = () => resolve(request.status < 300 ? null : refusalIn(request))
    request.onerror = () => resolve("The connection broke off. Nothing of the file was kept; try again.")
    request.onabort = request.onerror
    request.send(file)
  })
}

function refusalIn(request: XMLHttpRequest): string {
  try {
    return String((JSON.parse(request.responseText) as { message?: string }).message)
  } catch {
    return `Tocsin answered with status ${request.status}. Nothing of the file was kept; try again.`
  }
}
