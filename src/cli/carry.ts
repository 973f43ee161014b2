import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { askOperator } from '../app/ask-operator.ts'
import { Refused } from '../kernel/refused.ts'
import { command } from './command.ts'
import { codeOf } from './file-code.ts'
import { readOptions } from './options.ts'
import { askPassphrase, readPassphraseFile } from './passphrase.ts'

/** Signal keys take about a kilobyte for each person: this is room for a hundred thousand. */
const LARGEST_FILE_BYTES = 256 * 1024 * 1024

export const instanceImport = command({
  usage: 'instance import <file> [--name <name>] [--account <name>] [--passphrase-file <file>] [--stay-offline]',
  about: `Makes an instance out of a file of "formwire instance export". It keeps its token, webhooks and settings, and
connects without a code as soon as a gateway runs. Asks for the passphrase, or reads it from standard input.

  --name <name>             another name than it had
  --account <name>          whose instance it becomes; without it, the first account's
  --passphrase-file <file>  the first line of a file is the passphrase
  --stay-offline            does not connect at once; it does at the next start, or by POST reconnect`,
  options: {
    name: { type: 'string' },
    account: { type: 'string' },
    'passphrase-file': { type: 'string' },
    'stay-offline': { type: 'boolean', default: false },
  },
  words: 1,
  async run({ name, account, 'stay-offline': staysOffline, 'passphrase-file': passphraseFile }, [path = '']) {
    const file = await read(resolve(path))
    const passphrase = await (passphraseFile === undefined ? askPassphrase() : readPassphraseFile(passphraseFile))
    const wanted = { account, name, file, passphrase, connect: !staysOffline }
    const { output } = await askOperator(readOptions(), 'instance import', wanted, { mayMake: true })
    for (const warning of output.warnings) process.stderr.write(`${warning}\n`)
    const what = output.isConnecting ? 'is here, and connects' : 'is here'
    process.stderr.write(`The instance "${output.name}" ${what}.\n`)
    if (output.newToken === null) return
    process.stderr.write('Its token is in use here, so it has a new one:\n')
    process.stdout.write(`${output.newToken}\n`)
  },
})

export const instanceResume = command({
  usage: 'instance resume <name> [--account <name>]',
  about: `Lets an instance that was exported connect again here. Do that only when its copy is gone: two copies of one session
destroy each other.

  --account <name>  whose instance, where several accounts have one of this name`,
  options: { account: { type: 'string' } },
  words: 1,
  async run({ account }, [name = '']) {
    const { output } = await askOperator(readOptions(), 'instance resume', { account, name, connect: true })
    process.stderr.write(`The instance "${output.name}" may connect${output.isConnecting ? ', and does' : ''}.\n`)
  },
})

/** A file as base64. @throws Refused with one sentence */
async function read(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > LARGEST_FILE_BYTES) throw new Refused(`${path} is too large to be an exported instance.`)
    return await readFile(path, 'base64')
  } catch (cause) {
    if (cause instanceof Refused) throw cause
    throw new Refused(`${path} cannot be read (${codeOf(cause)}).`, { cause })
  }
}
