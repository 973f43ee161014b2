/** Asks one question about many: what is wanted while a question is out is asked together, when it is answered. */
export interface Gather<Answer> {
  /** Undefined: the answer says nothing about it. Rejects as the question does. */
  ask(about: string): Promise<Answer | undefined>
}

interface Wanted<Answer> {
  about: string
  answer: Promise<Answer | undefined>
  resolve(answer: Answer | undefined): void
  reject(error: unknown): void
}

/**
 * `askAll` is called with what gathered in one turn of the event loop, each once and at most `most` of them. One
 * question is out at a time: a network's round trip gathers what the next one asks.
 */
export function createGather<Answer>(
  askAll: (about: string[]) => Promise<ReadonlyMap<string, Answer>>,
  most: number,
): Gather<Answer> {
  const waiting = new Map<string, Wanted<Answer>>()
  let isOut = false

  async function work(): Promise<void> {
    while (waiting.size > 0) {
      await new Promise((resolve) => setImmediate(resolve))
      const asked = [...waiting.values()].slice(0, most)
      for (const { about } of asked) waiting.delete(about)
      try {
        const answers = await askAll(asked.map(({ about }) => about))
        for (const { about, resolve } of asked) resolve(answers.get(about))
      } catch (error) {
        for (const { reject } of asked) reject(error)
      }
    }
    isOut = false
  }

  return {
    ask(about) {
      const known = waiting.get(about)
      if (known !== undefined) return known.answer
      const { promise: answer, resolve, reject } = Promise.withResolvers<Answer | undefined>()
      waiting.set(about, { about, answer, resolve, reject })
      if (!isOut) {
        isOut = true
        void work()
      }
      return answer
    },
  }
}
