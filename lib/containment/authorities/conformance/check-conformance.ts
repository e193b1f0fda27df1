import type { Capability, MintedCanary, SessionAuthority } from "../../../core/session-authority.ts"
import { capabilityInWords } from "../capability-words.ts"
import { aliveCanary, expectDead } from "./check-canary.ts"
import { checkEpochs } from "./check-epochs.ts"
import { checkPages } from "./check-pages.ts"
import { checkKnownSubject, checkMisuses, checkUnharmed, checkUnknownSubject } from "./check-requests.ts"
import { type ConformanceStep, Recorder, Skipped, Unmet } from "./recorder.ts"

export interface ConformanceOptions {
  /** It is handed a list: it ends nobody when it is asked. */
  isByList?: boolean
  /** Is told of each step when it is done. */
  tell?: ((step: ConformanceStep) => void) | undefined
}

/**
 * Holds a live authority against what Tocsin relies on, step by step. It touches no real subject: what is ended are
 * canary accounts, and where none can be minted those steps say so.
 */
export async function checkConformance(
  authority: SessionAuthority,
  { isByList = false, tell }: ConformanceOptions = {},
): Promise<ConformanceStep[]> {
  const recorder = new Recorder(tell)
  const accounts = new Set<string>()
  const noting: SessionAuthority = {
    ...authority,
    async mintCanary(...of) {
      const minted = await authority.mintCanary(...of)
      accounts.add(minted.sub)
      return minted
    },
  }
  await checkAll(recorder, noting, isByList)
  await dropAll(recorder, authority, accounts)
  return recorder.steps
}

async function checkAll(recorder: Recorder, authority: SessionAuthority, isByList: boolean): Promise<void> {
  const capabilities = await checkWords(recorder, authority)
  if (capabilities === null) return // Nobody is there, or whoever is does not speak our language.
  const canaries = await mintAll(recorder, authority)
  const [first = null] = canaries
  if (isByList) return
  await checkLook(recorder, authority, first)
  await checkPages(recorder, authority)
  await checkMisuses(recorder, authority, ["no_secret", "wrong_secret"], first)
  await checkUnknownSubject(recorder, authority)
  if (first) await checkUnharmed(recorder, authority, first)
  await checkEnding(recorder, authority, canaries, capabilities)
  // Self-contained tokens are what cut-offs are for.
  const kind = authority.canaryKinds.includes("jwt") ? "jwt" : first?.kind
  const young = first && kind && (await aliveCanary(recorder, authority, kind, "that came back", first.sub))
  await checkEpochs(recorder, authority, young ?? null)
  await checkMisuses(recorder, authority, ["bad_signature", "stale_signature", "replay"], first)
}

/** Accounts that were made for this leave nothing behind. */
async function dropAll(
  recorder: Recorder,
  { dropCanary }: SessionAuthority,
  accounts: ReadonlySet<string>,
): Promise<void> {
  if (!dropCanary || accounts.size === 0) return
  await recorder.step("Canary accounts are taken away", async () => {
    for (const sub of accounts) await dropCanary(sub)
    return accounts.size === 1 ? "1 account" : `${accounts.size} accounts`
  })
}

async function checkWords(recorder: Recorder, authority: SessionAuthority): Promise<Capability[] | null> {
  let capabilities: Capability[] | null = null
  await stepOfWords(recorder, authority, "capabilities", async () => {
    capabilities = await authority.capabilities()
    return capabilities.map(capabilityInWords).join("; ")
  })
  await stepOfWords(recorder, authority, "limits", async () => {
    const { perSecond, burst, bulkMax } = await authority.limits()
    return `${perSecond} requests a second, ${burst} at once, ${bulkMax} ${bulkMax === 1 ? "subject" : "subjects"} in one`
  })
  return capabilities
}

/** What it says of itself; where that is what its settings say, nothing was tried by it. */
async function stepOfWords(
  recorder: Recorder,
  { asSetUp = [] }: SessionAuthority,
  of: keyof typeof wordsOf,
  say: () => Promise<string>,
): Promise<void> {
  await recorder.step(wordsOf[of], async () => {
    const said = await say()
    if (asSetUp.includes(of)) throw new Skipped(`As set up: ${said}`)
    return said
  })
}

const wordsOf = { capabilities: "What it can end", limits: "How much it takes" } as const

/** One canary for each kind of token, of one account, so that one revocation is to end them all. */
async function mintAll(recorder: Recorder, authority: SessionAuthority): Promise<MintedCanary[]> {
  const minted: MintedCanary[] = []
  for (const kind of authority.canaryKinds) {
    const canary = await aliveCanary(recorder, authority, kind, "before", minted[0]?.sub)
    if (canary) minted.push(canary)
  }
  if (authority.canaryKinds.length === 0)
    await recorder.step("Canaries are alive before", async () => {
      throw new Skipped("It mints no canaries: whether tokens die cannot be proved")
    })
  return minted
}

async function checkLook(
  recorder: Recorder,
  authority: SessionAuthority,
  canary: MintedCanary | null,
): Promise<void> {
  await recorder.step("The sessions of one subject are seen", async () => {
    if (!authority.inspect)
      throw new Skipped("It cannot tell them: of what a crash leaves behind nothing is known")
    if (!canary) throw new Skipped("It is tried on a canary account alone, and there is none")
    const { isKnown, sessions } = await authority.inspect(canary.sub)
    if (!isKnown) throw new Unmet("It does not know the canary account, which has a token that is taken")
    if (sessions.length === 0)
      throw new Unmet("It sees no session of the canary account, whose token is taken")
    return `${sessions.length} of the canary account`
  })
}

async function checkEnding(
  recorder: Recorder,
  authority: SessionAuthority,
  canaries: readonly MintedCanary[],
  capabilities: readonly Capability[],
): Promise<void> {
  const [first] = canaries
  if (!first) return
  if (!(await checkKnownSubject(recorder, authority, first))) return
  for (const canary of canaries) {
    const said = capabilities.find(
      ({ kind, relyingParty = canary.relyingParty }) =>
        kind === canary.kind && relyingParty === canary.relyingParty,
    )
    const effect = said ?? ({ kind: canary.kind, effect: "immediate", windowS: 0 } as const)
    await expectDead(recorder, authority, canary, effect, "after")
  }
}
