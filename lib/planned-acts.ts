import type { PlannedAct } from "./access/approvals/planned-act.ts"
import { runLogout } from "./containment/logout/run-logout.ts"
import { AppError } from "./core/errors.ts"
import type { DangerousAct } from "./core/permissions.ts"
import { revealPeople } from "./exposure/identities/reveal-people.ts"
import { forgetTold } from "./incidents/forget-told.ts"
import { sendNotices } from "./notices/audience/send-notices.ts"

/** Each dangerous act with what plans and performs it; the module that it belongs to exports it. */
const byAct: Record<DangerousAct, PlannedAct> = {
  "people.reveal": revealPeople,
  "trail.forget": forgetTold,
  "notice.send": sendNotices,
  "logout.run": runLogout,
}

/** All acts that a second person approves, put together for pages and the command line. */
export const plannedActs: readonly PlannedAct[] = Object.values(byAct)

/** The planned act of this name. Throws not_found where there is none. */
export function plannedActNamed(name: string): PlannedAct {
  const planned = plannedActs.find(({ act }) => act === name)
  if (!planned) throw new AppError("not_found", `Tocsin knows no act ${name} that is approved`)
  return planned
}
