import { openSystemContext, type Resources } from "../../../lib/access/open-context.ts"
import type { SystemContext } from "../../../lib/core/context.ts"
import { AppError } from "../../../lib/core/errors.ts"
import { figure } from "../../../lib/core/figure.ts"
import { getRunStatus } from "../../../lib/notices/account/get-run-status.ts"
import { settleByLookUp, settleUnknown } from "../../../lib/notices/account/settle-unknown.ts"
import { readConfig } from "../../../lib/platform/config.ts"
import { noticeUserOver } from "../../processes/notice-tools.ts"
import { withResources } from "../../processes/system-context.ts"
import { unknownWords } from "../../terminal/notices-text.ts"
import { counted } from "../../terminal/paragraphs.ts"
import { findMemberContext } from "../members/member-context.ts"
import { findRun } from "./find-run.ts"

export interface SettleOptions {
  sent: string[]
  notSent: string[]
  reason?: string
  as?: string
}

/**
 * `tocsin notices settle`: takes a person's word for letters that are named, and asks the other side about the rest of
 * those of which nobody knows, where it can be asked.
 */
export async function settleCommand(named: string, options: SettleOptions): Promise<void> {
  const { sent, notSent, reason = "", as: email } = options
  const isWord = sent.length + notSent.length > 0
  if (isWord && reason === "")
    throw new AppError("invalid", "--sent, --not-sent: need --reason TEXT, for somebody answers for it")
  await withResources(readConfig(), async (resources) => {
    const system = openSystemContext(resources)
    const ctx = (await findMemberContext(resources, email)) ?? system
    const { run, name } = await findRun(system, named)
    const told: string[] = []
    for (const [verdict, pseudonyms] of [
      ["sent", sent],
      ["not_sent", notSent],
    ] as const) {
      if (pseudonyms.length === 0) continue
      const { settled, known } = await settleUnknown(ctx, run.id, { pseudonyms, verdict, reason })
      told.push(
        `${counted(settled.length, "letter")} settled by your word, ${figure(known.length)} known before`,
      )
    }
    if (!isWord) told.push(await askOtherSide(resources, system, run.id))
    const { states, unknown } = await getRunStatus(system, run.id)
    process.stdout.write(`${name}: ${told.join("; ")}\n${unknownWords(unknown, states.unknown ?? 0)}\n`)
  })
}

async function askOtherSide(resources: Resources, system: SystemContext, runId: string): Promise<string> {
  const { accepted, absent } = await settleByLookUp(system, await noticeUserOver(resources), runId)
  return `the other side has ${figure(accepted)} of them, and surely has not ${figure(absent)}`
}
