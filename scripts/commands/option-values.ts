import { InvalidArgumentError } from "commander"

/** A whole number between two bounds, as an option's value. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (number >= min && number <= max) return number
    throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`)
  }
}

/** Several in a row. */
export function collected(text: string, before: string[] = []): string[] {
  return [...before, text]
}

/** What stands behind an option that says why, where nobody says it. */
export const ON_THE_COMMAND_LINE = "Asked for on the command line of the server"
