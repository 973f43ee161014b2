const KEPT = 'formwire.phone'

/** Whether the phone is open when the console is: as it was left, else wherever there is room beside the page. */
export function isShownAtFirst(kept: Pick<Storage, 'getItem'>, isWide: boolean): boolean {
  const left = kept.getItem(KEPT)
  return left === null ? isWide : left === 'open'
}

export function keepShown(kept: Pick<Storage, 'setItem'>, isShown: boolean): void {
  kept.setItem(KEPT, isShown ? 'open' : 'shut')
}
