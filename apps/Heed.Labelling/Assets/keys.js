// Single keys work wherever nobody is typing; they can be switched off and remapped (WCAG 2.1.4). Each control says its key itself: data-key="3".

const typing = target => target.closest('textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox]):not([type=button])') !== null;

export class Keys {
  #actions;
  #remapped;

  /** @param actions {name: function} for keys that belong to no control */
  constructor(actions, preferences) {
    this.#actions = actions;
    this.#remapped = preferences.keys ?? {};
    document.addEventListener('keydown', event => this.#down(event, preferences));
  }

  #down(event, preferences) {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
    const writing = typing(event.target);
    if (event.key === 's' && (event.ctrlKey || event.metaKey)) return this.#act(event, 'save');
    if (event.key === 'z' && (event.ctrlKey || event.metaKey) && !writing) return this.#act(event, 'undo');
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return this.#act(event, 'submit');
    if (event.altKey && /^Digit[1-9]$/.test(event.code)) return this.#focusResponse(event, event.code.at(-1));
    if (event.ctrlKey || event.metaKey || event.altKey || writing || preferences.singleKeys === false) return;
    if (event.key === 'Enter') {
      if (event.target.closest('button, a, summary') === null) this.#act(event, 'submit');
      return;
    }
    const key = this.#remapped[event.key.toLowerCase()] ?? event.key.toLowerCase();
    const control = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(c => !c.disabled && c.offsetParent !== null);
    if (!control) return this.#act(event, key);
    event.preventDefault();
    control.focus({ preventScroll: control.type === 'radio' });
    if (control.tagName !== 'TEXTAREA' && !control.matches('[data-focus-only]')) control.click();
  }

  #act(event, name) {
    const action = this.#actions[name];
    if (!action) return;
    event.preventDefault();
    action();
  }

  #focusResponse(event, number) {
    const response = document.querySelector(`[data-response="${number}"]`);
    if (!response) return;
    event.preventDefault();
    response.focus();
  }
}
