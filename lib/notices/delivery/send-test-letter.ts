import { randomUUID } from "node:crypto"
import { z } from "zod"
import type { RunLetter } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { SendingLease } from "../../core/letter-transport.ts"
import { type FinishedLetter, type LetterForms, readPart, readVariantKey } from "../../core/letters.ts"
import { parseInput } from "../../core/parse-input.ts"
import { type NoticeRun, noticeRunOf } from "../audience/list-planned-runs.ts"
import { valuesOf } from "../letters/fields.ts"
import { splitLetter } from "../letters/fill.ts"
import { renderVariants } from "../letters/render-variants.ts"
import { replyToOf, senderOf } from "../senders.ts"
import { judgeAddress } from "./address.ts"
import { composeLetter, domainOf } from "./compose-letter.ts"
import type { DeliveryTools } from "./deliver-letters.ts"
import { findArming } from "./find-arming.ts"
import { STAND_IN_CODE, standInFields } from "./stand-in-fields.ts"
import { messageIdOf, tokenOf, verpOf } from "./token.ts"

const HOUR_MS = 3_600_000
const TESTS_AN_HOUR_MAX = 20
/** Whoever asked for it waits meanwhile. */
const SENDING_MS_MAX = 30_000

export interface TestTools extends DeliveryTools {
  forms: LetterForms
}

const testLetterSchema = z.object({
  runId: z.uuid("This is no run of letters"),
  /** A variant's key, of those that the run has. */
  variant: z.string().max(200),
  /** To whom. */
  to: z.string().max(320, "This is no e-mail address"),
})
export type TestLetterInput = z.input<typeof testLetterSchema>

/**
 * Sends one letter of a run, as it would be sent now, with values of nobody, through the composer and the way out of all
 * letters; its subject says that it is a test, and it is in no ledger. Refuses what is no address, a letter that the run has
 * not, and more than 20 an hour. Throws unavailable where it was not taken.
 */
export async function sendTestLetter(
  ctx: Context,
  tools: TestTools,
  input: TestLetterInput,
): Promise<{ messageId: string; way: "sink" | "smtp" }> {
  demand(ctx.actor, "notice.test_send")
  const { runId, variant, to } = parseInput(testLetterSchema, input)
  const address = judgeAddress(to)
  if ("fault" in address) throw parseInput.refuse("to", `The address ${address.fault}`)
  const run = await getRun(ctx, runId)
  if (!run.plan?.variants.some((one) => one.variant === variant))
    throw new AppError("not_found", "This run has no such letter")
  const finished = await finishedLetter(ctx, tools.forms, run, variant)
  const { arming } = await findArming(ctx)
  const way = arming ? "smtp" : "sink"
  const token = tokenOf(ctx.secret("letters"), "test", randomUUID())
  const domain = domainOf(run.settings.sender.address)
  const message = compose(ctx, run, variant, finished, address.address, token)
  const { incidentId, number } = run
  const details = { run: number, runId, variant, domain: domainOf(address.address), way }
  await ctx.mutate("notice.test_send", { incidentId, details }, (tx) => checkLimit(tx, ctx))
  const signed = tools.sign === null ? message : await tools.sign(message)
  await give(tools, way, {
    token,
    from: verpOf(token, domain),
    to: address.address,
    message: signed,
    isUtf8: address.isUtf8,
  })
  return { messageId: messageIdOf(token, domain), way }
}

async function getRun({ db }: Context, id: string): Promise<NoticeRun> {
  const run = await db.plannedRun.findFirst({ where: { id, kind: "notices" } })
  if (!run) throw new AppError("not_found", "There is no such run of letters")
  return noticeRunOf(run)
}

/** As it was kept for a run that has begun; before, as the copy is now. */
async function finishedLetter(
  { db }: Context,
  forms: LetterForms,
  { id: runId, incidentId, startedAt }: NoticeRun,
  variant: string,
): Promise<FinishedLetter> {
  const kept: RunLetter | null =
    startedAt === null
      ? null
      : await db.runLetter.findUnique({ where: { runId_variant: { runId, variant } } })
  if (kept) return kept
  const rendered = (await renderVariants(db, forms, incidentId, [variant])).get(variant)
  if (!rendered) throw new AppError("not_found", "This run has no such letter")
  return rendered
}

function compose(
  ctx: Context,
  { settings }: NoticeRun,
  key: string,
  { subject, html, text }: FinishedLetter,
  to: string,
  token: string,
): Buffer {
  const variant = readVariantKey(key)
  const date = ctx.now()
  const values = valuesOf(standInFields(variant, date), variant, { code: STAND_IN_CODE, at: date })
  const letter = splitLetter({ subject: `[Test] ${subject}`, html, text })(values)
  const { group } = readPart(variant.part)
  const sender = senderOf(settings, group)
  const replyTo = replyToOf(settings, group)
  return composeLetter({ letter, locale: variant.locale, sender, replyTo, to, token, date })
}

async function checkLimit(tx: Tx, { actor, now }: Context): Promise<void> {
  // Two of one member at once are counted one after the other.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`test letters of ${actor.id}`}, 0))`
  const sent = await tx.trailEntry.count({
    where: { actor: actor.id, act: "notice.test_send", at: { gt: new Date(now().getTime() - HOUR_MS) } },
  })
  if (sent >= TESTS_AN_HOUR_MAX)
    throw new AppError(
      "limit",
      `You sent ${sent} test letters within an hour, which is the most; go on in a while`,
    )
}

async function give(
  { openTransport }: TestTools,
  way: "sink" | "smtp",
  letter: Parameters<ReturnType<TestTools["openTransport"]>["send"]>[0],
): Promise<void> {
  const transport = openTransport(way)
  const lease: SendingLease = {
    until: performance.now() + SENDING_MS_MAX,
    over: AbortSignal.timeout(SENDING_MS_MAX),
  }
  try {
    const { state, reason } = await transport.send(letter, lease)
    if (state === "unknown")
      throw new AppError("unavailable", `The letter may have arrived or not: ${reason}`)
    if (state !== "accepted") throw new AppError("unavailable", `The letter was not taken: ${reason}`)
  } finally {
    await transport.close()
  }
}
