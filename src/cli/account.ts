import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { askOperator } from '../app/ask-operator.ts'
import { toIso } from '../kernel/clock.ts'
import { Refused } from '../kernel/refused.ts'
import { command } from './command.ts'
import { readOptions } from './options.ts'
import { alignColumns } from './table.ts'

export const accountNew = command({
  usage: 'account new <name>',
  about: `Makes another account and prints its token, which is told only then. Its name has 1 to 100 characters.
While a gateway runs, the account is there at once; in a data folder that is new, the first account is made too.`,
  options: {},
  words: 1,
  async run(_values, [word = '']) {
    const options = readOptions()
    const { output, isNew } = await askOperator(options, 'account new', { name: word }, { mayMake: true })
    if (isNew) {
      const file = join(options.config.dataDir, 'account-token')
      process.stderr.write(`The first account was made too, its token is in ${file}\n`)
    }
    process.stdout.write(`${output.token}\n`)
  },
})

export const accountList = command({
  usage: 'account list [--json]',
  about: `Lists the accounts, the first one first: name, number of instances, when it was made, id. No token is told: they are
kept as hashes.

  --json  an array of {"id", "name", "createdAt", "instances"}`,
  options: { json: { type: 'boolean', default: false } },
  words: 0,
  async run({ json }) {
    const { output } = await askOperator(readOptions(), 'account list', {})
    const accounts = output.accounts.map((account) => ({ ...account, createdAt: toIso(account.createdAt) }))
    if (json) process.stdout.write(`${JSON.stringify(accounts, null, 2)}\n`)
    else {
      const rows = accounts.map(({ name, instances, createdAt, id }) => [name, String(instances), createdAt, id])
      process.stdout.write(alignColumns(['NAME', 'INSTANCES', 'CREATED', 'ID'], rows))
    }
  },
})

export const accountRotate = command({
  usage: 'account rotate <name>',
  about: `Gives an account another token and prints it. The old one ends at once, with the WebSockets that it opened; the
tokens of its instances stay. The file account-token, where the first account has one, tells the new token too.
Refused for the first account while ACCOUNT_TOKEN is set: it decides.`,
  options: {},
  words: 1,
  async run(_values, [word = '']) {
    const { output } = await askOperator(readOptions(), 'account rotate', { name: word })
    process.stdout.write(`${output.token}\n`)
  },
})

export const accountDelete = command({
  usage: 'account delete <name> [--yes]',
  about: `Deletes an account with its instances and everything of them: messages, forms, answers, webhooks. Its numbers are
unlinked at WhatsApp, where a gateway runs and they are connected. The first account cannot be deleted.

  --yes  does not ask; without it, a terminal is asked for the name once more`,
  options: { yes: { type: 'boolean', default: false } },
  words: 1,
  async run({ yes }, [word = '']) {
    if (!yes) await confirm(word.trim())
    const { output } = await askOperator(readOptions(), 'account delete', { name: word })
    const { instances, leftLinked } = output
    process.stdout.write(`Account and ${instances} of its instances deleted.\n`)
    if (leftLinked > 0) {
      process.stderr.write(
        `${leftLinked} of the numbers were not connected and could not be unlinked at WhatsApp: ` +
          'remove the device on the phone, under Linked devices.\n',
      )
    }
  },
})

async function confirm(name: string): Promise<void> {
  if (!process.stdin.isTTY) throw new Refused('Nobody can be asked here: give --yes to delete the account.')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const typed = await terminal.question('This deletes the account and everything of it. Type its name: ')
  terminal.close()
  if (typed.trim() !== name) throw new Refused('That is not its name: nothing was deleted.')
}
