import { inviteMember } from "../../lib/access/people/invite-member.ts"
import { readConfig } from "../../lib/platform/config.ts"
import { withSystemContext } from "../processes/system-context.ts"

export interface InviteCommandOptions {
  name: string
  role: string
}

/** `tocsin invite`: prints a one-time link by which somebody becomes a member, or a member sets a new password. */
export async function inviteCommand(email: string, { name, role }: InviteCommandOptions): Promise<void> {
  const config = readConfig()
  const { link } = await withSystemContext(config, (ctx) => inviteMember(ctx, { email, name, role }))
  process.stdout.write(`${link}\n`)
}
