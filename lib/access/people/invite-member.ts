import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { SendMail } from "../../core/mail.ts"
import { parseInput } from "../../core/parse-input.ts"
import { type Decision, may } from "../rules.ts"
import { invitationLink, makeToken } from "./invitation-token.ts"
import type { MemberInQuestion } from "./member-rules.ts"
import { INVITATION_DAYS, invitationSchema } from "./schemas.ts"

export interface IssuedInvitation {
  /** Shown once: nobody can read it again, for only its digest is kept. */
  link: string
  expiresAt: Date
  /** The address is a member's: the link lets them set a new password. */
  isMember: boolean
  mail: "sent" | "failed" | "none"
}

/**
 * Makes a one-time link by which somebody becomes a member, or a member sets a new password and begins without a second
 * factor; earlier links to the same address end. Refuses deactivated members, another role than a member has, and oneself.
 */
export async function inviteMember(
  ctx: Context,
  input: { email: string; name: string; role: string },
): Promise<IssuedInvitation> {
  const { email, name, role } = parseInput(invitationSchema, input)
  const { token, tokenHash } = makeToken()
  const invitedAt = ctx.now()
  const expiresAt = new Date(invitedAt.getTime() + INVITATION_DAYS * 86_400_000)
  const { member } = await ctx.mutate(
    "member.invite",
    ({ id, member }: { id: string; member: string | null }) => ({
      incidentId: null,
      details: { invitation: id, email, role, user: member },
    }),
    async (tx) => {
      await oneAtATime(tx, email)
      const member = await memberOf(tx, ctx, email, role)
      await withdrawOpen(tx, email, invitedAt)
      const data = { tokenHash, email, name: member?.name ?? name, role, invitedBy: ctx.actor.id }
      const { id } = await tx.invitation.create({ data: { ...data, invitedAt, expiresAt } })
      return { id, member: member?.id ?? null }
    },
  )
  const isMember = member !== null
  const link = invitationLink(ctx.config, token)
  const mail =
    ctx.config.mail === null ? "none" : await send(ctx.sendMail, { email, link, expiresAt, isMember })
  return { link, expiresAt, isMember, mail }
}

/** May this person make a link by which this member sets a new password? */
export function mayInviteAnew(actor: Context["actor"], member: MemberInQuestion): Decision {
  const permitted = may(actor, "member.invite")
  if (!permitted.allowed) return permitted
  if (member.deactivatedAt) return { allowed: false, reason: "Reactivate them first." }
  return member.id === actor.id
    ? { allowed: false, reason: "This is you: your password is changed on your account page." }
    : { allowed: true }
}

/** Of several who invite the same address at once, the last one's link counts. */
async function oneAtATime(tx: Tx, email: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`invitation ${email}`}, 0))`
}

async function memberOf(tx: Tx, ctx: Context, email: string, role: string) {
  const member = await tx.user.findUnique({ where: { email } })
  if (member?.deactivatedAt)
    throw new AppError("conflict", `${email} was deactivated; reactivate them instead`)
  if (member && member.id === ctx.actor.id)
    throw parseInput.refuse("email", "This is you: your password is changed on your account page")
  if (member && member.role !== role)
    throw parseInput.refuse("role", `They are a member as ${member.role}; their role is changed in the list`)
  return member
}

export async function withdrawOpen(tx: Tx, email: string | null, at: Date): Promise<void> {
  await tx.invitation.updateMany({
    where: { email, acceptedAt: null, withdrawnAt: null },
    data: { withdrawnAt: at },
  })
}

interface Letter extends Pick<IssuedInvitation, "link" | "expiresAt" | "isMember"> {
  email: string
}

/** The link is there to copy in any case: mail that does not go out spoils nothing. */
async function send(
  post: SendMail,
  { email, link, expiresAt, isMember }: Letter,
): Promise<"sent" | "failed"> {
  const until = `${expiresAt.toISOString().slice(0, 16).replace("T", " ")} UTC`
  const what = isMember
    ? "By this link you set a new password for Tocsin; your sessions end, and a second factor is set anew:"
    : "You are invited to Tocsin, where your company works on incidents. By this link you choose a password:"
  const text = `${what}\n\n${link}\n\nIt works once, until ${until}. Whoever has it can use it: do not pass it on.\n`
  const subject = isMember ? "A new password for Tocsin" : "You are invited to Tocsin"
  return await post({ to: email, subject, text }).then(
    () => "sent" as const,
    () => "failed" as const,
  )
}
