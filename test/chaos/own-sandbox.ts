import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Sandbox } from '../journey/sandbox.ts'

const MAIN = join(import.meta.dirname, '../../sandbox/src/main.ts')

/** A sandbox as a process of its own, so that what it costs is not the test's. @throws when it does not start */
export async function forkSandbox(seed?: number): Promise<Sandbox> {
  const { PATH, NODE_OPTIONS } = process.env
  const args = seed === undefined ? [] : ['--seed', String(seed)]
  const child = fork(MAIN, args, { silent: true, execArgv: [], env: { PATH, NODE_OPTIONS } })
  const ended = once(child, 'exit')
  const ready = once(child, 'message') as Promise<[{ ready: Omit<Sandbox, 'close'> }]>
  const first = await Promise.race([ready, ended.then(() => null)])
  if (first === null) throw new Error('the sandbox did not start')
  return {
    ...first[0].ready,
    async close() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
