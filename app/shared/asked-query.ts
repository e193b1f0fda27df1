import { AppError } from "../../lib/core/errors.ts"
import { type Query, queryText } from "./page-props.ts"

/** What belongs to a page of rows rather than to a list. */
const OF_A_PAGE = ["cursor", "limit"]

interface AskedQuery<T> {
  asked: T
  /** Why the address could not be taken at its word, in the user's words; then the list is shown unfiltered. */
  problem: string | null
}

/** Reads what an address asks of a list. */
export function askedQuery<T>(query: Query, parse: (params: URLSearchParams) => T): AskedQuery<T> {
  const params = new URLSearchParams(queryText(query))
  for (const name of OF_A_PAGE) params.delete(name)
  try {
    return { asked: parse(params), problem: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { asked: parse(new URLSearchParams()), problem: error.message }
  }
}
