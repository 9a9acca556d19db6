/** What is used of saxen, which brings no types. Handlers left out cost nothing. */
declare module 'saxen' {
  export class Parser {
    on(event: 'openTag', hear: (name: string, attributes: () => Record<string, string> | false) => void): this
    on(event: 'closeTag', hear: (name: string) => void): this
    on(event: 'text' | 'cdata', hear: (text: string) => void): this
    /** Takes the next piece of a document. Throws where it is not well formed. */
    write(xml: string): this
    /** Throws where the document is not complete. */
    end(): void
  }
}
