// Plain JavaScript on purpose: it must run, and speak, on a Node that cannot read the rest of the project.
const LEAST = [22, 19]

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1])) {
  process.stderr.write(
    `Formwire needs Node ${LEAST.join('.')} or newer and this is ${process.version}: ` +
      'install a newer Node, or run it through npm ("npm start") on Linux or Windows, where "npm ci" brings one.\n',
  )
  process.exit(1)
}
