import { type RefObject, useEffect, useRef } from 'react'

/**
 * Leads to the first field that is marked as wrong when a form was refused: `error` by the gateway, `tries` (0: none yet)
 * by the page itself. To be given to the form.
 */
export function useFocusWrong(error: Error | null, tries: number): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (error === null && tries === 0) return
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error, tries])
  return form
}
