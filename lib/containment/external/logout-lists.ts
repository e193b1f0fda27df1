import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { isUuid } from "../../core/is-uuid.ts"
import { receiveFile } from "../../evidence/intake/receive-file.ts"
import type { ExternalKind } from "../../runs/external/external-kind.ts"
import { settingsOf } from "../logout/logout-run.ts"
import { canariesBeside, handOutCanaries } from "./listed-canaries.ts"
import { refuseForeign } from "./refuse-foreign.ts"

/** What a log of calls has for a status: that of HTTP. */
const STATUS = /^[1-5]\d\d$/

/** Logouts as somebody else's system carries them out, account by account. */
export const logoutLists: ExternalKind = {
  view: "containment.view",
  acts: {
    handOut: "logout.hand_out",
    takeWorkList: "logout.take_work_list",
    takeResults: "logout.take_results",
  },
  words: { one: "subject", many: "subjects" },
  runs: { kind: "logout", logout: { authority: { kind: "external" } } },
  getRun: getLogoutRun,
  async demandExternal({ db }, run) {
    const { authorityId } = settingsOf(run)
    const { kind, name } = await db.authority.findUniqueOrThrow({ where: { id: authorityId } })
    if (kind !== "external")
      throw new AppError("precondition", `Tocsin ends the sessions of this logout itself, at ${name}`)
  },
  alsoHandOut: handOutCanaries,
  results: {
    states: ["accepted", "rejected", "unknown"],
    statusOf: (text) => STATUS.exec(text?.trim() ?? "")?.[0] ?? null,
    demandTakable: refuseForeign,
    beside: canariesBeside,
  },
  receive: (folder, name, stream, announced) => receiveFile(folder, name, stream, announced),
}

async function getLogoutRun({ db }: Pick<Context, "db">, runId: string): Promise<PlannedRun> {
  const run = isUuid(runId) ? await db.plannedRun.findUnique({ where: { id: runId } }) : null
  if (run?.kind !== "logout") throw new AppError("not_found", "There is no such logout")
  return run
}
