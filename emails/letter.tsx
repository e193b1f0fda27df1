import type { ReactElement } from "react"
import type { LaidOutLetter, LetterBlock } from "../lib/core/letters.ts"
import { STYLE_SHEET, styles } from "./letter-style.ts"

/** The one frame of all letters: no picture, no link, nothing that is fetched; it reads the same without its styles. */
export function Letter({ letter }: { letter: LaidOutLetter }): ReactElement {
  const { locale, company, subject, preview, title, blocks, footer } = letter
  return (
    <html lang={locale} dir="ltr">
      {/* biome-ignore lint/style/noHeadElement: a letter is no page of Next */}
      <head>
        <meta httpEquiv="Content-Type" content="text/html; charset=UTF-8" />
        <meta name="x-apple-disable-message-reformatting" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="date=no, address=no" />
        <title>{subject}</title>
        <style>{STYLE_SHEET}</style>
      </head>
      <body className="page" style={styles.page}>
        <div style={styles.preview} aria-hidden="true">
          {preview}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: programs for mail drop the styles of elements that they do not know */}
        <div className="sheet" style={styles.sheet} lang={locale} role="main">
          <p className="quiet" style={styles.company}>
            {company}
          </p>
          <h1 style={styles.title}>{title}</h1>
          {blocks.map((block) => (
            <Block key={block.kind === "list" ? block.items.join("\n") : block.text} block={block} />
          ))}
          <hr className="rule" style={styles.rule} />
          {footer.map((line) => (
            <p key={line} className="quiet" style={styles.small}>
              {line}
            </p>
          ))}
        </div>
      </body>
    </html>
  )
}

function Block({ block }: { block: LetterBlock }): ReactElement {
  if (block.kind === "heading") return <h2 style={styles.heading}>{block.text}</h2>
  if (block.kind === "paragraph") return <p style={styles.paragraph}>{block.text}</p>
  const List = block.isOrdered ? "ol" : "ul"
  return (
    <List style={styles.list}>
      {block.items.map((item) => (
        <li key={item} style={styles.item}>
          {item}
        </li>
      ))}
    </List>
  )
}
