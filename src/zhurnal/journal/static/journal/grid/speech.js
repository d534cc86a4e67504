// The words of the page, given by the server, with numbers and names put in.

export class Speech {
  #plural = new Intl.PluralRules(document.documentElement.lang || "ru");

  constructor(words) {
    this.words = words;
  }

  // One of three forms, by the language of the page: «1 отметка ждёт», «3 отметки ждут», «12 отметок ждут».
  count(name, n, values = {}) {
    const forms = this.words[name];
    return fill(forms[this.#plural.select(n)] ?? forms.many, { n, ...values });
  }
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// An element with a class and what is in it: texts or other elements.
export function made(tag, className, ...parts) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...parts);
  return element;
}

export function button(className, text, act) {
  const pressed = made("button", className, text);
  pressed.type = "button";
  pressed.addEventListener("click", act);
  return pressed;
}
