const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const FORMATS = 'http://schemas.openxmlformats.org'
const MAIN = `${FORMATS}/spreadsheetml/2006/main`
const RELATION = `${FORMATS}/officeDocument/2006/relationships`
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

/** Everything of a workbook but its sheets, which are `xl/worksheets/sheet1.xml` and so on: path → XML. */
export function workbookParts(name: string, sheets: number): Record<string, string> {
  return {
    'xl/styles.xml': STYLES,
    'xl/workbook.xml': workbook(name, sheets),
    'xl/_rels/workbook.xml.rels': relations([
      ...numbers(sheets).map((nth): Relation => [`rId${nth}`, 'worksheet', `worksheets/sheet${nth}.xml`]),
      [`rId${sheets + 1}`, 'styles', 'styles.xml'],
    ]),
    '_rels/.rels': relations([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    '[Content_Types].xml': contentTypes(sheets),
  }
}

/** Plain, bold for headings, wrapped for texts with line breaks: without, Excel shows them in one line. */
const STYLES =
  `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
  '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

function workbook(name: string, sheets: number): string {
  const each = numbers(sheets).map(
    (nth) => `<sheet name="${nth === 1 ? name : `${name} ${nth}`}" sheetId="${nth}" r:id="rId${nth}"/>`,
  )
  return (
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATION}"><bookViews><workbookView/></bookViews>` +
    `<sheets>${each.join('')}</sheets></workbook>`
  )
}

type Relation = [id: string, type: string, target: string]

function relations(each: readonly Relation[]): string {
  const written = each.map(([id, type, to]) => `<Relationship Id="${id}" Type="${RELATION}/${type}" Target="${to}"/>`)
  return `${HEAD}<Relationships xmlns="${FORMATS}/package/2006/relationships">${written.join('')}</Relationships>`
}

function contentTypes(sheets: number): string {
  const parts = [
    ['xl/workbook.xml', 'sheet.main'],
    ['xl/styles.xml', 'styles'],
    ...numbers(sheets).map((nth) => [`xl/worksheets/sheet${nth}.xml`, 'worksheet']),
  ]
  const written = parts.map(([path, type]) => `<Override PartName="/${path}" ContentType="${CONTENT}.${type}+xml"/>`)
  return (
    `${HEAD}<Types xmlns="${FORMATS}/package/2006/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Default Extension="xml" ContentType="application/xml"/>${written.join('')}</Types>`
  )
}
