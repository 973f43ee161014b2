import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../..')
/** A start takes six seconds alone, and its time beside three test files on two cores. */
const PATIENCE_MS = 45_000

/** The demo as a person started it, in a temporary folder of its own. */
export interface Running {
  process: ChildProcess
  /** What it has printed so far. */
  out(): string
  err(): string
  /** Resolves with how it ended. */
  ended: Promise<{ code: number | null; signal: string | null }>
  /** The first line on standard output, parsed. */
  ready(): Promise<Ready>
  /** Resolves when the output matches. */
  untilOut(pattern: RegExp): Promise<void>
}

export interface Ready {
  baseUrl: string
  accountToken: string
  instance: string
  instanceToken: string
  phone: string
  controlUrl: string
  pageUrl: string
}

export interface Way {
  how?: 'node' | 'npm'
  cwd?: string
}

/** Where the demos of a test run: what they leave behind in `temp` is a leak. */
export interface Bench {
  temp: string
  folder: string
  start(args: readonly string[], env?: Record<string, string>, way?: Way): Running
  /** Resolves when none of its processes is left. */
  untilOver(): Promise<void>
  /** Ends whatever still runs and empties `temp`: a test that failed leaves nothing to the next. */
  reset(): Promise<void>
  /** Ends whatever still runs, and removes everything. */
  clear(): Promise<void>
}

export function createBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'demo-test-'))
  const temp = join(folder, 'temp')
  mkdirSync(temp)
  const started: Running[] = []
  const untilOver = () =>
    until(
      'no process is left',
      () => processesWith(temp).length === 0,
      () => `: these run: ${commandsWith(temp)}`,
    )
  const reset = async () => {
    const all = started.splice(0)
    try {
      for (const { process } of all) endGroup(process)
      await Promise.all(all.map((running) => running.ended))
      for (const id of processesWith(temp)) end(id)
      await untilOver()
    } finally {
      for (const name of readdirSync(temp)) rmSync(join(temp, name), { recursive: true, force: true, maxRetries: 5 })
    }
  }
  return {
    temp,
    folder,
    start(args, env = {}, way = {}) {
      const running = run(args, { ...cleanEnvironment(), TMPDIR: temp, ...env }, way)
      started.push(running)
      return running
    },
    untilOver,
    reset,
    async clear() {
      await reset()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Resolves when the condition holds. @throws Error that says what was waited for, and what was there instead */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  instead: () => string = () => '',
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}${instead()}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** Ids of the processes whose environment names a folder: children keep it, whoever their parent is. */
export function processesWith(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readProc(name, 'environ').includes(`TMPDIR=${folder}\0`))
    .map(Number)
}

/** The process of a bench whose command line has a word. */
export function processRunning(word: string, folder: string): number {
  const found = processesWith(folder).find((id) => readProc(String(id), 'cmdline').includes(word))
  if (found === undefined) throw new Error(`no process runs ${word}`)
  return found
}

/** Their command lines, for whoever reads why a test failed. */
function commandsWith(folder: string): string {
  return processesWith(folder)
    .map((id) => readProc(String(id), 'cmdline').replaceAll('\0', ' ').trim())
    .join('; ')
}

function readProc(id: string, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/** Without this machine's own settings of a gateway, and without what vitest adds. */
function cleanEnvironment(): Record<string, string | undefined> {
  const foreign = /^(FORMWIRE_|VITEST|npm_|PORT$|BASE_URL$|DATA_DIR$|DATABASE_URL$|ACCOUNT_TOKEN$|LOG_LEVEL$|NODE_ENV$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}

function run(args: readonly string[], env: Record<string, string | undefined>, way: Way): Running {
  const { how = 'node', cwd = ROOT } = way
  const [file, words] =
    how === 'npm'
      ? (['npm', ['run', '--silent', 'demo', '--', ...args]] as const)
      : ([process.execPath, [join(ROOT, 'scripts/require-node.mjs'), join(ROOT, 'demo/src/main.ts'), ...args]] as const)
  // npm runs on the machine's own Node, which may not know how to read the preload that vitest hands on.
  if (how === 'npm') delete env['NODE_OPTIONS']
  const child = spawn(file, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  let hasEnded = false
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => {
      hasEnded = true
      resolve({ code, signal })
    })
  })
  const untilOut = (pattern: RegExp) =>
    until(
      `it prints ${pattern}`,
      () => {
        if (hasEnded && !pattern.test(out)) throw new Error(`it ended with: ${out}${err}`)
        return pattern.test(out)
      },
      () => `: it printed ${JSON.stringify(out + err)}, and these run: ${commandsWith(env['TMPDIR'] ?? '')}`,
    )
  return {
    process: child,
    out: () => out,
    err: () => err,
    ended,
    untilOut,
    async ready() {
      await untilOut(/\n/)
      return JSON.parse(out.split('\n')[0] ?? '') as Ready
    },
  }
}

function endGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) end(-pid)
}

/** Ends a process, or of a negative id a group, if it still runs. */
function end(id: number): void {
  try {
    process.kill(id, 'SIGKILL')
  } catch {
    // Nobody is left.
  }
}
