/**
 * What a process said last on its error output, as far as it is meant for a person: no stack, no warning of Node, no
 * line of a log. Empty when nothing is left. Pure.
 */
export function reasonOf(errorOutput: string): string {
  const lines = errorOutput.split('\n').filter((line) => line.trim() !== '' && !isNoise(line))
  const thrown = lines.findLast((line) => /^(Uncaught )?\w*Error\b.*: /.test(line))
  return thrown ?? lines.join('\n').trim()
}

function isNoise(line: string): boolean {
  return /^\(node:\d+\)|^\(Use `node|^\s+at |^\{"level"|^Node\.js v\d/.test(line)
}
