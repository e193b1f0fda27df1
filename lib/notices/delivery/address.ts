import { domainToASCII } from "node:url"

export type JudgedAddress =
  | {
      /** As it goes into an envelope: its domain in A-labels. */
      address: string
      /** Its local part is not ASCII: only a relay with SMTPUTF8 takes it. */
      isUtf8: boolean
    }
  | { fault: string }

const ADDRESS_OCTETS_MAX = 254
const LOCAL_OCTETS_MAX = 64
const LABEL_CHARACTERS_MAX = 63
/** What a local part may hold without quotes (RFC 5322, atext; RFC 6531 adds what is not ASCII). */
const ASCII_LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/
const LOCAL = /^[\p{L}\p{M}\p{N}_!#$%&'*+/=?^`{|}~-]+(\.[\p{L}\p{M}\p{N}_!#$%&'*+/=?^`{|}~-]+)*$/u
const DOMAIN = /^[\p{L}\p{M}\p{N}-]+(\.[\p{L}\p{M}\p{N}-]+)+$/u
const ASCII_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/
/** Ends a line, is not to be seen, or turns the direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u
/** What belongs to lists, quotes, routes, comments and names beside an address, never to the address itself. */
const AROUND = /[\s<>()[\]\\,;:"]/

/**
 * Whether a text is one mailbox that a letter can be sent to, strictly: nothing in it can end a line or a command, add a
 * recipient, or show another address than it has. Otherwise says why not, in words that do not repeat it.
 */
export function judgeAddress(text: string): JudgedAddress {
  const trimmed = trimBlanks(text)
  if (trimmed === "") return { fault: "is empty" }
  // A character is one octet at least, so nothing long is looked at any further.
  if (trimmed.length > ADDRESS_OCTETS_MAX) return tooLong
  if (UNSEEN.test(trimmed)) return { fault: "has a line break or a character that cannot be seen" }
  if (trimmed.includes('"')) return { fault: "has quotes" }
  if (AROUND.test(trimmed)) return { fault: "is more than one address, or has something besides it" }
  const [local = "", domain = "", ...more] = trimmed.normalize("NFC").split("@")
  if (domain === "" || more.length > 0)
    return { fault: "does not have exactly one @ with something after it" }
  const isUtf8 = !ASCII_LOCAL.test(local)
  if (isUtf8 && !LOCAL.test(local)) return { fault: "has a part before the @ that no mailbox has" }
  if (Buffer.byteLength(local) > LOCAL_OCTETS_MAX) return { fault: "has more than 64 octets before the @" }
  const host = hostOf(domain)
  if (host === null) return { fault: "has a domain that cannot be" }
  const address = `${local}@${host}`
  return Buffer.byteLength(address) > ADDRESS_OCTETS_MAX ? tooLong : { address, isUtf8 }
}

const tooLong = { fault: `is longer than ${ADDRESS_OCTETS_MAX} octets` }

/** Blanks at its ends are slips of whoever typed it; line breaks are not. */
function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+/, "").replace(/[ \t]+$/, "")
}

/** A domain in A-labels, or null: of two labels at least, for no stranger can be reached at a bare name or a number. */
function hostOf(domain: string): string | null {
  if (!DOMAIN.test(domain)) return null
  const host = domainToASCII(domain)
  const labels = host.split(".")
  const areLabels = labels.every((label) => label.length <= LABEL_CHARACTERS_MAX && ASCII_LABEL.test(label))
  return areLabels && labels.length > 1 && !/^\d+$/.test(labels.at(-1) ?? "") ? host : null
}
