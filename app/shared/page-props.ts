/** What Next gives a page: the dynamic parts of its address, and its query. */
export interface PageProps<Parts extends Record<string, string> = Record<never, string>> {
  params: Promise<Parts>
  searchParams: Promise<Query>
}

export type Query = Record<string, string | string[] | undefined>

/** One value of a query; of several the first. */
export function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

/** A query as its text, without the question mark. */
export function queryText(query: Query): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const text of [value ?? []].flat()) parameters.append(name, text)
  return parameters.toString()
}
