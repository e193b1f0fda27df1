import type { LetterGroup, Part } from "../../../../../lib/core/letters.ts"
import { letterGroups, readPart } from "../../../../../lib/core/letters.ts"
import type { NoticeSettings, NoticeSettingsInput } from "../../../../../lib/notices/schemas.ts"
import { readSender, type Sender, senderText } from "../../../../../lib/notices/senders.ts"
import { partOrder } from "../../../../../lib/notices/settings.ts"

/** What the form says of one part: told by a duty, by the company's policy, or not. */
export interface PartDraft {
  part: Part
  decision: "required" | "policy" | "not_told"
  /** Which duty or which policy. */
  basis: string
  /** Why they are not told: nothing that speaks for telling them stands in for it. */
  notToldReason: string
}

/** A plan as the form shows it: all is text, as it is typed. */
export interface PlanDraft {
  parts: PartDraft[]
  /** Of groups to which somebody else writes: `Example Cameras <care@example.org>`. */
  senders: Partial<Record<LetterGroup, string>>
  replyTo: Partial<Record<LetterGroup, string>>
  closed: "write" | "leave"
  closedReason: string
  senderName: string
  senderAddress: string
  perSecond: string
  perHour: string
  perDay: string
  hoursFrom: string
  hoursTo: string
  timeZone: string
  unknown: string
  executor: string
  holdS: string
  bouncedPercent: string
}

/** What is suggested, as the form shows it. */
export function draftOf(settings: NoticeSettings): PlanDraft {
  const { closed, sender, senders, pace, replyTo, holdS, unknown, executor, brake } = settings
  const text = (value: number | undefined) => (value === undefined ? "" : String(value))
  return {
    parts: partOrder.map((part) => partDraftOf(part, settings)),
    senders: Object.fromEntries(
      Object.entries(senders ?? {}).map(([group, own]) => [group, senderText(own)]),
    ),
    replyTo,
    closed: closed.verdict,
    closedReason: closed.reason,
    senderName: sender.name,
    senderAddress: sender.address,
    perSecond: text(pace.perSecond),
    perHour: text(pace.perHour),
    perDay: text(pace.perDay),
    hoursFrom: text(pace.hours?.from),
    hoursTo: text(pace.hours?.to),
    timeZone: pace.hours?.timeZone ?? "",
    unknown,
    executor,
    holdS: text(holdS),
    bouncedPercent: text(Math.round(brake.bouncedShare * 1_000) / 10),
  }
}

function partDraftOf(part: Part, { parts }: NoticeSettings): PartDraft {
  const { group, direction } = readPart(part)
  const set = parts.find((one) => one.group === group && one.direction === direction)
  if (!set)
    return { part, decision: part === "unaffected" ? "not_told" : "policy", basis: "", notToldReason: "" }
  const { isTold, why, basis, notToldReason = "" } = set
  return {
    part,
    decision: isTold ? why : "not_told",
    basis,
    notToldReason: notToldReason === basis ? "" : notToldReason,
  }
}

/** The settings that a form asks for, as the verb judges them. */
export function settingsOf(form: FormData): NoticeSettingsInput {
  const text = (name: string) => String(form.get(name) ?? "").trim()
  const from = text("hoursFrom")
  const ofGroups = (field: "sender" | "replyTo") =>
    letterGroups.flatMap((group) => {
      const value = text(`${field}.${group}`)
      return value === "" ? [] : [[group, value] as const]
    })
  const senders = ofGroups("sender").map(
    ([group, value]) => [group, readSender(value) ?? bareSender(value, text("senderName"))] as const,
  )
  return {
    parts: partOrder.map((part) => partOf(part, text)),
    closed: { verdict: text("closed") as "write" | "leave", reason: text("closedReason") },
    sender: { name: text("senderName"), address: text("senderAddress") },
    senders: Object.fromEntries(senders),
    replyTo: Object.fromEntries(ofGroups("replyTo")),
    pace: {
      perSecond: Number(text("perSecond")),
      ...(text("perHour") === "" ? {} : { perHour: Number(text("perHour")) }),
      ...(text("perDay") === "" ? {} : { perDay: Number(text("perDay")) }),
      ...(from === "" && text("hoursTo") === ""
        ? {}
        : {
            hours: { from: Number(from), to: Number(text("hoursTo")), timeZone: text("timeZone") || "UTC" },
          }),
    },
    holdS: Number(text("holdS")),
    unknown: text("unknown") as NoticeSettings["unknown"],
    executor: text("executor") as NoticeSettings["executor"],
    brake: { bouncedShare: Number(text("bouncedPercent")) / 100 },
  }
}

/** An address alone comes in the sender's name; what is none is refused by the verb. */
function bareSender(value: string, name: string): Sender {
  return { name, address: value }
}

function partOf(
  part: Part,
  text: (name: string) => string,
): NonNullable<NoticeSettingsInput["parts"]>[number] {
  const { group, direction } = readPart(part)
  const decision = text(`decision.${part}`)
  if (decision !== "not_told") {
    const basis = text(`basis.${part}`)
    return { group, direction, isTold: true, why: decision as "required" | "policy", basis }
  }
  const notToldReason = text(`notToldReason.${part}`)
  const reason = notToldReason === "" ? {} : { notToldReason }
  return { group, direction, isTold: false, why: "policy", ...reason }
}
