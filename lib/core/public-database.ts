/** All that the public process can ask of the database. */
export interface PublicDatabase {
  /** The day, as ISO 8601, on which a letter with a code of this hash was sent; null where none was. */
  letterSentOn(codeHash: string): Promise<string | null>
  /** Keeps a message, and says whether it is new. */
  takeWebhook(source: string, messageId: string, body: string): Promise<boolean>
}
