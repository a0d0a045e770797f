// The events of a form's fields, from wherever in it they come.
import { fieldOf } from '$/components/forms';

/** Who is told of what is typed. */
interface Typed {
  typed: (name: string, isChoice: boolean) => void;
  left: (name: string) => void;
}

/** The events that a form hands on. Ctrl+Enter saves from everywhere, as Enter in a text of several lines is a new line. */
export function typingIn(edit: Typed) {
  const oninput = (event: Event): void => {
    const field = fieldOf(event);
    if (field !== null) edit.typed(field.name, field.isChoice);
  };
  return {
    oninput,
    onchange: oninput,
    onfocusout: (event: FocusEvent): void => {
      const field = fieldOf(event);
      if (field !== null) edit.left(field.name);
    },
    onkeydown: (event: KeyboardEvent & { currentTarget: HTMLFormElement }): void => {
      if (event.key !== 'Enter' || !event.ctrlKey) return;
      event.preventDefault();
      event.currentTarget.requestSubmit();
    },
  };
}
