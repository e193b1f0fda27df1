// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be shown
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/**
 * Text that cannot steer the terminal or the page that it is shown on: control characters and those that turn the
 * direction of text become U+FFFD; line ends stay.
 */
export function printable(text: string): string {
  return text.replaceAll(STEERING, "\ufffd")
}
