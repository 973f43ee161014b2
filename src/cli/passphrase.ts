import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { Refused } from '../kernel/refused.ts'

/** The first line of a file. @throws Refused with one sentence */
export async function readPassphraseFile(path: string): Promise<string> {
  const content = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Refused(`The passphrase cannot be read from ${path}.`, { cause })
  })
  return firstLine(content)
}

/** What a person types without seeing it, or the first line of standard input. @throws Refused when it is empty */
export async function askPassphrase(): Promise<string> {
  if (!process.stdin.isTTY) return firstLine(await text(process.stdin))
  process.stderr.write('Passphrase: ')
  // Without an output nothing that is typed is shown.
  const terminal = createInterface({ input: process.stdin, terminal: true })
  const typed = await new Promise<string>((resolve) => {
    terminal.once('line', resolve)
    terminal.once('close', () => resolve(''))
  })
  terminal.close()
  process.stderr.write('\n')
  return firstLine(typed)
}

function firstLine(content: string): string {
  const line = (content.split(/\r?\n/)[0] ?? '').trim()
  if (line === '') throw new Refused('There is no passphrase.')
  return line
}
