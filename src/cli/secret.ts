import { command } from './command.ts'
import { readOptions } from './options.ts'

export const secretRotate = command({
  usage: 'secret rotate',
  about: `Makes a new secret key and seals everything with it that was sealed with the old one, while no gateway runs. All or
nothing: broken off anywhere, the next start opens the store. Tokens, webhooks and linked numbers stay as they are.

The key stands in DATA_DIR/secret-key. With SECRET_KEY in the environment the new one is put into DATA_DIR/secret-key.next:
set SECRET_KEY to what it holds; the file goes at the first start after that.

Backups that were made before open with the old key only, which is not kept: save it first where you need them.`,
  options: {},
  words: 0,
  async run() {
    const options = readOptions()
    const { rotateSecret } = await import('../app/rotate-secret.ts')
    const count = await rotateSecret(options)
    const { dataDir, secretKey } = options.config
    process.stdout.write(
      secretKey === undefined
        ? `${count} sealed values have a new key, in ${dataDir}/secret-key. Keep a copy of it in another place.\n`
        : `${count} sealed values have a new key. Set SECRET_KEY to what ${dataDir}/secret-key.next holds, and start.\n`,
    )
  },
})
