// Plain JavaScript on purpose: it must run, and speak, on a Node that cannot read the rest of the project.
// `node scripts/require-node.mjs FILE [ARG …]` runs FILE in this very process: one process under npm, so that the
// signal which npm passes on reaches it, and nothing is left behind.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const LEAST = [22, 19]

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1])) {
  process.stderr.write(
    `Formwire needs Node ${LEAST.join('.')} or newer and this is ${process.version}: ` +
      'install a newer Node, or run it through npm ("npm start") on Linux or Windows, where "npm ci" brings one.\n',
  )
  process.exit(1)
}

const [file, ...args] = process.argv.slice(2)
if (file !== undefined) {
  process.argv = [process.argv[0], resolve(file), ...args]
  await import(pathToFileURL(resolve(file)).href)
}
