/** What authorities are told, and may show: why sessions are ended. */
export const REASON = "Security incident: all sessions from before the cut-off are ended"
