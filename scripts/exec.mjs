#!/usr/bin/env node
// npm scripts say `exec node …`, so that on Unix the shell makes way for Node and a signal to npm reaches it. There
// `exec` is the shell's own word; this file is what Windows finds instead, where no signals are passed on.
import { spawn } from 'node:child_process'

const [command, ...args] = process.argv.slice(2)
const child = spawn(command, args, { stdio: 'inherit' })
child.on('exit', (code) => process.exit(code ?? 1))
child.on('error', () => process.exit(1))
