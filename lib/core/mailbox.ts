/** The beginning of a message, as far as it was asked for. */
export interface MessageBeginning {
  bytes: Buffer
  isWhole: boolean
}

/** A mailbox to which others deliver. Readers may share it: a message is there until one of them has marked it. */
export interface Mailbox {
  /** Names of messages that nobody has marked as read, at most so many, in no promised order. */
  unread(countMax: number): Promise<string[]>
  /** The first bytes of a message; null where another reader has marked it. */
  read(name: string, bytesMax: number): Promise<MessageBeginning | null>
  /** It is given to nobody any more. Nothing happens where another reader has marked it. */
  markRead(name: string): Promise<void>
  /** What a message is known by, read or not. */
  idOf(name: string): string
}
