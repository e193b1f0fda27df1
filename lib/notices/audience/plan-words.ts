import { figure } from "../../core/figure.ts"
import { partWords } from "../part-words.ts"
import type { NoticeSettings } from "../schemas.ts"
import { allSenders, senderText } from "../senders.ts"
import { type Skip, skips, type UnknownPolicy } from "../settings.ts"
import type { NoticeRun } from "./list-planned-runs.ts"
import type { NoticePlan } from "./plan-shape.ts"
import { durationWords, lettersWords, paceWords, runEstimate } from "./run-estimate.ts"

/** Of one person, and of several. */
const skipWords: Readonly<Record<Skip, readonly [one: string, several: string]>> = {
  no_address: ["has no address", "have no address"],
  bad_address: ["has an address that cannot be", "have an address that cannot be"],
  hard_bounced: [
    "has an address from which a letter came back",
    "have an address from which a letter came back",
  ],
  law_hold: ["is held for an authority", "are held for an authority"],
  place_unknown: [
    "lives nobody knows where, and is held for an authority",
    "live nobody knows where, and are held for an authority",
  ],
  not_told: ["is not told by decision", "are not told by decision"],
}

const unknownWords: Readonly<Record<UnknownPolicy, string>> = {
  leave: "Letters of which nobody knows whether they arrived are named, and never sent again.",
  ask_person: "Of letters of which nobody knows whether they arrived, a person decides one by one.",
}

/** How letters leave, as the words of a plan need it. */
export interface WayOut {
  name: "sink" | "smtp" | "external"
  /** Host and port. */
  relay: string | null
}

/**
 * What sending a planned run will do, in sentences with numbers. They say nothing of the moment at which they are read,
 * for an approval is bound to them.
 */
export function planWords(
  run: Pick<NoticeRun, "number" | "settings" | "plannedAt" | "requestedAt">,
  plan: NoticePlan,
  way: WayOut,
  /** What legal has let pass, a sentence each. */
  passed: readonly string[],
): string[] {
  const { settings } = run
  const { seconds } = runEstimate(plan.letters, settings.pace, run.plannedAt ?? run.requestedAt)
  return [
    `Run ${run.number} sends ${lettersWords(plan.letters)} at ${paceWords(settings.pace)}: ${durationWords(seconds)}.`,
    ...plan.parts.filter(({ letters }) => letters > 0).map(partSentence),
    ...plan.parts.filter(({ isTold }) => !isTold).map(notToldSentence),
    ...leftOut(plan),
    ...(plan.closed.people === 0 ? [] : [closedSentence(plan)]),
    senderSentence(settings),
    wayWords(way),
    ...(settings.holdS === 0
      ? []
      : [`Nothing leaves in the first ${figure(settings.holdS)} s, so that it can still be stopped.`]),
    unknownWords[settings.unknown],
    ...passed,
  ]
}

function partSentence({ part, letters, why, basis }: NoticePlan["parts"][number]): string {
  return `${lettersWords(letters)} to ${partWords(part)} (${why === "required" ? "required" : "by policy"}: ${basis}).`
}

function notToldSentence({ part, people, notToldReason }: NoticePlan["parts"][number]): string {
  const count = people === 1 ? "1 person" : `${figure(people)} people`
  const why = notToldReason === null ? "" : `: ${notToldReason.replace(/\.$/, "")}`
  return `No letter to ${partWords(part)} (${count}), by decision${why}.`
}

function leftOut({ people, letters, skipped, heldPlaces }: NoticePlan): string[] {
  if (people === letters) return []
  const each = skips
    .filter((skip) => skipped[skip] > 0)
    .map((skip) => `${figure(skipped[skip])} ${skipWords[skip][skipped[skip] === 1 ? 0 : 1]}`)
  return [
    people - letters === 1
      ? `1 person on the list gets no letter: ${each.join(", ")}.`
      : `${figure(people - letters)} people on the list get no letter: ${each.join(", ")}.`,
    ...(skipped.place_unknown > 0
      ? [`Place not known: ${figure(skipped.place_unknown)} held for ${heldPlaces.join(", ")}.`]
      : []),
  ]
}

function closedSentence({ closed }: NoticePlan): string {
  if (closed.people === 1)
    return `1 person on the list has closed the account, and gets ${closed.letters === 1 ? "a" : "no"} letter.`
  const getOne = closed.letters === 1 ? "1 of them gets" : `${figure(closed.letters)} of them get`
  return `${figure(closed.people)} people on the list have closed their accounts; ${getOne} a letter.`
}

function senderSentence(settings: NoticeSettings): string {
  const senders = allSenders(settings)
  const named = senders.map(({ sender, groups }, nth) =>
    nth === 0
      ? senderText(sender)
      : `those to ${groups.map((group) => partWords(group)).join(" and ")} from ${senderText(sender)}`,
  )
  const own = senders.map(({ sender }) => sender.address)
  const others = [...new Set(Object.values(settings.replyTo))].filter((address) => !own.includes(address))
  const replies = others.length === 0 ? "answers go there" : `answers go to ${others.join(", ")}`
  return `They come from ${named.join(", ")}; ${replies}.`
}

function wayWords({ name, relay }: WayOut): string {
  if (name === "external") return "Somebody else’s system is handed the list, and sends them."
  if (name === "sink") return "They go into the sink: nobody outside gets one."
  return `They leave through ${relay ?? "the relay"}.`
}
