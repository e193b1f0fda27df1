import { figure } from "../../lib/core/figure.ts"

/** "1 viewer", "1,504 viewers". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${unitFor(count, one, many)}`
}

/** The unit of a number that stands elsewhere. */
export function unitFor(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many
}
