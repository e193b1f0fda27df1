import { randomUUID } from "node:crypto"
import type { MintedCanary, Misuse, SessionAuthority } from "../../../core/session-authority.ts"
import { demandAlive } from "./check-canary.ts"
import { nextSecond } from "./next-second.ts"
import { type Recorder, Skipped, UNSIGNED, Unmet } from "./recorder.ts"

const never = new AbortController().signal

/** The words of a misuse that must be refused. */
export const misuseWords: Readonly<Record<Misuse, string>> = {
  no_secret: "A request without the secret is refused",
  wrong_secret: "A request with a wrong secret is refused",
  bad_signature: "A message with a wrong signature is refused",
  stale_signature: "A message that was signed ten minutes ago is refused",
  replay: "A message that comes a second time is refused",
}

const isOfMessages = (misuse: Misuse) => misuse !== "no_secret" && misuse !== "wrong_secret"

/** Sees that requests are refused that must be; nobody but a canary account could lose anything by one that is not. */
export async function checkMisuses(
  recorder: Recorder,
  authority: SessionAuthority,
  misuses: readonly Misuse[],
  canary: MintedCanary | null,
): Promise<void> {
  for (const one of misuses)
    await recorder.step(misuseWords[one], async () => {
      const work = authority.misuses?.[one]
      if (!work)
        throw new Skipped(
          authority.isUnsigned && isOfMessages(one) ? UNSIGNED : "There is no such request to this authority",
        )
      if (!canary) throw new Skipped("It is tried on a canary account alone, and there is none")
      const { isRefused, reason } = await work(canary.sub)
      if (!isRefused) throw new Unmet(`It was taken (${reason}): anybody could end anybody's sessions`)
      return `refused (${reason})`
    })
}

/** Sees that a request that was refused has ended nothing all the same. */
export async function checkUnharmed(
  recorder: Recorder,
  authority: SessionAuthority,
  canary: MintedCanary,
): Promise<void> {
  await recorder.step("What was refused has ended nothing", async () => {
    await demandAlive(authority, canary)
    return "the canary's token is still taken"
  })
}

/** Sees that nobody's sessions are ended for a subject that there never was. */
export async function checkUnknownSubject(recorder: Recorder, authority: SessionAuthority): Promise<void> {
  await recorder.step("An unknown subject is told apart", async () => {
    // Nobody is called so: a name of our own, of 122 random bits.
    const outcome = await revokeOne(authority, `tocsin-check-${randomUUID()}`)
    if (outcome.state === "rejected") return outcome.reason
    if (outcome.state === "accepted")
      throw new Unmet(`Sessions of somebody who never was were ended, it says (${outcome.reason})`)
    throw new Unmet(`It did not say that there is no such subject (${outcome.reason})`)
  })
}

/** Ends the sessions of a canary account; gives whether it was taken. */
export async function checkKnownSubject(
  recorder: Recorder,
  authority: SessionAuthority,
  { sub }: MintedCanary,
): Promise<boolean> {
  return await recorder.step("The sessions of a known subject are ended", async () => {
    const outcome = await revokeOne(authority, sub)
    if (outcome.state === "accepted") return outcome.reason
    throw new Unmet(outcome.reason)
  })
}

async function revokeOne(authority: SessionAuthority, sub: string) {
  const what = {
    cutoff: await nextSecond(),
    idempotencyKey: `check-${randomUUID()}`,
    reason: "a check of this authority",
  }
  const outcome = (await authority.revoke([sub], what, never)).get(sub)
  if (!outcome) throw new Unmet("It gave no outcome for the subject")
  return outcome
}
