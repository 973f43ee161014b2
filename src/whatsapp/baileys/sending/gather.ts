/** Asks one question about many: what is wanted while so many questions are out is asked together, when one is answered. */
export interface Gather<Answer> {
  /** Undefined: the answer says nothing about it. Rejects as the question does. */
  ask(about: string): Promise<Answer | undefined>
}

const QUESTIONS_AT_ONCE = 3

interface Wanted<Answer> {
  about: string
  answer: Promise<Answer | undefined>
  resolve(answer: Answer | undefined): void
  reject(error: unknown): void
}

/**
 * `askAll` is called with what gathered in one turn of the event loop, each once and at most `most` of them. Few questions
 * are out at a time: a network's round trip gathers what the next one asks. More than one, so that the server is not idle
 * while an answer is worked on.
 */
export function createGather<Answer>(
  askAll: (about: string[]) => Promise<ReadonlyMap<string, Answer>>,
  most: number,
  atOnce = QUESTIONS_AT_ONCE,
): Gather<Answer> {
  const waiting = new Map<string, Wanted<Answer>>()
  let out = 0
  let isGathering = false

  function gather(): void {
    if (isGathering || out >= atOnce || waiting.size === 0) return
    isGathering = true
    setImmediate(() => {
      isGathering = false
      void put([...waiting.values()].slice(0, most))
      gather()
    })
  }

  async function put(asked: readonly Wanted<Answer>[]): Promise<void> {
    out += 1
    for (const { about } of asked) waiting.delete(about)
    try {
      const answers = await askAll(asked.map(({ about }) => about))
      for (const { about, resolve } of asked) resolve(answers.get(about))
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
    out -= 1
    gather()
  }

  return {
    ask(about) {
      const known = waiting.get(about)
      if (known !== undefined) return known.answer
      const { promise: answer, resolve, reject } = Promise.withResolvers<Answer | undefined>()
      waiting.set(about, { about, answer, resolve, reject })
      gather()
      return answer
    },
  }
}
