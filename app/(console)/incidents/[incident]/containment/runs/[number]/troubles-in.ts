/** The troubles of a pause, one by one: gates put them into one reason, each as a sentence. */
export function troublesIn(reason: string): string[] {
  return reason
    .replace(/ Nothing goes on by itself\.$/, "")
    .split(/(?<=\.) (?=[A-Z])/)
    .map((one) => one.trim())
    .filter((one) => one !== "")
}
