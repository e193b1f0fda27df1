import { route } from "../../../route-of.ts"

export const GET = route("listRuns")
