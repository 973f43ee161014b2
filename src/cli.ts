#!/usr/bin/env node
import { type Command, runCommand, WRONG_USAGE } from './cli/command.ts'
import { failWith } from './fail.ts'

const USAGE = `Usage: formwire <command> [--help]

  serve                     starts the gateway
  account new <name>        makes an account and prints its token: it is told only then
  account list              lists the accounts
  account rotate <name>     gives an account another token
  account delete <name>     deletes an account with everything of it
  instance list             lists the instances of every account
  instance export <name> <file>
                            writes an instance with its linked device into one encrypted file
  instance import <file>    makes an instance out of such a file
  instance resume <name>    lets an exported instance connect again here
  secret rotate             seals everything with a new secret key, while no gateway runs
  doctor                    looks at everything, and says what to do
  backup <file>             copies a SQLite store into a file

Commands about accounts and instances ask the gateway that runs on the data folder, or open the store when none does. The
environment, or a .env beside the process, configures them as it does the gateway: docs/command-line.md.
`

const COMMANDS: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./cli/serve.ts')).serve,
  'account new': async () => (await import('./cli/account.ts')).accountNew,
  'account list': async () => (await import('./cli/account.ts')).accountList,
  'account rotate': async () => (await import('./cli/account.ts')).accountRotate,
  'account delete': async () => (await import('./cli/account.ts')).accountDelete,
  'instance list': async () => (await import('./cli/instance.ts')).instanceList,
  'instance export': async () => (await import('./cli/export.ts')).instanceExport,
  'instance import': async () => (await import('./cli/carry.ts')).instanceImport,
  'instance resume': async () => (await import('./cli/carry.ts')).instanceResume,
  'secret rotate': async () => (await import('./cli/secret.ts')).secretRotate,
  doctor: async () => (await import('./cli/doctor.ts')).doctor,
  backup: async () => (await import('./cli/backup.ts')).backup,
}

/** What each says when it breaks in a way that nobody foresaw. */
const WHAT_FAILED = 'The command could not be done'

const [noun = '', verb = '', ...rest] = process.argv.slice(2)
const pair = Object.hasOwn(COMMANDS, `${noun} ${verb}`) ? COMMANDS[`${noun} ${verb}`] : undefined
const single = Object.hasOwn(COMMANDS, noun) ? COMMANDS[noun] : undefined

if (['--help', '-h', 'help'].includes(noun)) process.stdout.write(USAGE)
else if (pair) await run(pair, rest)
else if (single) await run(single, process.argv.slice(3))
else {
  process.stderr.write(USAGE)
  process.exitCode = WRONG_USAGE
}

async function run(load: () => Promise<Command>, args: string[]): Promise<void> {
  try {
    await runCommand(await load(), args)
  } catch (error) {
    failWith(error, WHAT_FAILED)
  }
}
