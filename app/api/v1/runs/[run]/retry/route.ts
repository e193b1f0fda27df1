import { route } from "../../../route-of.ts"

export const POST = route("retryRun")
