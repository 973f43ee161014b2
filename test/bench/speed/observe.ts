import { watchProcess } from './figures.ts'
import { settled, spent } from './settle.ts'

/** Loaded before the gateway (`--expose-gc --import`): tells what the process took and holds when it is asked. */
const watched = watchProcess()

const ANSWERS: Record<string, () => unknown> = { figures: watched.take, spent, settled }

process.on('message', (question) => {
  const answer = ANSWERS[String(question)]
  if (answer !== undefined) void Promise.resolve(answer()).then((told) => process.send?.(told))
})
