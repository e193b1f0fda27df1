/** Hosts behind whose addresses nobody sees where they lead. */
const shorteners = [
  "bit.ly",
  "t.co",
  "tinyurl.com",
  "goo.gl",
  "is.gd",
  "ow.ly",
  "buff.ly",
  "rb.gy",
  "cutt.ly",
  "t.ly",
  "rebrand.ly",
  "lnkd.in",
  "shorturl.at",
  "tiny.cc",
  "bl.ink",
  "s.id",
  "v.gd",
  "dlvr.it",
  "trib.al",
  "fb.me",
  "youtu.be",
  "g.co",
  "short.io",
  "tny.im",
  "urlz.fr",
  "kutt.it",
  "sl.amazon",
  "amzn.to",
  "msft.it",
  "aka.ms",
  "qr.ae",
  "ht.ly",
] as const

/** Whether an address, without its scheme, is one of a service that shortens. */
export function isShortened(address: string): boolean {
  const host = address.toLowerCase().split(/[/:?#]/)[0] ?? ""
  return shorteners.some((one) => host === one || host.endsWith(`.${one}`))
}
