import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { listMembers, type Member } from "./list-members.ts"

/**
 * One member, active or not.
 * @throws AppError forbidden and not_found
 */
export async function getMember(ctx: Context, id: string): Promise<Member> {
  const { members } = await listMembers(ctx)
  const member = members.find((one) => one.id === id)
  if (!member) throw new AppError("not_found", "There is no such member")
  return member
}
