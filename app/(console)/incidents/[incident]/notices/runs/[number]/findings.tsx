import { may } from "../../../../../../../lib/access/rules.ts"
import { readVariantKey } from "../../../../../../../lib/core/letters.ts"
import { namesOf } from "../../../../../../../lib/exposure/revisions/list-revisions.ts"
import type { NoticeFinding } from "../../../../../../../lib/notices/audience/ask-to-send.ts"
import type { NoticeRunRoom } from "../../../../../../server/open-notices.ts"
import { counted } from "../../../../../../shared/counted.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import { variantWords } from "../../../../../../shared/notices/words.ts"
import { reasonOf } from "../../../../../../shared/reason-of.ts"
import { Disclosure } from "../../../../../../ui/blocks/disclosure.tsx"
import { Panel } from "../../../../../../ui/blocks/panel.tsx"
import { classes } from "../../../../../../ui/classes.ts"
import { Mark } from "../../../../../../ui/marks/mark.tsx"
import { OverrideForm } from "./override-form.tsx"
import styles from "./run.module.css"

interface FindingsProps {
  room: NoticeRunRoom
  findings: readonly NoticeFinding[]
}

/** What speaks against sending the letters as they are, and what counsel lets pass. */
export async function Findings({ room: { ctx, run }, findings }: FindingsProps) {
  const names = await namesOf(
    ctx,
    findings.flatMap(({ override }) => override?.givenBy ?? []),
  )
  const open = findings.filter(({ kind, override }) => kind === "block" && !override).length
  const disabledReason = reasonOf(may(ctx.actor, "notice.override"))
  return (
    <Panel
      title="What speaks against the letters"
      note={
        open > 0
          ? `${counted(open, "finding has", "findings have")} to be mended, or let pass by legal with a reason, before anybody can be asked to approve them.`
          : findings.length === 0
            ? "Nothing was found."
            : "Nothing keeps them from being approved."
      }
    >
      {findings.length === 0 ? (
        <p className="soft">
          Every letter was looked at as its reader will get it: fields, mandatory and forbidden content,
          links, contrast, translations.
        </p>
      ) : (
        <ul className={styles.findings}>
          {findings.map((finding) => (
            <li key={finding.key} className={classes(styles.finding, lookOf(finding))}>
              <p className="row">
                <FindingMark finding={finding} />
                <span className="soft small">{whereOf(finding)}</span>
              </p>
              <p>
                <DataText>{finding.text}</DataText>
              </p>
              {finding.override ? (
                <p className="soft">
                  “<DataText>{finding.override.reason}</DataText>” (
                  {names.get(finding.override.givenBy) ?? "somebody who has left"})
                </p>
              ) : finding.kind === "block" ? (
                <Disclosure summary="Let it pass, as legal">
                  <OverrideForm runId={run.id} finding={finding.key} disabledReason={disabledReason} />
                </Disclosure>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** Forms that are named one by one; of more, their number is told. */
const FORMS_NAMED = 2

function whereOf({ variants, where }: NoticeFinding): string {
  if (variants.length === 0) return where
  const named = variants.slice(0, FORMS_NAMED).map((key) => variantWords(readVariantKey(key)))
  const more = variants.length - named.length
  return `${where}. ${[...named, ...(more > 0 ? [`and ${counted(more, "more form")}`] : [])].join("; ")}`
}

function lookOf({ kind, override }: NoticeFinding): string | undefined {
  if (override) return styles.passed
  return kind === "block" ? styles.block : undefined
}

function FindingMark({ finding: { kind, override } }: { finding: NoticeFinding }) {
  if (override)
    return (
      <Mark shape="tick" tone="done" isBoxed>
        Passed by legal
      </Mark>
    )
  return kind === "block" ? (
    <Mark shape="octagon" tone="error" isBoxed>
      To be mended
    </Mark>
  ) : (
    <Mark shape="ring" tone="quiet" isBoxed>
      Advice
    </Mark>
  )
}
