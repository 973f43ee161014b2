import type { Words } from '../words/language.ts'

const en = {
  title: 'Sign in',
  intro: 'With the token of your account, or of one instance.',
  token: 'Token',
  where: 'The account token is in the file account-token of the gateway’s data folder.',
  signIn: 'Sign in',
  show: 'Show the token',
  missing: 'Paste the token first.',
  ended: 'Your session has ended. Sign in again, and you are back where you were.',
}

export const sessionWords: Words<typeof en> = {
  en,
  'pt-BR': {
    title: 'Entrar',
    intro: 'Com o token da sua conta ou de uma instância.',
    token: 'Token',
    where: 'O token da conta está no arquivo account-token, na pasta de dados do servidor.',
    signIn: 'Entrar',
    show: 'Mostrar o token',
    missing: 'Cole o token primeiro.',
    ended: 'Sua sessão terminou. Entre de novo e você volta para onde estava.',
  },
  es: {
    title: 'Entrar',
    intro: 'Con el token de tu cuenta o de una instancia.',
    token: 'Token',
    where: 'El token de la cuenta está en el archivo account-token, en la carpeta de datos del servidor.',
    signIn: 'Entrar',
    show: 'Mostrar el token',
    missing: 'Pega primero el token.',
    ended: 'Tu sesión terminó. Entra de nuevo y vuelves a donde estabas.',
  },
}
