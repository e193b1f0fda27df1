/** A file's name in UTF-8 may be this long; the file system allows 255. */
const NAME_BYTES_MAX = 200

export const incidentFileNames = ["incident.yaml", "incident.yml", "incident.json"] as const

/** Characters that show nothing, steer the text around them, or part paths. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]/u

/**
 * What is wrong with the name of a file that somebody sends, or null. A name must show what it is: one that only looks
 * like that of an incident file could hide which file decides.
 */
export function nameProblem(name: string): string | null {
  if (name === "") return "the file has no name"
  if (HIDDEN.test(name)) return "the name holds characters that cannot be seen"
  if (new TextEncoder().encode(name).length > NAME_BYTES_MAX)
    return `the name is longer than ${NAME_BYTES_MAX} bytes`
  if (/[/\\]/.test(name)) return "the name holds a slash; send the files themselves, not folders"
  if (name.startsWith(".")) return "the name begins with a dot, which hides a file"
  if (name !== name.trim() || name.endsWith("."))
    return "the name begins or ends with a blank, or ends with a dot"
  const plain = name.normalize("NFKC").toLowerCase().replaceAll(/\s/g, "")
  if (plain !== name && incidentFileNames.some((one) => one === plain))
    return `the name only looks like ${plain}; write it exactly so`
  return null
}
