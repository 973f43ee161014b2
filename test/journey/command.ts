import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterEach, beforeEach, expect } from 'vitest'

const CLI = join(import.meta.dirname, '../../src/cli.ts')

/** A `formwire` that was started. */
export interface Command {
  child: ChildProcess
  /** The address of a gateway that is ready; null when the process ended before. */
  baseUrl: Promise<string | null>
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>
}

/** Gives every test of a file a folder of its own to run `formwire` in; what still runs ends with the test. */
export function useCommand() {
  let folder = ''
  const children: ChildProcess[] = []
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'formwire-command-'))
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })
  return {
    folder: () => folder,
    /** Runs `formwire`, on a free port unless one is given. */
    run(args: readonly string[], environment: Record<string, string> = {}): Command {
      const command = start(folder, args, environment)
      children.push(command.child)
      return command
    },
  }
}

function start(folder: string, args: readonly string[], environment: Record<string, string>): Command {
  const { PATH, NODE_OPTIONS } = process.env
  const child = fork(CLI, args, {
    cwd: folder,
    silent: true,
    execArgv: [],
    env: { PATH, NODE_OPTIONS, PORT: '0', LOG_LEVEL: 'error', ...environment },
  })
  const output = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk) => {
    output.stdout += chunk
  })
  child.stderr?.on('data', (chunk) => {
    output.stderr += chunk
  })
  // Not `close`: a child whose channel was cut off never tells it.
  const ended = Promise.all([once(child, 'exit'), endOf(child.stdout), endOf(child.stderr)]).then(([[code]]) => ({
    code: code as number | null,
    ...output,
  }))
  const ready = new Promise<string>((resolve) => {
    child.once('message', (message: { ready: { baseUrl: string } }) => resolve(message.ready.baseUrl))
  })
  return { child, ended, baseUrl: Promise.race([ready, ended.then(() => null)]) }
}

async function endOf(stream: Readable | null): Promise<void> {
  if (stream && !stream.readableEnded) await once(stream, 'end')
}

/** One sentence on standard error, no stack, exit code 1. */
export async function refusal(command: Command): Promise<string> {
  const { code, stderr } = await command.ended
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^[^\n]+[.\n]\n?$/)])
  expect(stderr).not.toMatch(/\n\s+at /)
  return stderr
}
