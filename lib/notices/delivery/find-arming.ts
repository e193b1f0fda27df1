import type { MailArming } from "../../../prisma/generated/client.ts"
import type { Context, Tx } from "../../core/context.ts"
import { nameOfRelay } from "../../core/relay.ts"

export interface Arming {
  /** Host and port of TOCSIN_MAIL_URL, or null where none is set. */
  relay: string | null
  /** What stands, for this relay; null: letters go to the sink. */
  arming: MailArming | null
}

/** Whether letters may leave, and through which relay. What was armed for another relay than the one that is set, is not. */
export async function findArming({ db, config }: Pick<Context, "db" | "config">): Promise<Arming> {
  const relay = config.mail === null ? null : nameOfRelay(config.mail.url)
  const standing = await standingArming(db)
  return { relay, arming: standing?.relay === relay ? standing : null }
}

/** The arming that stands, whichever relay it is for: one at most. */
export async function standingArming(db: Pick<Context["db"] | Tx, "mailArming">): Promise<MailArming | null> {
  return await db.mailArming.findFirst({ where: { disarmedAt: null }, orderBy: { armedAt: "desc" } })
}
