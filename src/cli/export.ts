import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { askOperator } from '../app/ask-operator.ts'
import type { OutputOf } from '../app/operator.ts'
import type { AppOptions } from '../app/store-and-keys.ts'
import { randomText } from '../kernel/id.ts'
import { Refused } from '../kernel/refused.ts'
import { belongsToGateway } from '../platform/own-files.ts'
import { beginFile, FileExists, type FileToBe } from '../platform/publish-file.ts'
import { command } from './command.ts'
import { codeOf } from './file-code.ts'
import { readOptions } from './options.ts'
import { readPassphraseFile } from './passphrase.ts'

/** 120 bits of chance, in groups that a person can read to another. */
const PASSPHRASE_CHARACTERS = 24

export const instanceExport = command({
  usage: 'instance export <name> <file> [--account <name>] [--passphrase-file <file>] [--disconnect] [--force]',
  about: `Writes an instance with its linked device into one encrypted file, and parks it here: it refuses to connect until
"formwire instance resume", for two copies of one session destroy each other. Prints the passphrase, which is told only
then.

  --account <name>          whose instance, where several accounts have one of this name
  --passphrase-file <file>  the first line of a file is the passphrase; none is made and printed then
  --disconnect              disconnects an instance that is connected
  --force                   replaces the file where it is there`,
  options: {
    account: { type: 'string' },
    'passphrase-file': { type: 'string' },
    disconnect: { type: 'boolean', default: false },
    force: { type: 'boolean', default: false },
  },
  words: 2,
  async run({ account, disconnect, force, 'passphrase-file': passphraseFile }, [name = '', path = '']) {
    const options = readOptions()
    const file = resolve(path)
    insistOnName(file, options.config.dataDir)
    const given = passphraseFile === undefined ? null : await readPassphraseFile(passphraseFile)
    const made = randomText(options.random, PASSPHRASE_CHARACTERS).replace(/.{4}(?=.)/g, '$&-')
    await exportInto(options, { file, force, wanted: { account, name, passphrase: given ?? made, disconnect } })
    process.stderr.write(
      `The instance "${name}" is in ${file}. It does not connect here any more: "formwire instance resume ${name}" brings ` +
        'it back, when the copy is gone.\n',
    )
    if (given === null) {
      process.stderr.write('The file opens with this passphrase, told only now:\n')
      process.stdout.write(`${made}\n`)
    }
  },
})

/** A file of that name would take the place of the store itself, or of what opens it. @throws Refused */
function insistOnName(file: string, dataDir: string): void {
  if (!existsSync(dirname(file)) || !existsSync(dataDir)) return
  if (belongsToGateway(file, dataDir)) throw new Refused(`${file} belongs to the gateway: give the file another name.`)
}

interface Export {
  /** Absolute path. */
  file: string
  force: boolean
  wanted: { account: string | undefined; name: string; passphrase: string; disconnect: boolean }
}

/**
 * The file has its place on the disk before the instance is parked, and an export whose file comes to nothing is undone.
 * @throws Refused with one sentence
 */
async function exportInto(options: AppOptions, { file, force, wanted }: Export): Promise<void> {
  const begun = await beginFile(file, force).catch((cause: unknown) => {
    throw new Refused(`${whyNot(file, cause)} The instance is as it was.`, { cause })
  })
  // After a first signal the export is undone; a second one ends the process at once, and the instance stays parked.
  const stopped = new AbortController()
  const stop = () => stopped.abort()
  for (const signal of SIGNALS) process.once(signal, stop)
  try {
    const { output } = await askOperator(options, 'instance export', wanted)
    await finish(begun, Buffer.from(output.file, 'base64'), stopped.signal).catch(async (cause: unknown) => {
      throw new Refused(`${whyNot(file, cause)} ${await takeBack(options, wanted, output.undo)}`, { cause })
    })
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop)
    await begun.drop()
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

async function finish(begun: FileToBe, bytes: Uint8Array, stopped: AbortSignal): Promise<void> {
  // Node hears of signals last in each turn: one that came before the answer counts.
  await setImmediate()
  stopped.throwIfAborted()
  await begun.finish(bytes)
}

/** Undoes an export; what came of it, as a sentence. */
async function takeBack(
  options: AppOptions,
  { account, name }: Export['wanted'],
  undo: OutputOf<'instance export'>['undo'],
): Promise<string> {
  if (undo === null) return 'The instance stays parked, as it was before.'
  const undone = await askOperator(options, 'instance export undo', { account, name, ...undo }).catch(() => null)
  return undone?.output.isUndone
    ? 'The instance is as it was.'
    : `The instance stays parked: "formwire instance resume ${name}" brings it back.`
}

function whyNot(file: string, error: unknown): string {
  if (error instanceof FileExists) return `${file} is there already: give another name, or --force to replace it.`
  if (error instanceof Error && error.name === 'AbortError') return 'The command was stopped.'
  return `${file} cannot be written (${codeOf(error)}).`
}
