/** A letter to a colleague or to counsel, in plain text. */
export interface Mail {
  /** One address, without a name. */
  to: string
  /** One line. */
  subject: string
  text: string
}

/**
 * Gives a mail to the relay of this installation; when it resolves, the relay has taken it.
 * @throws AppError precondition where no relay is set, invalid where the mail is none, unavailable where it was not taken
 */
export type SendMail = (mail: Mail) => Promise<void>
