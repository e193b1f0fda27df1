const KEY = Symbol.for("tocsin.draining")
const held = globalThis as typeof globalThis & { [KEY]?: AbortController }

/** One for the process: pages are bundled apart from the server that runs them, and would get one of their own. */
function controller(): AbortController {
  held[KEY] ??= new AbortController()
  return held[KEY]
}

/** Given when this process is to end: answers that would go on for ever end themselves. */
export function drainingSignal(): AbortSignal {
  return controller().signal
}

/** From now on this process only brings to its end what is under way. */
export function beginDraining(): void {
  controller().abort()
}
