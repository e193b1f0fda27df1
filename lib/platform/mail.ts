import { createTransport } from "nodemailer"
import { z } from "zod"
import type { MailConfig } from "../core/config.ts"
import { AppError } from "../core/errors.ts"
import type { SendMail } from "../core/mail.ts"

/** A relay that is not there must not hold whoever waits for it, such as a transaction. */
const CONNECT_MS_MAX = 5_000
const ANSWER_MS_MAX = 8_000
const SUBJECT_CHARACTERS_MAX = 200
/** Ends a line, or begins something else, to some program on the way. */
const LINE_END = /[\p{Cc}\u2028\u2029]/u

const mailSchema = z.object({
  to: z.email("is no e-mail address").max(254),
  subject: z
    .string()
    .min(1)
    .max(SUBJECT_CHARACTERS_MAX)
    .refine((subject) => !LINE_END.test(subject), "is more than one line"),
  text: z.string(),
})

/** Sends mail over the relay that the settings name. Nothing that is put into a mail can add a header or a recipient. */
export function openMail({ mail: config }: { mail: MailConfig | null }): SendMail {
  return async (mail) => {
    const parsed = mailSchema.safeParse(mail)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw new AppError("invalid", `the mail's ${issue?.path.join(".")} ${issue?.message}`)
    }
    if (config === null)
      throw new AppError("precondition", "No mail can be sent: TOCSIN_MAIL_URL names no relay")
    await send(config, parsed.data)
  }
}

async function send({ url, from }: MailConfig, { to, subject, text }: z.output<typeof mailSchema>) {
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_MS_MAX,
    dnsTimeout: CONNECT_MS_MAX,
    greetingTimeout: CONNECT_MS_MAX,
    socketTimeout: ANSWER_MS_MAX,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({ from, to: { name: "", address: to }, subject, text })
  } catch (cause) {
    const { code, responseCode } = cause as { code?: string; responseCode?: number }
    // The relay's own words may hold an address or a name of ours: they stay in the cause.
    const why = [code, responseCode].filter((one) => one !== undefined).join(" ")
    const relay = URL.canParse(url) ? new URL(url).host : "of TOCSIN_MAIL_URL"
    throw new AppError(
      "unavailable",
      `the mail relay ${relay} did not take the mail (${why || "no answer"})`,
      {
        cause,
      },
    )
  } finally {
    transport.close()
  }
}
