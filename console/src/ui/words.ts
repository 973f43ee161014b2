import type { Words } from '../words/language.ts'

const en = {
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  saved: 'Saved',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'The browser did not allow it: select and copy by hand',
  loading: 'Loading…',
  tryAgain: 'Try again',
  more: 'Show more',
}

export const uiWords: Words<typeof en> = {
  en,
  'pt-BR': {
    close: 'Fechar',
    cancel: 'Cancelar',
    save: 'Salvar',
    saved: 'Salvo',
    copy: 'Copiar',
    copied: 'Copiado',
    notCopied: 'O navegador não permitiu: selecione e copie à mão',
    loading: 'Carregando…',
    tryAgain: 'Tentar de novo',
    more: 'Mostrar mais',
  },
  es: {
    close: 'Cerrar',
    cancel: 'Cancelar',
    save: 'Guardar',
    saved: 'Guardado',
    copy: 'Copiar',
    copied: 'Copiado',
    notCopied: 'El navegador no lo permitió: selecciona y copia a mano',
    loading: 'Cargando…',
    tryAgain: 'Intentar de nuevo',
    more: 'Mostrar más',
  },
}
