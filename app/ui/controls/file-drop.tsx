"use client"

import { type DragEvent, useId, useState } from "react"
import { classes } from "../classes.ts"
import { UploadIcon } from "../icons.tsx"
import styles from "./file-drop.module.css"
import { FileRow, type SentFile } from "./file-row.tsx"

interface FileDropProps {
  label: string
  hint?: string | undefined
  /** As of an input: ".ndjson,.gz,.parquet". */
  accept?: string | undefined
  files: readonly SentFile[]
  onFiles: (files: File[]) => void
  onRemove?: ((name: string) => void) | undefined
  onRetry?: ((name: string) => void) | undefined
}

/** Takes files by a drop or by the button, and shows how far each of them is. */
export function FileDrop({ label, hint, accept, files, onFiles, onRemove, onRetry }: FileDropProps) {
  const id = useId()
  const [isOver, setOver] = useState(false)
  function over(event: DragEvent, is: boolean) {
    event.preventDefault()
    setOver(is)
  }
  function drop(event: DragEvent) {
    over(event, false)
    onFiles([...event.dataTransfer.files])
  }
  return (
    <div className={styles.files}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the input within is the first */}
      <div
        className={classes(styles.drop, isOver && styles.over)}
        onDragOver={(event) => over(event, true)}
        onDragLeave={(event) => over(event, false)}
        onDrop={drop}
      >
        <UploadIcon />
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        <input
          id={id}
          className={styles.input}
          type="file"
          multiple
          accept={accept}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={(event) => {
            onFiles([...(event.target.files ?? [])])
            event.target.value = ""
          }}
        />
        {hint ? (
          <p id={`${id}-hint`} className={styles.hint}>
            {hint}
          </p>
        ) : null}
      </div>
      {files.length === 0 ? null : (
        <ul className={styles.list} aria-label="Files">
          {files.map((file) => (
            <FileRow key={file.name} file={file} onRemove={onRemove} onRetry={onRetry} />
          ))}
        </ul>
      )}
    </div>
  )
}
