const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether a text from outside can be an id of ours: PostgreSQL refuses to look for one that cannot. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}
