/** `GET /api/form/get/:instance` is `getFormGet`: what generated clients call it. Pure. */
export function nameOperation(method: string, url: string): string {
  const words = url.split('/').filter((part) => part !== '' && part !== 'api' && !part.startsWith(':'))
  const name = words.map((word) => word.replace(/\W+(\w?)/g, (_, next: string) => next.toUpperCase()))
  return method.toLowerCase() + name.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
}
