import { figure } from "../../core/figure.ts"
import { capabilityInWords } from "../authorities/capability-words.ts"
import type { StandingFlip } from "../switches/standing-flips.ts"
import { type Effect, effectsOf } from "./effects.ts"
import type { LogoutPlan } from "./plan-shape.ts"
import type { LogoutSettings } from "./schemas.ts"
import { OPERATORS_PART } from "./settings.ts"

/** What a logout will do, in sentences with numbers and units: what the requester asks for and the approver agrees to. */
export function planWords(
  number: number,
  settings: LogoutSettings,
  plan: LogoutPlan,
  flips: readonly Pick<StandingFlip, "label" | "isOn" | "isConfirmed" | "state">[],
): string[] {
  const { authority, affected, sessions, skipped } = plan
  const counted = sessions === null ? "" : ` with ${figure(sessions)} sessions`
  return [
    `Logout ${number} ends at ${authority.name} what was begun before ${cutoffWords(plan.cutoff)}, of ${people(affected)}${counted}.`,
    ...unknownWords(plan),
    ...skipWords(skipped),
    waveWords(settings, plan),
    durationWords(plan),
    loginWords(plan),
    ...epochWords(plan),
    ...(settings.requiresReset ? ["Each chooses a new password at the next login."] : []),
    ...effectsOf(plan).map(effectWords),
    ...proofWords(plan),
    ...flips.map(flipWords),
  ]
}

/** Seconds as people say them. */
export function durationOf(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3_600).toFixed(1)} h`
}

function cutoffWords(cutoff: string | null): string {
  return cutoff === null ? "the moment at which it begins" : `${cutoff.slice(0, 19).replace("T", " ")} UTC`
}

function people(count: number): string {
  return count === 1 ? "1 subject" : `${figure(count)} subjects`
}

/** A name that nobody has is logged out in vain, and says that the list may be another authority's. */
function unknownWords({ authority, kinds }: LogoutPlan): string[] {
  if (kinds === null || kinds.unknown === 0) return []
  return [
    `Of ${people(kinds.inspected)} that were looked at, ${authority.name} does not know ${figure(kinds.unknown)}: see whether these are the names that it has for people.`,
  ]
}

function skipWords({ exempt, service }: LogoutPlan["skipped"]): string[] {
  return [
    ...(exempt > 0
      ? [`${people(exempt)} in the scope ${exempt === 1 ? "is" : "are"} exempt and left alone.`]
      : []),
    ...(service > 0 ? [`${figure(service)} services and test accounts are never logged out.`] : []),
  ]
}

function waveWords({ operators }: LogoutSettings, { waves }: LogoutPlan): string {
  const [canary] = waves
  const later = waves.filter(({ part }) => part !== canary?.part && part !== OPERATORS_PART).length
  const last = operators.length > 0 ? ", operators last of all" : ""
  const first = canary?.subjects ?? 0
  const goes = `${people(first)} ${first === 1 ? "goes" : "go"} first`
  if (later === 0 && last === "") return `${goes}, and nobody follows.`
  const others = later === 0 ? "" : `; the others follow in ${later === 1 ? "1 wave" : `${later} waves`}`
  return `${goes}${others}${last}, each after a look at how the one before it went.`
}

function durationWords({ authority, seconds, perSecond, limits }: LogoutPlan): string {
  if (authority.kind === "external")
    return `${authority.name} is handed signed lists, a wave at a time, and asked to end no more than ${figure(perSecond)} a second: at that pace it takes ${durationOf(seconds)}. How fast it goes is its own.`
  return `At ${figure(perSecond)} a second it takes ${durationOf(seconds)}; the authority takes ${figure(limits.perSecond)} a second.`
}

function loginWords({ logins: { peak, possible } }: LogoutPlan): string {
  return `If everybody comes back at once, up to ${figure(peak)} logins come in the worst second, of ${figure(possible)} that are possible.`
}

function epochWords({ epoch, logins }: LogoutPlan): string[] {
  if (epoch.mode === "none") return []
  if (epoch.mode === "subject")
    return ["With each subject a cut-off is set, by which apps that look at it refuse older tokens."]
  const whom = epoch.mode === "global" ? "for everybody at once" : "for one cohort with each wave"
  const beyond =
    epoch.beyond === null
      ? "nobody can say how many people outside the scope it hits"
      : epoch.beyond === 0
        ? "nobody outside the scope is hit"
        : `it hits ${people(epoch.beyond)} outside the scope too, or exempt in it: a cut-off spares nobody`
  return [
    `A cut-off is set ${whom}: ${beyond}.`,
    `Up to ${figure(logins.atOnce)} logins come back at the moment of a cut-off, of ${figure(logins.possible)} a second that are possible.`,
  ]
}

function effectWords({ relyingParty, ...effect }: Effect): string {
  return `${capabilityInWords(effect)}${relyingParty === null ? "" : `, at ${relyingParty}`}.`
}

function proofWords({
  authority,
  canaryKinds,
  capabilities,
  canInspect,
  isReplaySafe,
}: LogoutPlan): string[] {
  const unproved = capabilities.map(({ kind }) => kind).filter((kind) => !canaryKinds.includes(kind))
  return [
    ...(unproved.length > 0
      ? [`No canary can be made of: ${unproved.join(", ")}. The run will be closed with that gap.`]
      : []),
    ...(canInspect ? [] : ["Nobody can be inspected afterwards: the run will be closed with that gap."]),
    ...(authority.kind === "external"
      ? ["What no result comes back about by its deadline is unknown, and named."]
      : []),
    ...(isReplaySafe || canInspect || authority.kind === "external"
      ? []
      : ["What a crash leaves unknown cannot be looked up: it is named, and never sent again."]),
  ]
}

function flipWords({
  label,
  isOn,
  isConfirmed,
  state,
}: Pick<StandingFlip, "label" | "isOn" | "isConfirmed" | "state">) {
  const turned = `${label} was turned ${isOn ? "on" : "off"}`
  if (isConfirmed) return `${turned}, and says so itself.`
  return state === "noted"
    ? `${turned} elsewhere, by somebody's word.`
    : `${turned}, and does not say so yet: the run waits for it.`
}
