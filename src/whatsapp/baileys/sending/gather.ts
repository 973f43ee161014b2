import { QuestionRefused } from './ask-server.ts'

/** Asks one question about many: what is wanted while so many questions are out is asked together, when one is answered. */
export interface Gather<Answer> {
  /** Undefined: the answer says nothing about it. Rejects as the question does that was asked about it alone. */
  ask(about: string): Promise<Answer | undefined>
}

const QUESTIONS_AT_ONCE = 3

/** Refusals that may be for one of those who were asked about; being asked too much is not among them. */
const ABOUT_ONE: readonly number[] = [400, 404, 406]

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
    await answer(asked)
    out -= 1
    gather()
  }

  async function answer(asked: readonly Wanted<Answer>[]): Promise<void> {
    try {
      const answers = await askAll(asked.map(({ about }) => about))
      for (const { about, resolve } of asked) resolve(answers.get(about))
    } catch (error) {
      const half = Math.ceil(asked.length / 2)
      // One that the server does not like shall not be the refusal of all the others.
      if (asked.length > 1 && error instanceof QuestionRefused && ABOUT_ONE.includes(error.code)) {
        await answer(asked.slice(0, half))
        await answer(asked.slice(half))
      } else {
        for (const { reject } of asked) reject(error)
      }
    }
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
