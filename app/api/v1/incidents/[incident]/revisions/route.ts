import { route } from "../../../route-of.ts"

export const GET = route("listRevisions")
export const POST = route("requestRevision")
