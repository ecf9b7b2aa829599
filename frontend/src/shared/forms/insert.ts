/**
 * Where a macro's text goes: into the field that was written in last, as if it had been typed.
 * Forms need not know; they hear the `input` event that typing makes.
 */
const FIELDS = "textarea, input[type=text], input:not([type])";
const FALLBACK = "[data-next-step] form textarea";

type TextField = HTMLTextAreaElement | HTMLInputElement;

let last: TextField | null = null;

function isText(target: EventTarget | null): target is TextField {
  return (
    (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) &&
    target.matches(FIELDS)
  );
}

/** Remembers the fields of one area of the page while it is shown. */
export function rememberFields(area: HTMLElement): () => void {
  const note = (event: FocusEvent) => {
    if (isText(event.target)) last = event.target;
  };
  area.addEventListener("focusin", note);
  return () => {
    area.removeEventListener("focusin", note);
    last = null;
  };
}

/** React listens to the native setter's `input` event only. */
function write(field: TextField, value: string): void {
  const proto =
    field instanceof HTMLTextAreaElement
      ? HTMLTextAreaElement.prototype
      : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(proto, "value")?.set?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Puts the text at the cursor of that field; false where there is no field to take it. */
export function insertText(text: string): boolean {
  const field =
    last?.isConnected && !last.disabled ? last : document.querySelector<TextField>(FALLBACK);
  if (!field) return false;
  const from = field.selectionStart ?? field.value.length;
  const to = field.selectionEnd ?? from;
  write(field, field.value.slice(0, from) + text + field.value.slice(to));
  field.focus();
  field.setSelectionRange(from + text.length, from + text.length);
  return true;
}
