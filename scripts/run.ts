import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '..')

export type Outcome = { code: number; output: string; tookMs: number }

/** A JavaScript file of an installed package, as an absolute path. */
export function inModules(path: string): string {
  return join(ROOT, 'node_modules', path)
}

/**
 * Runs a JavaScript or TypeScript file with the Node that runs this one. Its output is collected, or goes to the
 * terminal as it comes with `live`. A process that ends by a signal counts as exit code 1.
 */
export function runNode(args: readonly string[], { live = false, cwd = ROOT } = {}): Promise<Outcome> {
  const startedAt = performance.now()
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, {
      cwd,
      stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
    })
    const chunks: Buffer[] = []
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', fail)
    child.once('close', (code) => {
      done({ code: code ?? 1, output: Buffer.concat(chunks).toString(), tookMs: performance.now() - startedAt })
    })
  })
}
