/** What a message says of itself; its line ends become those of mail. */
export interface MessageForm {
  to: string
  from?: string
  subject?: string
  /** Further header lines, each with its end. */
  extra?: string
}

/** A message with a body of a type. */
export function mail({
  to,
  from,
  subject,
  extra,
  type,
  body,
}: MessageForm & { type: string; body: string }): string {
  const text = `Return-Path: <>\nFrom: ${from ?? "MAILER-DAEMON@mx.example.org"}\nTo: ${to}\nSubject: ${subject ?? "Undelivered"}\nDate: Sun, 22 Nov 2026 10:00:00 +0000\nMessage-ID: <report@mx.example.org>\n${extra ?? ""}MIME-Version: 1.0\nContent-Type: ${type}\n\n${body}`
  return text.replaceAll("\n", "\r\n")
}

/** A report (RFC 6522) of a type, with its parts. */
export function report({
  parts,
  type,
  ...form
}: MessageForm & { type?: string; parts: readonly string[] }): string {
  const body = parts.filter(Boolean).map((one) => `--=_b/1\n${one}\n`)
  return mail({
    ...form,
    type: `multipart/report; report-type=${type ?? "delivery-status"};\n\tboundary="=_b/1"`,
    body: `This is a MIME-encapsulated message.\n\n${body.join("")}--=_b/1--\n`,
  })
}

/** A part of a message. */
export function part(type: string, body: string): string {
  return `Content-Type: ${type}\n\n${body}`
}

export function plain(text: string): string {
  return part("text/plain; charset=us-ascii", `${text}\n`)
}
