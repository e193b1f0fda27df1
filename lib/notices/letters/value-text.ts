// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a letter
const BREAKING = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g
/** What turns the direction of text, or is not seen at all; joiners stay, which scripts and emoji need. */
const STEERING =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
/** What programs for mail make a link of, as the engine knows patterns too. */
export const ADDRESS_PATTERN = String.raw`://|www\.|@|[\p{L}\p{N}]\.\p{L}{2,}`
const ADDRESS = new RegExp(ADDRESS_PATTERN, "iu")
const ISOLATE = "\u2068"
const END_OF_ISOLATE = "\u2069"

/**
 * What people named, as a letter can show it: on one line, no longer than that, and without a character that steers the
 * text around it.
 */
export function valueText(text: string, charactersMax: number): string {
  const line = text
    .replaceAll(/\p{Surrogate}/gu, "\ufffd")
    .replaceAll(BREAKING, " ")
    .replaceAll(STEERING, "")
    .replaceAll(/(\p{M}{3})\p{M}+/gu, "$1")
    .replaceAll(/\s+/gu, " ")
    .trim()
  const characters = line.length <= charactersMax ? null : Array.from(line)
  const short =
    characters === null || characters.length <= charactersMax
      ? line
      : `${characters
          .slice(0, charactersMax - 1)
          .join("")
          .trimEnd()}…`
  return RIGHT_TO_LEFT.test(short) ? `${ISOLATE}${short}${END_OF_ISOLATE}` : short
}

/** Whether a mail program would make a link of it: a name that does is somebody's advertisement. */
export function looksLikeAddress(text: string): boolean {
  return ADDRESS.test(text)
}

/** The same text, which no mail program makes a link of. */
export function withoutLinks(text: string): string {
  return looksLikeAddress(text) ? text.replaceAll(/([.:@])(?=\S)/g, "$1 ") : text
}
