import { useSyncExternalStore } from 'react'

/** As narrow as a phone: tables become cards. */
const narrow = matchMedia('(max-width: 47.99rem)')

export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener)
      return () => narrow.removeEventListener('change', listener)
    },
    () => narrow.matches,
  )
}
