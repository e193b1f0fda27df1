import { route } from "../route-of.ts"

export const GET = route("listIncidents")
export const POST = route("declareIncident")
