import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const CLI = join(import.meta.dirname, '../../src/cli.ts')

/** Makes an account by the command line, on a store that no gateway has open; its TokenAccount. */
export async function addAccount(name: string, environment: Record<string, string>): Promise<string> {
  const { PATH, NODE_OPTIONS } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'account', 'new', name], {
    env: { PATH, NODE_OPTIONS, LOG_LEVEL: 'error', ...environment },
  })
  return stdout.trim()
}
