import { useSyncExternalStore } from 'react'

/** `system` follows the device. */
export type Theme = 'system' | 'light' | 'dark'

export const THEMES: readonly Theme[] = ['system', 'light', 'dark']

const KEPT = 'formwire.theme'
const dark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
let current: Theme = THEMES.find((one) => one === localStorage.getItem(KEPT)) ?? 'system'

function show(): void {
  if (current === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = current
  for (const listener of listeners) listener()
}

export function chooseTheme(theme: Theme): void {
  current = theme
  localStorage.setItem(KEPT, theme)
  show()
}

const listen = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function useTheme(): Theme {
  return useSyncExternalStore(listen, () => current)
}

/** Whether the page is dark now, for what does not follow CSS: a canvas. */
export function useIsDark(): boolean {
  return useSyncExternalStore(listen, () => current === 'dark' || (current === 'system' && dark.matches))
}

dark.addEventListener('change', show)
show()
