/** What must hold, as it is found out; each is said at once. */
export class Checks {
  passed = 0
  failed = 0

  check(name: string, isHeld: boolean, found = ""): void {
    if (isHeld) this.passed++
    else this.failed++
    process.stdout.write(`${isHeld ? "  ok    " : "  FAILED"} ${name}${found === "" ? "" : ` (${found})`}\n`)
  }

  /** Runs what checks several things; what it throws is one that failed. */
  async section(name: string, work: () => Promise<void>): Promise<void> {
    process.stdout.write(`\n${name}\n`)
    try {
      await work()
    } catch (trouble) {
      this.check(trouble instanceof Error ? trouble.message : String(trouble), false)
    }
  }
}
