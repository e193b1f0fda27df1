import fc from "fast-check"
import { expect, test } from "vitest"
import { CLIENT_HEADER, clientAddress, markClient } from "./client-address.ts"

const told = (text: string) => ({ "x-forwarded-for": text })

test.each<[string, string | undefined, number, string, string]>([
  ["the connection's, where no proxy is trusted", "203.0.113.9", 0, "198.51.100.1", "203.0.113.9"],
  ["what the one proxy saw", "10.0.0.1", 1, "198.51.100.1", "198.51.100.1"],
  ["not what a client made up before it", "10.0.0.1", 1, "1.1.1.1, 198.51.100.1", "198.51.100.1"],
  ["what the outer of two proxies saw", "10.0.0.1", 2, "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"],
  ["the connection's, where fewer proxies spoke than are trusted", "10.0.0.1", 2, "198.51.100.1", "10.0.0.1"],
  ["the connection's, where a proxy says nonsense", "10.0.0.1", 1, "unknown", "10.0.0.1"],
  ["an IPv4 address within IPv6 as what it is", "::ffff:203.0.113.9", 0, "", "203.0.113.9"],
  ["one spelling of an IPv6 address", "10.0.0.1", 1, "2001:DB8:0:0::1", "2001:db8::1"],
  ["unknown, where the connection is gone", undefined, 0, "", "unknown"],
])("the client's address is %s", (_, connection, proxies, header, address) => {
  expect(clientAddress(told(header), connection, proxies)).toBe(address)
})

test("whatever a client says, it is an address or unknown, and without proxies the connection's", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 0, max: 9 }), (text, proxies) => {
      const headers = { ...told(text), [CLIENT_HEADER]: text }
      markClient(headers, "203.0.113.9", proxies)
      expect(headers[CLIENT_HEADER]).toMatch(/^[0-9a-f.:]+(%\w+)?$/)
      if (proxies === 0) expect(headers).toEqual({ [CLIENT_HEADER]: "203.0.113.9" })
    }),
  )
})

test("what proxies say stays where one is trusted", () => {
  const headers = { "x-forwarded-for": "198.51.100.1", "x-forwarded-host": "tocsin.example.org" }
  markClient(headers, "10.0.0.1", 1)
  expect(headers).toEqual({ ...headers, [CLIENT_HEADER]: "198.51.100.1" })
})
