/**
 * A file that lies beside a module: `beside(import.meta.url, "./queries/people.sql")`. Bundlers take a URL made on the
 * spot for an asset of theirs and move it; this leaves it where it is.
 */
export function beside(module: string, path: string): URL {
  return new URL(path, module)
}
