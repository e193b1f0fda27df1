import type { KindProof, Seen } from "../../../../../../../lib/containment/logout/kind-proofs.ts"
import type { Logout } from "../../../../../../../lib/containment/logout/logout-run.ts"
import type { LogoutReport } from "../../../../../../../lib/containment/logout/report-shape.ts"
import { shareLeftAtMost } from "../../../../../../../lib/containment/logout/share-left.ts"
import { figure } from "../../../../../../../lib/core/figure.ts"
import { atMostWords, kindNames, secondsWords } from "../../../../../../shared/containment/words.ts"
import { counted } from "../../../../../../shared/counted.ts"
import { DataText } from "../../../../../../shared/data-text.tsx"
import { Panel } from "../../../../../../ui/blocks/panel.tsx"
import { LinkButton } from "../../../../../../ui/controls/button.tsx"
import { Instant } from "../../../../../../ui/figures/instant.tsx"
import { Mark } from "../../../../../../ui/marks/mark.tsx"
import styles from "./logout.module.css"

interface ReportPanelProps {
  logout: Logout
  report: LogoutReport
  trailHref: string
  recordHref: string
}

/** What may be said now: each claim with what it rests on, and what is not proved. */
export function ReportPanel({ logout, report, trailHref, recordHref }: ReportPanelProps) {
  const isWhole = report.gaps.length === 0
  return (
    <Panel
      title={isWhole ? "Closed: every claim is proved" : "Closed with gaps: not every claim is proved"}
      note={
        logout.endedAt ? (
          <>
            Since <Instant at={logout.endedAt} precision="second" />
          </>
        ) : logout.phaseAt ? (
          <>
            Since <Instant at={logout.phaseAt} precision="second" />
          </>
        ) : null
      }
      actions={
        <>
          <LinkButton isSmall href={recordHref} download>
            Export the report (JSON)
          </LinkButton>
          <LinkButton isSmall href={trailHref}>
            Show the trail
          </LinkButton>
        </>
      }
    >
      <div className="stack">
        {isWhole ? null : (
          <section className={styles.gaps} aria-labelledby="gaps">
            <h3 id="gaps">{counted(report.gaps.length, "gap")}: what nobody may claim</h3>
            <ul>
              {report.gaps.map((gap) => (
                <li key={gap}>
                  <DataText>{gap}</DataText>.
                </li>
              ))}
            </ul>
          </section>
        )}
        <ul className={styles.claims}>
          {claimsOf(logout, report).map(({ claim, rests, isProved }) => (
            <li key={claim}>
              <p>
                <Mark shape={isProved ? "tick" : "triangle"} tone={isProved ? "done" : "caution"}>
                  {isProved ? "proved" : "not proved"}
                </Mark>
              </p>
              <div>
                <p className={styles.claim}>{claim}</p>
                <p className="soft">{rests}</p>
              </div>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  )
}

interface Claim {
  claim: string
  rests: string
  isProved: boolean
}

function claimsOf(logout: Logout, { cutoff, counts, kinds, sample, epoch, gaps }: LogoutReport): Claim[] {
  const ended = (counts.accepted ?? 0) + (counts.verified ?? 0)
  const leftOut = counts.suppressed ?? 0
  const open = Object.values(counts).reduce((sum, count) => sum + count, 0) - ended - leftOut
  const before = `${cutoff.slice(0, 19).replace("T", " ")} UTC`
  // Of a system that is handed lists nothing is asked about its subjects.
  const isByWord = logout.plan?.authority.kind === "external"
  const name = logout.plan?.authority.name ?? "the authority"
  return [
    {
      claim: `${counted(ended, "subject")} ${ended === 1 ? "was" : "were"} logged out of what was begun before ${before}, as ${name} says.`,
      rests: isByWord
        ? `By its word alone: ${figure(ended)} of ${figure(ended + open)}.`
        : `It has answered for ${figure(ended)} of ${figure(ended + open)}, each in the ledger; what its word is worth is shown by the subjects and the tokens that were looked at, below.`,
      isProved: open === 0 && !isByWord,
    },
    {
      claim:
        sample.survivors === 0
          ? "Of the subjects that were inspected, nothing that should be dead is left."
          : `${counted(sample.survivors, "inspected subject has", "inspected subjects have")} something left that should be dead.`,
      rests: `${counted(sample.inspected, "subject")} inspected, drawn by a hash that nobody chose; ${figure(sample.needed)} are needed, a hundredth of all and a hundred at least${confidence(sample, ended)}${sample.unseen > 0 ? `; ${counted(sample.unseen, "subject")} could not be asked about` : ""}${sample.expiring > 0 ? `; ${counted(sample.expiring, "subject")} had tokens that only expire` : ""}.`,
      isProved: sample.survivors === 0 && sample.inspected >= sample.needed,
    },
    ...kinds.map(kindClaim),
    ...(epoch === "none"
      ? []
      : [
          {
            claim: "Apps that look at the cut-off refuse what is older than it.",
            rests:
              "The cut-off was asked for again after it was set, and it stood; the steps below name each.",
            isProved: !gaps.some((gap) => gap.startsWith("The cut-off")),
          },
        ]),
  ]
}

function kindClaim({
  kind,
  relyingParty,
  effect,
  promisedS,
  before,
  dead,
  fresh,
  measuredS,
}: KindProof): Claim {
  const name = kindNames[kind]
  const at = relyingParty === null ? "" : ` at ${relyingParty}`
  const isProved = before === "yes" && dead === "yes" && fresh === "yes"
  const claim =
    effect === "none"
      ? `${name} are not ended by this authority.`
      : isProved
        ? `Old ${lower(name)} are dead${at}, and fresh ones are taken.`
        : dead === "yes"
          ? `Old ${lower(name)} are dead${at}.`
          : dead === "no"
            ? `Old ${lower(name)} live on${at}.`
            : `Nobody can say whether old ${lower(name)} are dead${at}.`
  const looks = [
    `alive before: ${said(before)}`,
    `dead after: ${said(dead)}`,
    `a fresh one is taken: ${said(fresh)}`,
  ].join("; ")
  const promised =
    effect === "none"
      ? "none"
      : promisedS === null
        ? "nobody knows"
        : promisedS === 0
          ? "at once"
          : secondsWords(promisedS)
  const measured = dead !== "yes" || measuredS === null ? "not measured" : `${atMostWords(measuredS)} at most`
  return {
    claim,
    rests: `Canaries, ${looks}. Promised window: ${promised}; measured: ${measured}.`,
    isProved,
  }
}

/** What a sample without a survivor says of all, where it was not all of them. */
function confidence({ inspected, survivors }: LogoutReport["sample"], ended: number): string {
  if (survivors > 0 || inspected === 0 || inspected >= ended) return ""
  const percent = (100 * shareLeftAtMost(inspected)).toFixed(1)
  return `. With 95 % confidence no more than ${percent} % of all have something left`
}

/** Within a sentence: "JWT access tokens" keeps its capitals. */
function lower(name: string): string {
  return name.startsWith("JWT") ? name : `${name.charAt(0).toLowerCase()}${name.slice(1)}`
}

function said(seen: Seen): string {
  return seen === "error" ? "nobody could say" : seen === "not_yet" ? "nobody looked" : seen
}
