/** What is wrong with fields, by their names. */
export type FieldErrors = Readonly<Record<string, string>>

/** What is wrong with a field, or with the first of several things in it. */
export function errorOf(fields: FieldErrors, name: string): string | undefined {
  return fields[name] ?? Object.entries(fields).find(([field]) => field.startsWith(`${name}.`))?.[1]
}
