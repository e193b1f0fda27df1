import { AsyncLocalStorage } from "node:async_hooks"

const storage = new AsyncLocalStorage<string>()

/** Does a request's work; whatever it calls can learn the request's id. */
export function withRequest<T>(id: string, work: () => T): T {
  return storage.run(id, work)
}

/** The id of the request that is being worked on, for the log. */
export function requestAtWork(): string | undefined {
  return storage.getStore()
}
