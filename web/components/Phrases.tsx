/** A sentence that breaks between its phrases before it breaks inside one: Chinese may otherwise break anywhere. */
export function Phrases({ text }: { text: string }) {
  return text.split(/(?<=[，。：；])/).map((phrase) => (
    <span key={phrase} class="phrase">
      {phrase}
    </span>
  ))
}
