import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { judgeAddress } from "./address.ts"

const faults = {
  empty: "is empty",
  unseen: "has a line break or a character that cannot be seen",
  quotes: "has quotes",
  around: "is more than one address, or has something besides it",
  at: "does not have exactly one @ with something after it",
  local: "has a part before the @ that no mailbox has",
  long: "is longer than 254 octets",
  longLocal: "has more than 64 octets before the @",
  domain: "has a domain that cannot be",
}

describe("an address that is none says why", () => {
  test.each<[string, string, string]>([
    ["nothing", "", faults.empty],
    ["blanks", " \t ", faults.empty],
    ["a line break within", "kim\n@example.net", faults.unseen],
    ["a line break at its end", "kim@example.net\n", faults.unseen],
    ["CRLF and a header", "kim@example.net\r\nBcc: all@example.net", faults.unseen],
    ["CRLF and a command", "kim@example.net>\r\nRCPT TO:<x@example.net", faults.unseen],
    ["a NUL", "kim\u0000@example.net", faults.unseen],
    ["a line separator", "kim@example.net\u2028", faults.unseen],
    ["a mark that turns directions", "kim\u202e@example.net", faults.unseen],
    ["a blank of no width", "kim\u200b@example.net", faults.unseen],
    ["a soft hyphen in the domain", "kim@exam\u00adple.net", faults.unseen],
    ["half a character", "kim\ud800@example.net", faults.unseen],
    ["a quoted local part", '"kim lee"@example.net', faults.quotes],
    ["a quoted local part with a line break", '"kim\r\n"@example.net', faults.unseen],
    ["a display name", "Kim <kim@example.net>", faults.around],
    ["a display name that is an address", "help@example.org <kim@example.net>", faults.around],
    ["angle brackets", "<kim@example.net>", faults.around],
    ["a comma", "kim@example.net,lee@example.net", faults.around],
    ["a semicolon", "kim@example.net;lee@example.net", faults.around],
    ["a comment", "kim(comment)@example.net", faults.around],
    ["a group", "people: kim@example.net;", faults.around],
    ["a route", "@relay.example.org:kim@example.net", faults.around],
    ["a blank within", "kim lee@example.net", faults.around],
    ["a blank that is not ASCII", "kim\u00a0lee@example.net", faults.around],
    ["a parameter of a command", "kim@example.net NOTIFY=NEVER", faults.around],
    ["a backslash", "kim\\lee@example.net", faults.around],
    ["no @", "kim.example.net", faults.at],
    ["nothing before it", "@example.net", faults.local],
    ["nothing after it", "kim@", faults.at],
    ["two of them", "kim@lee@example.net", faults.at],
    ["a dot at the beginning", ".kim@example.net", faults.local],
    ["a dot at the end", "kim.@example.net", faults.local],
    ["two dots", "kim..lee@example.net", faults.local],
    ["an @ of full width", "kim\uff20example.net", faults.at],
    ["emoji", "😀@example.net", faults.local],
    ["300 characters", `${"k".repeat(288)}@example.net`, faults.long],
    ["255 octets", `${"k".repeat(60)}@${`${"d".repeat(60)}.`.repeat(3)}${"d".repeat(8)}.net`, faults.long],
    ["a megabyte", "k".repeat(1_000_000), faults.long],
    ["65 octets before the @", `${"k".repeat(65)}@example.net`, faults.longLocal],
    ["33 letters of two octets before the @", `${"ü".repeat(33)}@example.net`, faults.longLocal],
    ["a bare host", "kim@localhost", faults.domain],
    ["an address literal", "kim@[127.0.0.1]", faults.around],
    ["an address of numbers", "kim@127.0.0.1", faults.domain],
    ["a number that a browser takes for an address", "kim@0x7f.1", faults.domain],
    ["a dot at the domain's end", "kim@example.net.", faults.domain],
    ["a dot at its beginning", "kim@.example.net", faults.domain],
    ["a hyphen at a label's end", "kim@example-.net", faults.domain],
    ["an underscore in the domain", "kim@exa_mple.net", faults.domain],
    ["a percent sign in the domain", "kim@exa%2emple.net", faults.domain],
    ["a label of 64", `kim@${"d".repeat(64)}.net`, faults.domain],
    ["an A-label that is none", "kim@xn--a.net", faults.domain],
    ["a slash", "kim@example.net/x", faults.domain],
  ])("%s", (_, text, fault) => {
    expect(judgeAddress(text)).toEqual({ fault })
  })
})

describe("an address that is one", () => {
  test.each<[string, string, string, boolean]>([
    ["plain", "kim@example.net", "kim@example.net", false],
    ["blanks around it", " kim@example.net\t", "kim@example.net", false],
    [
      "every sign that there may be",
      "a!#$%&'*+/=?^_`{|}~-z.9@example.net",
      "a!#$%&'*+/=?^_`{|}~-z.9@example.net",
      false,
    ],
    ["capitals, of which the domain's mean nothing", "Kim.Lee@Example.NET", "Kim.Lee@example.net", false],
    ["braces of a template", "{{name}}@example.net", "{{name}}@example.net", false],
    ["a domain that is not ASCII", "kim@bücher.example", "kim@xn--bcher-kva.example", false],
    ["a domain from right to left", "kim@דוגמה.example", "kim@xn--6dbbec0c.example", false],
    ["A-labels", "kim@xn--bcher-kva.example", "kim@xn--bcher-kva.example", false],
    ["a local part that is not ASCII", "jürgen@example.net", "jürgen@example.net", true],
    ["the same in two code points", "ju\u0308rgen@example.net", "jürgen@example.net", true],
    ["Devanagari, with its marks", "संपर्क@example.net", "संपर्क@example.net", true],
    ["64 octets before the @", `${"k".repeat(64)}@example.net`, `${"k".repeat(64)}@example.net`, false],
  ])("%s", (_, text, address, isUtf8) => {
    expect(judgeAddress(text)).toEqual({ address, isUtf8 })
  })
})

test("whatever is accepted is one argument of one command and one mailbox of a header", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.constantFrom(
      "@",
      ".",
      "example",
      "net",
      "kim",
      "<",
      ">",
      " ",
      "\r\n",
      '"',
      ",",
      "xn--",
      "ü",
      "\u202e",
      "%",
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const judged = judgeAddress(pieces.join(""))
      if ("fault" in judged) return
      expect(judged.address).toMatch(/^[^\s\p{C}<>()[\]\\,;:"@]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/u)
      expect(Buffer.byteLength(judged.address)).toBeLessThanOrEqual(254)
      // It is the same address when it is judged again.
      expect(judgeAddress(judged.address)).toEqual(judged)
    }),
    { numRuns: 20_000 },
  )
})
