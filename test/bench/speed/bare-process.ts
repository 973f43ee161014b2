import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Sandbox } from '../../journey/sandbox.ts'
import { profiling } from '../profile.ts'
import type { Orders } from './bare.ts'

/** The bare engine in a process of its own. */
export interface BareProcess {
  ask<Name extends keyof Orders>(name: Name, ask: Orders[Name]['ask']): Promise<Orders[Name]['reply']>
  close(): Promise<void>
}

interface Told {
  id: number
  reply?: unknown
  error?: string
}

/** `PROFILE_BARE`: a folder in which it leaves a CPU profile when it ends. */
const OPTIONS = ['--expose-gc', ...profiling(process.env['PROFILE_BARE'])]

/** Its own output is thrown away: the engine's JavaScript Signal prints whole sessions. */
export async function startBare(sandbox: Sandbox): Promise<BareProcess> {
  const { PATH, NODE_OPTIONS } = process.env
  const child = fork(join(import.meta.dirname, 'bare.ts'), {
    silent: true,
    execArgv: OPTIONS,
    env: { PATH, NODE_OPTIONS },
  })
  const asked = new Map<number, (told: Told) => void>()
  let last = 0
  child.stdout?.resume()
  child.stderr?.resume()
  child.on('message', (told: Told) => {
    asked.get(told.id)?.(told)
    asked.delete(told.id)
  })
  child.on('exit', () => {
    for (const [id, answer] of asked) answer({ id, error: 'the bare engine ended' })
  })

  async function ask<Name extends keyof Orders>(name: Name, what: Orders[Name]['ask']) {
    last += 1
    const id = last
    const { reply, error } = await new Promise<Told>((resolve) => {
      asked.set(id, resolve)
      child.send({ id, name, ask: what })
    })
    if (error !== undefined) throw new Error(`bare ${name}: ${error}`)
    return reply as Orders[Name]['reply']
  }

  await ask('point', { whatsappUrl: sandbox.whatsappUrl, rootKey: sandbox.rootKey })
  return {
    ask,
    async close() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
