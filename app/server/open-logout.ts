import { notFound } from "next/navigation"
import { getLogoutByNumber, type Logout } from "../../lib/containment/logout/logout-run.ts"
import type { Context } from "../../lib/core/context.ts"
import { AppError } from "../../lib/core/errors.ts"
import { orNotFound } from "./answer.ts"
import { type ContainmentRoom, openContainment } from "./open-containment.ts"

export interface LogoutRoom extends ContainmentRoom {
  logout: Logout
}

/** What the page of one logout needs. */
export async function openLogout(params: Promise<{ incident: string; number: string }>): Promise<LogoutRoom> {
  const { number } = await params
  const room = await openContainment(params, `runs/${encodeURIComponent(number)}`)
  if (!isNumber(number)) notFound()
  return { ...room, logout: await orNotFound(getLogoutByNumber(room.ctx, room.incident.id, Number(number))) }
}

/** The same, for programs. Throws not_found where there is none. */
export async function getLogoutOf(ctx: Context, incidentId: string, number: string): Promise<Logout> {
  if (!isNumber(number)) throw new AppError("not_found", "There is no such logout")
  return await getLogoutByNumber(ctx, incidentId, Number(number))
}

function isNumber(text: string): boolean {
  return /^[1-9]\d{0,8}$/.test(text)
}
