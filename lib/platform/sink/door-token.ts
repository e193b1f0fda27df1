/** What whoever knocks at the sink's door must know: it opens every letter, and nothing but processes of ours has it. */
export function doorToken(secret: (purpose: string) => Buffer): string {
  return secret("sink door").toString("base64url")
}
