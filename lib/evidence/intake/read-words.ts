import { actionWords, isAmong, outcomeWords, wordsOf } from "./synonyms.ts"

type Action = "shown" | "tapped" | "viewed"

/**
 * What an action's name means, by its words; `none` when it gives out no footage, null when it says nothing that is
 * known here. Of two meanings the more severe one holds, but a thumbnail that is viewed was shown.
 */
export function actionOf(name: string): Action | "none" | null {
  const words = [...wordsOf(name), wordsOf(name).join("")]
  const has = (kind: keyof typeof actionWords) => words.some((word) => isAmong(actionWords[kind], word))
  if (has("none")) return "none"
  if (has("thumbnail")) return has("tapped") ? "tapped" : "shown"
  if (has("video")) return "viewed"
  if (has("tapped")) return "tapped"
  if (has("shown")) return "shown"
  return has("read") ? "viewed" : null
}

/** Whether a result's name, truth value or HTTP status says that the access was allowed; null when it says neither. */
export function outcomeOf(value: string): "allowed" | "denied" | null {
  if (/^\d{3}$/.test(value)) return statusOf(value)
  const words = [...wordsOf(value), wordsOf(value).join("")]
  if (words.some((word) => isAmong(outcomeWords.denied, word))) return "denied"
  return words.some((word) => isAmong(outcomeWords.allowed, word)) ? "allowed" : null
}

/** 304 counts: the viewer had the picture already and was shown it again. */
function statusOf(status: string): "allowed" | "denied" | null {
  if (/^(2\d\d|304)$/.test(status)) return "allowed"
  return /^(401|403|404)$/.test(status) ? "denied" : null
}
