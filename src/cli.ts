#!/usr/bin/env node
import { serve } from './main.ts'

const USAGE = `Usage: formwire serve

  serve   starts the gateway; the environment, or a .env beside it, configures it
`

const [command, ...rest] = process.argv.slice(2)

if (command === 'serve' && rest.length === 0) {
  await serve()
} else if (command === '--help' || command === '-h' || command === 'help') {
  process.stdout.write(USAGE)
} else {
  process.stderr.write(USAGE)
  process.exitCode = 1
}
