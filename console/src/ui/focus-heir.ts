import { type RefObject, useEffect, useRef } from 'react'

/**
 * Takes over the focus of a button that went away with its own press. `isGone`: whether the button is away; to be given
 * to what takes over.
 */
export function useFocusHeir<Heir extends HTMLElement>(isGone: boolean): RefObject<Heir | null> {
  const heir = useRef<Heir>(null)
  const wasGone = useRef(isGone)
  useEffect(() => {
    const goes = isGone && !wasGone.current
    wasGone.current = isGone
    if (goes && isFocusLost()) heir.current?.focus()
  }, [isGone])
  return heir
}

/** What is switched off loses the focus, but only with the next frame. */
function isFocusLost(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || activeElement.matches(':disabled')
}
