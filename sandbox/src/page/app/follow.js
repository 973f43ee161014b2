// @ts-check

const LONGEST_WAIT_MS = 25_000
const LONGEST_PAUSE_MS = 5000

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 */
const wait = (ms, signal) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
    signal.addEventListener('abort', resolve, { once: true })
  })

/**
 * Follows a list that grows, by long polls, until `signal` ends it. When the server cannot be reached it tries again,
 * ever more slowly; when the list has become shorter (the sandbox was reset) it begins anew.
 * @template {{ seq: number }} Page
 * @param {object} given
 * @param {(from: { after: number, waitMs: number, signal: AbortSignal }) => Promise<Page>} given.read
 * @param {(page: Page) => void} given.onPage
 * @param {() => void} given.onReset
 * @param {(problem: string | null) => void} given.onLink what keeps us from reading, null when nothing does
 * @param {AbortSignal} given.signal
 * @param {(ms: number, signal: AbortSignal) => Promise<unknown>} [given.pause]
 */
export async function follow({ read, onPage, onReset, onLink, signal, pause = wait }) {
  let after = 0
  let waitMs = 0
  let failures = 0
  while (!signal.aborted) {
    try {
      const page = await read({ after, waitMs, signal })
      if (signal.aborted) return
      if (failures > 0 || waitMs === 0) onLink(null)
      failures = 0
      if (page.seq < after) {
        after = 0
        waitMs = 0
        onReset()
        continue
      }
      onPage(page)
      after = page.seq
      waitMs = LONGEST_WAIT_MS
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      onLink(error instanceof Error ? error.message : String(error))
      await pause(Math.min(500 * 2 ** failures, LONGEST_PAUSE_MS), signal)
      waitMs = 0
    }
  }
}
