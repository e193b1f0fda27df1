/** Red, green and blue from 0 to 255, and how much it covers, from 0 to 1. */
export type Colour = readonly [number, number, number, number]

const named: Readonly<Record<string, Colour>> = {
  black: [0, 0, 0, 1],
  silver: [192, 192, 192, 1],
  gray: [128, 128, 128, 1],
  grey: [128, 128, 128, 1],
  lightgray: [211, 211, 211, 1],
  lightgrey: [211, 211, 211, 1],
  darkgray: [169, 169, 169, 1],
  white: [255, 255, 255, 1],
  red: [255, 0, 0, 1],
  green: [0, 128, 0, 1],
  blue: [0, 0, 255, 1],
  navy: [0, 0, 128, 1],
  yellow: [255, 255, 0, 1],
  orange: [255, 165, 0, 1],
  transparent: [0, 0, 0, 0],
}

/** A colour as a style writes it; null where it is none that can be computed. */
export function readColour(text: string): Colour | null {
  const written = text.trim().toLowerCase()
  if (Object.hasOwn(named, written)) return named[written] ?? null
  const [, hex] = /^#([0-9a-f]{3,8})$/.exec(written) ?? []
  if (hex !== undefined) return fromHex(hex)
  const [, numbers] = /^rgba?\(([\d\s.,/%]+)\)$/.exec(written) ?? []
  if (numbers === undefined) return null
  const [red, green, blue, alpha = "1"] = numbers.split(/[\s,/]+/).filter((one) => one !== "")
  if (red === undefined || green === undefined || blue === undefined) return null
  const cover = alpha.endsWith("%") ? Number.parseFloat(alpha) / 100 : Number(alpha)
  return [Number(red), Number(green), Number(blue), cover]
}

function fromHex(hex: string): Colour | null {
  const each = hex.length <= 4 ? Array.from(hex, (one) => one + one) : (hex.match(/../g) ?? [])
  const [red, green, blue, alpha = 255] = each.map((one) => Number.parseInt(one, 16))
  if (
    red === undefined ||
    green === undefined ||
    blue === undefined ||
    (hex.length % 2 === 1 && hex.length > 3)
  )
    return null
  return [red, green, blue, alpha / 255]
}

/** What is seen of a colour that lies over another, which covers. */
export function over([red, green, blue, cover]: Colour, under: Colour): Colour {
  const mix = (above: number, below: number) => above * cover + below * (1 - cover)
  return [mix(red, under[0]), mix(green, under[1]), mix(blue, under[2]), 1]
}

/** WCAG 2.2: from 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05)
}

function luminance([red, green, blue]: Colour): number {
  const linear = (part: number) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}
