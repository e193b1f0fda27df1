import { AppError } from "./errors.ts"

/** What a person typed is not what was asked for: messages by field, in their words. */
export class InputError extends AppError {
  readonly fields: Readonly<Record<string, string>>

  constructor(fields: Record<string, string>) {
    super("invalid", Object.values(fields).join("; "))
    this.fields = fields
  }
}

interface Schema<T> {
  safeParse(
    input: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } }
}

/**
 * The input as a schema makes it.
 * @throws InputError with the first message of each field
 */
export function parseInput<T>(schema: Schema<T>, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields: Record<string, string> = {}
  for (const { path, message } of parsed.error.issues) fields[path.join(".")] ??= message
  throw new InputError(fields)
}

/** An input that a rule refuses which no schema can know. */
parseInput.refuse = (field: string, message: string): InputError => new InputError({ [field]: message })
