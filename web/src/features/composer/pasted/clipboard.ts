/** What of a clipboard matters here. */
export interface Pasted {
  readonly plain: string
  readonly html: string
  /** What Visual Studio Code says about what was copied from it. */
  readonly editor: string
}

export function pastedFrom(data: DataTransfer): Pasted {
  return {
    plain: data.getData('text/plain').replaceAll('\r\n', '\n'),
    html: data.getData('text/html'),
    editor: data.getData('vscode-editor-data'),
  }
}
