import { resolve } from 'node:path'
import { askOperator } from '../app/ask-operator.ts'
import { randomText } from '../kernel/id.ts'
import { command } from './command.ts'
import { readOptions } from './options.ts'
import { askPassphrase, readPassphraseFile } from './passphrase.ts'

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
    const given = passphraseFile === undefined ? null : await readPassphraseFile(passphraseFile)
    const made = randomText(options.random, PASSPHRASE_CHARACTERS).replace(/.{4}(?=.)/g, '$&-')
    const wanted = { account, name, file, passphrase: given ?? made, disconnect, force }
    await askOperator(options, 'instance export', wanted)
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
    const passphrase = await (passphraseFile === undefined ? askPassphrase() : readPassphraseFile(passphraseFile))
    const wanted = { account, name, file: resolve(path), passphrase, connect: !staysOffline }
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
