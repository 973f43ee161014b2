import { useSyncExternalStore } from 'react'
import { type ColumnChoice, readChoice } from './columns.ts'

const KEPT = 'formwire.columns'
const listeners = new Set<() => void>()
let chosen: ColumnChoice | null = null

function current(): ColumnChoice {
  chosen ??= readChoice(localStorage.getItem(KEPT))
  return chosen
}

/** Keeps a choice in this browser; null: what everybody begins with. */
export function chooseColumns(choice: ColumnChoice | null): void {
  if (choice === null) localStorage.removeItem(KEPT)
  else localStorage.setItem(KEPT, JSON.stringify(choice.shown))
  chosen = null
  for (const listener of listeners) listener()
}

export function useChosenColumns(): ColumnChoice {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, current)
}
