/** What the addresses in a log say: patterns with a group "value" that cut one thing out of them. */
export interface AddressParts {
  device_id?: string
  media_id?: string
  session_id?: string
  account_id?: string
}

const segments = {
  device_id: "devices device cameras camera cams cam doorbells doorbell d",
  media_id:
    "media clips clip events event videos video recordings recording footage thumbnails thumbnail thumbs thumb images image pictures picture snapshots snapshot objects object streams stream files file",
} as const
const parameters = {
  device_id: "device_id device deviceid camera_id camera cameraid cam",
  media_id: "media_id media clip_id clip clipid event_id event eventid video_id video",
  session_id: "session_id session sessionid sid",
  account_id: "account_id account accountid user_id user userid uid customer x-account",
} as const
/** A word is taken for the name of what follows it when so many addresses have it. */
const SHARE_MIN = 0.05

/** Finds device, media, session and account in addresses such as `/cameras/c7/clips/m9.mp4?session=s1`. */
export function readAddresses(addresses: readonly string[]): AddressParts {
  const parts: AddressParts = {}
  for (const [field, words] of Object.entries(segments) as [keyof typeof segments, string][]) {
    const found = tellingWords(addresses, words.split(" "), (word) => `(?:^|/)${word}/([^/?#.]+)`)
    if (found.length > 0) parts[field] = `(?i)(?:^|/)${oneOf(found)}/(?<value>[^/?#.]+)`
  }
  for (const [field, words] of Object.entries(parameters) as [keyof typeof parameters, string][]) {
    if (parts[field]) continue
    const found = tellingWords(addresses, words.split(" "), (word) => `(?:^|[?&])${word}=([^&\\s]+)`)
    if (found.length > 0) parts[field] = `(?i)(?:^|[?&])${oneOf(found)}=(?<value>[^&\\s]+)`
  }
  return parts
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? "") : `(?:${words.join("|")})`
}

/**
 * Of several words the one behind which most different names stand, then those of addresses that lack it: in
 * `/footage/c7/clips/m9.mp4` it is `clips`.
 */
function tellingWords(
  addresses: readonly string[],
  words: string[],
  patternOf: (word: string) => string,
): string[] {
  const found: string[] = []
  let rest = addresses
  for (;;) {
    const ranked = words
      .map((word) => {
        const pattern = new RegExp(patternOf(word), "i")
        const values = rest.flatMap((address) => pattern.exec(address)?.[1] ?? [])
        return { word, pattern, addresses: values.length, names: new Set(values).size }
      })
      .filter((one) => one.addresses > 0 && one.addresses >= addresses.length * SHARE_MIN)
      .sort((a, b) => b.names - a.names || b.addresses - a.addresses)
    const [best] = ranked
    if (!best) return found
    found.push(best.word)
    rest = rest.filter((address) => !best.pattern.test(address))
  }
}

/** Addresses by what they give out, in the order in which they must be asked. */
export const addressKinds = [
  { action: "shown", pattern: "(?i)thumb|poster|preview|sprite", what: "small pictures" },
  {
    action: "tapped",
    pattern: String.raw`(?i)\.(?:jpe?g|png|webp|heic|gif)(?:$|[?# ])|/(?:picture|image|snapshot|photo)s?(?:/|$|[?#. ])`,
    what: "large pictures",
  },
  {
    action: "viewed",
    pattern: String.raw`(?i)\.(?:mp4|m4s|m3u8|mpd|ts|webm|mov|mkv|avi)(?:$|[?# ])|/(?:video|clip|recording|stream|live|play|download)s?(?:/|$|[?#. ])`,
    what: "videos",
  },
] as const

/** What belongs to pages and is never footage. */
export const pageParts = String.raw`(?i)\.(?:css|js|mjs|map|ico|woff2?|ttf)(?:$|[?# ])`
