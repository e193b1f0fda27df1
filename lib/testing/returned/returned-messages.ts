import { complaints } from "./complaints.ts"
import { fromServers } from "./from-servers.ts"
import { oddMessages } from "./odd-messages.ts"
import type { ReturnedMessage } from "./report-forms.ts"

/** Everything that may come back: reports, complaints, and what is neither. */
export const returnedMessages: readonly ReturnedMessage[] = [...fromServers, ...complaints, ...oddMessages]
