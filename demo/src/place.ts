import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Where the demo keeps what it makes. */
export interface Place {
  dataDir: string
  sandboxArgs: string[]
  /** Gives the place back: a temporary one is gone then. */
  leave(): void
}

/**
 * A fresh temporary folder, or the one that was asked for with the sandbox's state beside it.
 * @throws Error with a sentence when the folder cannot be used, or another demo is in it
 */
export function choosePlace(askedDataDir: string | undefined): Place {
  if (askedDataDir !== undefined) return keptPlace(resolve(askedDataDir))
  const folder = must(`The folder for temporary files, ${tmpdir()}, cannot be written`, () =>
    mkdtempSync(join(tmpdir(), 'formwire-demo-')),
  )
  return {
    dataDir: join(folder, 'data'),
    sandboxArgs: [],
    leave: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}

function keptPlace(dataDir: string): Place {
  const stateDir = `${dataDir}-sandbox`
  const refusal = `The folder ${stateDir}, for the sandbox's state, cannot be written`
  must(refusal, () => makeFolder(stateDir))
  const lock = must(refusal, () => new DatabaseSync(join(stateDir, 'demo.lock'), { timeout: 500 }))
  try {
    // Two sandboxes on one state would each write over what the other's phones know. The lock goes with the process.
    lock.exec('begin exclusive')
  } catch (cause) {
    lock.close()
    throw new Error(`Another demo is using the data folder ${dataDir}.`, { cause })
  }
  return { dataDir, sandboxArgs: ['--state', stateDir], leave: () => lock.close() }
}

/** One level at a time: Node's own recursive way never ends in a place like /proc, which says ENOENT for ever. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

function must<T>(refusal: string, act: () => T): T {
  try {
    return act()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
    throw new Error(`${refusal}${code}.`, { cause })
  }
}
