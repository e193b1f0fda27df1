/** Fields of a part such as message/delivery-status, by their lower case names. */
export type FieldGroup = ReadonlyMap<string, string>

const TEXT_CHARACTERS_MAX = 64 * 1024
const GROUPS_MAX = 50
const FIELDS_MAX = 100
const VALUE_CHARACTERS_MAX = 1_000

/**
 * The groups of fields of a report, parted by empty lines (RFC 3464, 2.1), lines folded back. Only the beginning of what
 * is overlong is read; of a field that comes twice the first one counts.
 */
export function fieldGroups(text: string): FieldGroup[] {
  const groups: Map<string, string>[] = []
  let group = new Map<string, string>()
  let last: string | null = null
  for (const line of text.slice(0, TEXT_CHARACTERS_MAX).split(/\r\n|\n|\r/)) {
    if (line.trim() === "") {
      if (group.size > 0) groups.push(group)
      if (groups.length >= GROUPS_MAX) return groups
      group = new Map()
      last = null
      continue
    }
    last = /^[ \t]/.test(line) ? continued(group, last, line) : begun(group, line)
  }
  return group.size > 0 ? [...groups, group] : groups
}

function continued(group: Map<string, string>, name: string | null, line: string): string | null {
  if (name !== null) group.set(name, `${group.get(name)} ${line.trim()}`.slice(0, VALUE_CHARACTERS_MAX))
  return name
}

/** The name of the field that the line begins; null where it begins none that counts. */
function begun(group: Map<string, string>, line: string): string | null {
  const colon = line.indexOf(":")
  const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase()
  if (!/^[a-z0-9-]{1,76}$/.test(name) || group.has(name) || group.size >= FIELDS_MAX) return null
  group.set(
    name,
    line
      .slice(colon + 1)
      .trim()
      .slice(0, VALUE_CHARACTERS_MAX),
  )
  return name
}
