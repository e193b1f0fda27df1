import type { MailArming } from "../../../prisma/generated/client.ts"
import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { nameOfRelay } from "../../core/relay.ts"
import { standingArming } from "./find-arming.ts"

/**
 * Lets letters to customers leave through the relay of TOCSIN_MAIL_URL from now on, and through that one alone: `relay` is
 * its host and port as the administrator has read them. Runs that were approved before keep their way. Done once, however
 * often it is asked for. Refuses another relay than the one that is set, and where none is.
 */
export async function armMail(ctx: Context, relay: string): Promise<MailArming> {
  const { mail } = ctx.config
  if (mail === null)
    throw new AppError(
      "precondition",
      "There is no relay: TOCSIN_MAIL_URL is not set, so letters go to the sink",
    )
  const name = nameOfRelay(mail.url)
  if (relay !== name)
    throw new AppError("conflict", `The relay of TOCSIN_MAIL_URL is ${name}; load the page again`)
  const about = ({ before, isNew }: Armed) =>
    isNew ? { incidentId: null, details: { relay: name, before: before?.relay ?? null } } : null
  const armed = await ctx.mutate("mail.arm", about, (tx) => arm(tx, ctx, name))
  return armed.arming
}

interface Armed {
  arming: MailArming
  before: MailArming | null
  isNew: boolean
}

async function arm(tx: Tx, { actor, now }: Context, relay: string): Promise<Armed> {
  // Two at once arm one after the other.
  await tx.$executeRaw`LOCK TABLE mail_arming IN SHARE ROW EXCLUSIVE MODE`
  const before = await standingArming(tx)
  if (before?.relay === relay) return { arming: before, before, isNew: false }
  // For a relay that is not set any more.
  await tx.mailArming.updateMany({
    where: { disarmedAt: null },
    data: { disarmedAt: now(), disarmedBy: actor.id },
  })
  const arming = await tx.mailArming.create({ data: { relay, armedAt: now(), armedBy: actor.id } })
  return { arming, before, isNew: true }
}
