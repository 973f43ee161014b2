/** How long a page may be hidden before what it holds open is taken for dead: sleep and mobile networks cut unheard. */
const LONGEST_HIDDEN_MS = 60_000

interface Surroundings {
  /** Tells `online` and `offline`. */
  window: EventTarget
  /** Tells `visibilitychange`. */
  document: EventTarget & { visibilityState: string }
  /** Unix milliseconds; goes on while the machine sleeps. */
  now(): number
}

interface Heard {
  /** The browser has no network. */
  onAway(): void
  /** Connections that were open may be dead without a word. */
  onReturn(): void
}

/** Hears the network come and go, and the page be looked at again after a while. */
export function watchReturning({ window, document, now }: Surroundings, heard: Heard): void {
  let hiddenAt: number | null = null
  window.addEventListener('offline', () => heard.onAway())
  window.addEventListener('online', () => heard.onReturn())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      hiddenAt ??= now()
      return
    }
    const wasLong = hiddenAt !== null && now() - hiddenAt > LONGEST_HIDDEN_MS
    hiddenAt = null
    if (wasLong) heard.onReturn()
  })
}
