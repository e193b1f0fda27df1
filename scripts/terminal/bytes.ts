const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const

/** So many bytes in the unit in which the figure is short. */
export function inBytes(bytes: number): string {
  let figure = bytes
  let unit = 0
  for (; figure >= 1024 && unit < UNITS.length - 1; unit++) figure /= 1024
  return `${unit === 0 ? figure : figure.toFixed(1)} ${UNITS[unit]}`
}
