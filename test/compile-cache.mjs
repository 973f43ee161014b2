import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

/**
 * A preload that keeps compiled modules for the hundreds of processes that the tests start: a gateway's start costs a
 * quarter less. It is plain JavaScript, so that nothing has to be compiled to load it, and adds itself to `NODE_OPTIONS`
 * before all others.
 */
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compiled'))

const option = `--import=${import.meta.url}`
const given = process.env.NODE_OPTIONS ?? ''
if (!given.includes(option)) process.env.NODE_OPTIONS = `${option} ${given}`.trim()
