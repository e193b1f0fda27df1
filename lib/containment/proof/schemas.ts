import { z } from "zod"

/** A watch looks back so far at most: what lies between is read anew each time. */
export const SINCE_DAYS_MAX = 31
export const EVERY_S_DEFAULT = 180

const PATTERNS_MAX = 20
const pattern = z
  .string()
  .trim()
  .min(1, "Name the files")
  .max(500, "Keep it under 500 characters")
  .refine((glob) => !/(^|[/\\{(,|])\.\.(?=[/\\}),|]|$)|^[/\\]|\0/.test(glob), "Name files within the folder")

export const startWatchSchema = z.object({
  folder: z.string().trim().min(1, "Name the folder").max(4_096),
  /** Absent: when the last switch of the incident took effect. */
  since: z.iso
    .datetime({ offset: true, error: "Give an instant such as 2024-02-16T11:42:00Z" })
    .transform((text) => new Date(text))
    .nullish(),
  everyS: z
    .int("Give whole seconds")
    .min(60, "At most once a minute")
    .max(3_600, "At least once an hour")
    .default(EVERY_S_DEFAULT),
  /** Which files of the folder are a source's, by its name; those that look like it where nothing is said. */
  files: z.record(z.string().max(200), z.array(pattern).min(1).max(PATTERNS_MAX)).default({}),
})

export type StartWatchInput = z.input<typeof startWatchSchema>
