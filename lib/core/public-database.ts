/** What anybody who holds the code of a letter may know of it: nothing of whom it went to. */
export interface SentLetter {
  /** The day, as ISO 8601. */
  sentOn: string
  sender: string
  subject: string
  /** The language that it is written in. */
  locale: string
  /** The text that everybody of its group got, with marks such as {{pictures}} where a reader's own values stood. */
  content: string
}

/** All that the public process can ask of the database. */
export interface PublicDatabase {
  /** The letter with this code, as it stands in letters; null where none was sent. */
  findLetter(code: string): Promise<SentLetter | null>
  /** Keeps a message, and says whether it is new. */
  takeWebhook(source: string, messageId: string, body: string): Promise<boolean>
}
