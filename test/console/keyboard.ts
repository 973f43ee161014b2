import type { FrameLocator, Locator, Page } from 'playwright-core'

/** Somebody who has no mouse, and sees where the focus is. */
export interface Keyboard {
  /** Tabs until the focus is on what is meant. @throws Error when it is lost, trapped, unseen or never comes there */
  reach(target: Locator, options?: Reaching): Promise<void>
  /** Reaches it and presses a key there, Enter unless given; then, and where it goes on from, the focus is somewhere. */
  use(target: Locator, options?: Reaching & { key?: 'Enter' | 'Space' }): Promise<void>
  /** Reaches a field, replaces what is in it, and leaves the focus there. */
  write(target: Locator, text: string, options?: Reaching): Promise<void>
  press(key: string): Promise<void>
  /** @throws Error when nothing has the focus, or what has it cannot be seen */
  insist(): Promise<void>
}

export interface Reaching {
  /** Backwards, with Shift. */
  back?: boolean
  /** The frame that the target is in. */
  frame?: FrameLocator
}

const MOST_STEPS = 150
/** In a frame the page sees nothing but the frame focused. */
const MOST_AT_ONE = 60
/** A page that is left has taken the focus away, and the next one takes it when it is there. */
const MOST_LOST_MS = 5_000

interface Seen {
  tag: string
  label: string
  isSeen: boolean
}

/** What has the focus, and whether somebody who looks finds it: in view, with a size, and marked. */
const LOOK = `(() => {
  const element = document.activeElement
  if (!element || element === document.body) return { tag: 'BODY', label: 'nothing', isSeen: false }
  const box = element.getBoundingClientRect()
  const style = getComputedStyle(element)
  const isInView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
  const isMarked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
  const isSeen = element.tagName === 'IFRAME' || element.tagName === 'H1' || (box.width > 1 && box.height > 1 && isInView && isMarked)
  window.lastFocused ??= null
  const isSame = window.lastFocused === element
  window.lastFocused = element
  return { tag: element.tagName, label: (isSame ? 'again ' : '') + element.outerHTML.slice(0, 160), isSeen }
})()`

export function keyboardOf(page: Page): Keyboard {
  const isThere = async (target: Locator, frame?: FrameLocator) =>
    (await target.and((frame ?? page).locator(':focus')).count()) > 0

  /** Until the first key nothing has the focus. */
  let isBegun = false

  async function insist(): Promise<void> {
    const deadline = Date.now() + MOST_LOST_MS
    for (;;) {
      // What goes away with the press does so with the next frames.
      const seen = (await page.evaluate(
        `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(${LOOK}))))`,
      )) as Seen
      if (seen.isSeen) return
      if (Date.now() > deadline) throw new Error(`the focus is lost: ${seen.label}`)
    }
  }

  async function reach(target: Locator, { back = false, frame }: Reaching = {}): Promise<void> {
    await target.first().waitFor()
    if (isBegun) await insist()
    isBegun = true
    let hasLeft = false
    let atOne = 0
    for (let step = 0; step < MOST_STEPS; step += 1) {
      if (await isThere(target, frame)) return
      await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
      const seen = (await page.evaluate(LOOK)) as Seen
      // Behind the last of the page, once, is the browser itself.
      const leaves: boolean = seen.tag === 'BODY' && !hasLeft
      hasLeft ||= leaves
      if (!seen.isSeen && !leaves) throw new Error(`the focus cannot be seen: ${seen.label}`)
      atOne = seen.label.startsWith('again') ? atOne + 1 : 0
      if (atOne > (seen.tag === 'IFRAME' ? MOST_AT_ONE : 2)) throw new Error(`the focus is trapped: ${seen.label}`)
    }
    throw new Error(`the focus never came to ${target}`)
  }
  return {
    reach,
    async use(target, { key = 'Enter', ...options } = {}) {
      await reach(target, options)
      await page.keyboard.press(key)
      await insist()
    },
    async write(target, text, options) {
      await reach(target, options)
      await page.keyboard.press('Control+A')
      await page.keyboard.type(text)
    },
    press: (key) => page.keyboard.press(key),
    insist,
  }
}
