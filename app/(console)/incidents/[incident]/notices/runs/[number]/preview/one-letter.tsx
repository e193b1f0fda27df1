import type { ReactNode } from "react"
import { AppError } from "../../../../../../../../lib/core/errors.ts"
import { readVariantKey } from "../../../../../../../../lib/core/letters.ts"
import { previewRun } from "../../../../../../../../lib/notices/audience/preview-run.ts"
import type { PreviewedLetter } from "../../../../../../../../lib/notices/letters/preview-letters.ts"
import type { NoticeRunRoom } from "../../../../../../../server/open-notices.ts"
import { resources } from "../../../../../../../server/resources.ts"
import { runPreviewHref } from "../../../../../../../shared/addresses.ts"
import { DataText } from "../../../../../../../shared/data-text.tsx"
import { LetterFrame } from "../../../../../../../shared/notices/letter-frame.tsx"
import styles from "../../../../../../../shared/notices/letters.module.css"
import { variantWords } from "../../../../../../../shared/notices/words.ts"
import { EmptyState } from "../../../../../../../ui/blocks/empty-state.tsx"
import { Notice } from "../../../../../../../ui/blocks/notice.tsx"
import { Panel } from "../../../../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../../../../ui/controls/button.tsx"

interface OneLetterProps {
  room: NoticeRunRoom
  variant: string
  spread: string | undefined
}

const spreadWords: Record<PreviewedLetter["spread"], string> = {
  least: "who has the least",
  middle: "who is in the middle",
  most: "who has the most",
}

/** One form as a stand-in gets it: wide and narrow, light and dark, and as plain text, side by side. */
export async function OneLetter({ room, variant, spread }: OneLetterProps) {
  const { ctx, incident, run } = room
  const previews = await previewRun(ctx, resources().forms, run, variant).catch(refused)
  if (previews instanceof AppError)
    return (
      <Notice tone="caution" title="This form cannot be made yet">
        {previews.message}
      </Notice>
    )
  const shown = previews.find((one) => one.spread === spread) ?? previews.at(-1)
  const words = variantWords(readVariantKey(variant))
  if (!shown)
    return (
      <EmptyState title="Nobody on the list gets this form">There is nobody to stand in for it.</EmptyState>
    )
  const src = (scheme: "light" | "dark") =>
    runPreviewHref(incident, run.number, { variant, spread: shown.spread, scheme })
  return (
    <Panel
      title={words}
      note={
        <>
          For {shown.pseudonym}, {spreadWords[shown.spread]} of those who get it; the name stands for theirs.
          Subject: <DataText>{shown.letter.subject}</DataText>
        </>
      }
      actions={previews
        .filter((one) => one.spread !== shown.spread)
        .map((one) => (
          <LinkButton
            key={one.spread}
            isSmall
            href={`?${new URLSearchParams({ variant, spread: one.spread })}#letter`}
          >
            For {spreadWords[one.spread]}
          </LinkButton>
        ))}
    >
      <div className={styles.sides}>
        <Side title="Desktop, light">
          <LetterFrame title={`${words}: desktop, light`} src={src("light")} />
        </Side>
        <Side title="Desktop, dark">
          <LetterFrame title={`${words}: desktop, dark`} src={src("dark")} />
        </Side>
        <Side title="Phone">
          <LetterFrame title={`${words}: phone`} src={src("light")} looks="phone" />
        </Side>
        <Side title="Plain text">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <pre className={styles.text} tabIndex={0}>
            {shown.letter.text}
          </pre>
        </Side>
      </div>
    </Panel>
  )
}

function Side({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="stack stack-tight">
      <h3>{title}</h3>
      {children}
    </div>
  )
}

function refused(error: unknown): AppError {
  if (error instanceof AppError) return error
  throw error
}
