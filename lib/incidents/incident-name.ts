/** What people call an incident: `INC-7`. */
export function incidentName(number: number): string {
  return `INC-${number}`
}

const NUMBER_MAX = 2 ** 31 - 1

/** The number of `INC-7` or `7`, or null where the text is neither. */
export function parseIncidentName(text: string): number | null {
  const match = /^(?:INC-)?([1-9]\d{0,9})$/i.exec(text)
  const number = Number(match?.[1])
  return match && number <= NUMBER_MAX ? number : null
}
