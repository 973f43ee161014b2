import type { Statement, VariableDeclarator } from '@swc/core'
import { Visitor } from '@swc/core/Visitor.js'

type Using = { type: 'UsingDeclaration'; decls: VariableDeclarator[] }

/** The declarators of a `using` declaration, which @swc/types leaves out of its statements. */
function usingOf(statement: { type: string }): VariableDeclarator[] | undefined {
  return statement.type === 'UsingDeclaration' ? (statement as Using).decls : undefined
}

/**
 * Lets the walls read `using` declarations: the visitor of @swc/core 1.16 throws on them, although its parser knows them.
 * Both the cruiser and this file load the one CommonJS module, so that its prototype is shared.
 */
export function readUsingDeclarations(): void {
  const { visitStatement } = Visitor.prototype
  Visitor.prototype.visitStatement = function visit(this: Visitor, statement: Statement): Statement {
    const declarators = usingOf(statement)
    if (declarators === undefined) return visitStatement.call(this, statement)
    this.visitVariableDeclarators(declarators)
    return statement
  }
}
