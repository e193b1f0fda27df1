import { AppError } from "../../core/errors.ts"
import { receiveFile } from "../../evidence/intake/receive-file.ts"
import type { ExternalKind } from "../../runs/external/external-kind.ts"
import { getNoticeRun } from "../account/account-run.ts"
import { demandNoLaterHold } from "../audience/demand-no-later-hold.ts"
import { settingsOf } from "../audience/list-planned-runs.ts"
import { statusOf } from "../bounces/report-verdict.ts"

/** Letters as somebody else's system sends them. */
export const letterLists: ExternalKind = {
  view: "notices.view",
  acts: {
    handOut: "notice.hand_out",
    takeWorkList: "notice.take_work_list",
    takeResults: "notice.take_results",
  },
  words: { one: "letter", many: "letters" },
  runs: { kind: "notices", settings: { path: ["executor"], equals: "external" } },
  getRun: getNoticeRun,
  async demandExternal(_, run) {
    if (settingsOf(run).executor !== "external")
      throw new AppError("precondition", "Tocsin sends the letters of this run itself")
  },
  demandNobodyWaits: demandNoLaterHold,
  results: {
    states: ["accepted", "delivered", "bounced", "complained", "rejected", "unknown"],
    statusOf,
  },
  receive: (folder, name, stream, announced) =>
    receiveFile(folder, name, stream, announced, async (_, move) => await move()),
}
