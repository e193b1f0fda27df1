/** The closed set of ways in which a verb can refuse or fail. Each edge (command line, page, API) translates it once. */
export type ErrorCode =
  | "not_found"
  | "forbidden"
  | "conflict"
  | "invalid"
  | "precondition"
  | "limit"
  | "unavailable"

/** The one error that a verb throws on purpose; its message is a single line in the user's words. */
export class AppError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message.replaceAll(/\s*[\r\n]\s*/g, " "), options)
    this.name = "AppError"
    this.code = code
  }
}

/** Wrong input: names the file and, where there is one, the field. */
export function invalid(place: string, message: string, cause?: unknown): AppError {
  return new AppError("invalid", `${place}: ${message}`, cause === undefined ? undefined : { cause })
}

/** Throws when something that cannot happen has happened: always a fault of ours, never of the input. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`)
}
