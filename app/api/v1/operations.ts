import type { Operation } from "./operation.ts"
import { incidents } from "./operations/incidents.ts"
import { people } from "./operations/people.ts"
import { revisions } from "./operations/revisions.ts"
import { runs } from "./operations/runs.ts"

const table = { ...incidents, ...revisions, ...runs, ...people }

export type OperationName = keyof typeof table

/** All that a program can ask for: from here come the routes' behaviour and the document. */
export const operations: Readonly<Record<OperationName, Operation>> = table
