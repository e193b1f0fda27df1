import { type LetterGroup, letterGroups } from "../core/letters.ts"

// Browsers take these from here: schemas probe for eval, which the policy of our pages forbids.

/** A mailbox with the name that is shown for it. */
export interface Sender {
  name: string
  address: string
}

/** Who writes, as settings have it; those that were kept before groups had senders of their own name none. */
export interface Senders {
  sender: Sender
  senders?: Partial<Record<LetterGroup, Sender>>
}

/** In whose name the letters to a group come. */
export function senderOf({ sender, senders = {} }: Senders, group: LetterGroup): Sender {
  return senders[group] ?? sender
}

/** Where the replies of a group's readers go: to whoever writes to them, unless somebody else reads them. */
export function replyToOf(
  settings: Senders & { replyTo: Partial<Record<LetterGroup, string>> },
  group: LetterGroup,
): string {
  return settings.replyTo[group] ?? senderOf(settings, group).address
}

/** All in whose name letters come, each once, the one of all groups first. */
export function allSenders({ sender, senders = {} }: Senders): { sender: Sender; groups: LetterGroup[] }[] {
  const all: { sender: Sender; groups: LetterGroup[] }[] = [{ sender, groups: [] }]
  for (const group of letterGroups) {
    const own = senders[group]
    if (!own) continue
    const known = all.find((one) => one.sender.name === own.name && one.sender.address === own.address)
    if (known) known.groups.push(group)
    else all.push({ sender: own, groups: [group] })
  }
  return all
}

/** `Example Cameras <notices@example.org>`. */
export function senderText({ name, address }: Sender): string {
  return `${name} <${address}>`
}

/** What `senderText` made, or null where it is no such text. */
export function readSender(text: string): Sender | null {
  const [, name, address] = /^([^<>\p{Cc}]+?)\s*<([^<>\s]+@[^<>\s]+)>$/u.exec(text.trim()) ?? []
  return name === undefined || address === undefined ? null : { name, address }
}
