import { InvalidArgumentError } from "commander"
import { isLetterGroup, type LetterGroup, letterGroups } from "../../../lib/core/letters.ts"
import { readSender, type Sender } from "../../../lib/notices/senders.ts"

/** `owner_video,owner_tapped`, or several in a row. */
export function groupList(text: string, before: LetterGroup[] = []): LetterGroup[] {
  const named = text.split(",").map((one) => one.trim())
  const wrong = named.find((one) => !isLetterGroup(one))
  if (wrong !== undefined)
    throw new InvalidArgumentError(`There is no group ${wrong}; there are ${letterGroups.join(", ")}.`)
  return [...new Set([...before, ...named.filter(isLetterGroup)])]
}

export interface SenderOption {
  /** For all groups that are not named. */
  sender?: Sender
  senders: Partial<Record<LetterGroup, Sender>>
}

/** `Example Cameras <notices@example.org>` for all groups, or `owner_video=Example Cameras <care@example.org>` for one. */
export function sender(text: string, before: SenderOption = { senders: {} }): SenderOption {
  const [, group, rest = text] = /^\s*([a-z_]+)=(.*)$/.exec(text) ?? []
  const read = readSender(rest)
  if (read === null || (group !== undefined && !isLetterGroup(group)))
    throw new InvalidArgumentError(
      "Write it as Example Cameras <notices@example.org> or owner_video=Example Cameras <care@example.org>.",
    )
  if (group !== undefined && isLetterGroup(group))
    return { ...before, senders: { ...before.senders, [group]: read } }
  return { ...before, sender: read }
}

export type ReplyTo = Partial<Record<LetterGroup, string>>

/** `help@example.org` for all groups, or `owner_video=help@example.org` for one. */
export function replyTo(text: string, before: ReplyTo = {}): ReplyTo {
  const [, group, address = ""] = /^(?:([a-z_]+)=)?([^=\s]+@[^=\s]+)$/.exec(text.trim()) ?? []
  if (address === "" || (group !== undefined && !isLetterGroup(group)))
    throw new InvalidArgumentError("Write it as help@example.org or owner_video=help@example.org.")
  if (group !== undefined && isLetterGroup(group)) return { ...before, [group]: address }
  return { ...Object.fromEntries(letterGroups.map((one) => [one, address])), ...before }
}
