/** Primary result codes of SQLite, https://sqlite.org/rescode.html. */
const SQLITE = {
  perm: 3,
  busy: 5,
  nomem: 7,
  readonly: 8,
  ioerr: 10,
  corrupt: 11,
  full: 13,
  cantopen: 14,
  notadb: 26,
} as const

/** What an error of the file system or of SQLite means to the operator; undefined when it means nothing plain. */
export function explainSqlite(error: unknown, place: string): string | undefined {
  if (!(error instanceof Error)) return undefined
  const system = 'code' in error ? error.code : undefined
  switch (system) {
    case 'EACCES':
    case 'EPERM':
      return `${place} cannot be written: this user has no permission to.`
    case 'EROFS':
      return `${place} cannot be written: it is on a read-only file system.`
    case 'ENOSPC':
    case 'EDQUOT':
      return `${place} cannot be written: the disk is full.`
    case 'EEXIST':
    case 'ENOTDIR':
      return `${place} cannot be used as the data folder: a file stands in its way.`
    case 'ENOENT':
      return `${place} cannot be made in that place.`
    case 'EISDIR':
      return `${place} cannot be opened: a folder stands where the store's file should be.`
  }
  switch (primaryCode(error)) {
    case SQLITE.full:
      return `${place} cannot be written: the disk is full.`
    case SQLITE.perm:
    case SQLITE.readonly:
    case SQLITE.cantopen:
      return `${place} cannot be opened for writing: check its permissions.`
    case SQLITE.corrupt:
    case SQLITE.notadb:
      return `${place} is damaged or no store of Formwire; nothing in it was changed.`
    case SQLITE.busy:
      return `${place} is locked by another program.`
    case SQLITE.ioerr:
      return `${place} cannot be read or written: the disk reports an error.`
    default:
      return undefined
  }
}

/** Whether an error tells of the disk or the connection, and not of the statement. */
export function isSqliteFailure(error: unknown): boolean {
  const codes: readonly number[] = Object.values(SQLITE)
  return error instanceof Error && codes.includes(primaryCode(error))
}

/** Whether the disk did not do what it was told. */
export function isDiskError(error: unknown): boolean {
  return error instanceof Error && primaryCode(error) === SQLITE.ioerr
}

function primaryCode(error: Error): number {
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0
}
