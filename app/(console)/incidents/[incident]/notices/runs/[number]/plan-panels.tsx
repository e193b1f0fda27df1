import Link from "next/link"
import { figure } from "../../../../../../../lib/core/figure.ts"
import { type Jurisdiction, type LetterLocale, readPart } from "../../../../../../../lib/core/letters.ts"
import type { NoticeRun } from "../../../../../../../lib/notices/audience/list-planned-runs.ts"
import type { NoticePlan } from "../../../../../../../lib/notices/audience/plan-shape.ts"
import { allSenders, senderText } from "../../../../../../../lib/notices/senders.ts"
import { skips } from "../../../../../../../lib/notices/settings.ts"
import { noticeRunHref } from "../../../../../../shared/addresses.ts"
import { counted } from "../../../../../../shared/counted.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import {
  jurisdictionWords,
  localeWords,
  partWords,
  skipWords,
} from "../../../../../../shared/notices/words.ts"
import { KeyValue } from "../../../../../../ui/blocks/key-value.tsx"
import { Panel } from "../../../../../../ui/blocks/panel.tsx"
import { type ToldCell, ToldMatrix } from "../../../../../../ui/charts/told-matrix.tsx"
import { Digest } from "../../../../../../ui/figures/digest.tsx"
import { PartsTable } from "./parts-table.tsx"

interface PlanPanelsProps {
  incident: { number: number }
  run: NoticeRun
  plan: NoticePlan
}

/** What the frozen list holds, in numbers: told against now, who gets what and why, and who gets nothing. */
export function PlanPanels({ incident, run, plan }: PlanPanelsProps) {
  const gone = plan.matrix.reduce((sum, cell) => sum + cell.gone, 0)
  return (
    <>
      <Panel
        title="Told and now"
        note={
          plan.toldBy.length === 0
            ? "Nobody was told anything before this run. All accounts are counted; who of them gets none, and why, stands below."
            : `What people were told comes from ${plan.toldBy.map(({ number }) => `run ${number}`).join(", ")}: the last letter that was accepted, or of which nobody knows.`
        }
        isFlush
      >
        <ToldMatrix cells={plan.matrix.map((cell) => cellOf(cell, plan))} />
      </Panel>
      <Panel
        title="Who gets which letter"
        note={`${counted(plan.letters, "letter")} to ${counted(plan.people, "person", "people")} on the list, in the order in which they leave.`}
        isFlush
      >
        <PartsTable plan={plan} />
      </Panel>
      <div className="grid-2">
        <Panel title="Who gets none" note="They stay on the list, with why.">
          <KeyValue
            pairs={skips.map((skip) => ({ key: skipWords[skip], value: figure(plan.skipped[skip] ?? 0) }))}
          />
        </Panel>
        <Panel title="The list">
          <KeyValue
            pairs={[
              { key: "Closed accounts", value: closedWords(run, plan) },
              ...(gone === 0
                ? []
                : [
                    {
                      key: "In no evidence any more",
                      value: `${counted(gone, "person", "people")} who were told before`,
                    },
                  ]),
              {
                key: "Addresses that several accounts share",
                value:
                  plan.sharing === 0
                    ? "none"
                    : `${counted(plan.sharing, "person", "people")}: a letter to each`,
              },
              { key: "Languages", value: countsOf(plan.locales, (one) => localeWords[one as LetterLocale]) },
              {
                key: "Rules of their own",
                value: countsOf(plan.jurisdictions, (one) => jurisdictionWords[one as Jurisdiction]),
              },
              {
                key: "From",
                value: <DataText>{sendersWords(run)}</DataText>,
              },
              ...(run.listDigest === null
                ? []
                : [{ key: "Digest of the list", value: <Digest sha256={run.listDigest} /> }]),
              {
                key: "Forms of the letters",
                value: (
                  <Link href={noticeRunHref(incident, run.number, "preview")}>
                    {counted(plan.variants.length, "form")}: look at each
                  </Link>
                ),
              },
            ]}
          />
        </Panel>
      </div>
    </>
  )
}

function cellOf({ told, now, people, part }: NoticePlan["matrix"][number], plan: NoticePlan): ToldCell {
  if (part === null) return { told, now, people, gets: null, direction: null }
  const { direction } = readPart(part)
  const planned = plan.parts.find((one) => one.part === part)
  const isTold = planned?.isTold ?? false
  return {
    told,
    now,
    people,
    gets: isTold ? (direction === "first" ? "its letter" : partWords(part)) : "nothing, by the plan",
    direction: isTold ? direction : null,
  }
}

function closedWords({ settings: { closed } }: NoticeRun, plan: NoticePlan): string {
  const people = counted(plan.closed.people, "person", "people")
  if (plan.closed.people === 0) return "none"
  return closed.verdict === "write"
    ? `${people}, written to like everybody else`
    : `${people}, left out: ${closed.reason}`
}

function sendersWords({ settings }: NoticeRun): string {
  const named = allSenders(settings).map(({ sender, groups }) =>
    groups.length === 0
      ? senderText(sender)
      : `${senderText(sender)} to ${groups.map((group) => partWords(group)).join(", ")}`,
  )
  return named.join("; ")
}

function countsOf(counts: Readonly<Record<string, number>>, word: (name: string) => string): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0)
  return some.map(([name, count]) => `${word(name)} ${figure(count)}`).join(", ") || "none"
}
