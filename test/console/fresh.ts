import { consoleState } from '../../scripts/console-state.ts'

/** Nobody tests the console of yesterday. @throws Error when what is built is not what its sources make */
export async function insistOnFreshConsole(): Promise<void> {
  const state = await consoleState()
  if (state === 'fresh') return
  const what = state === 'stale' ? 'was built from other sources than these' : 'is not built'
  throw new Error(`The console ${what}: npm run build:console`)
}
