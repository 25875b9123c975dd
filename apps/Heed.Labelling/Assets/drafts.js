// Drafts go to the server, every few seconds and when the form is left; never to this machine.

import { json } from './server.js';
import { isEmpty, read } from './fields.js';

const EVERY = 5000;

export class Drafts {
  #form;
  #state;
  #saved;
  #timer;

  constructor(form, state) {
    this.#form = form;
    this.#state = state;
    this.#saved = JSON.stringify(read(form));
    this.#timer = setInterval(() => this.save(), EVERY);
    form.addEventListener('focusout', () => this.save());
  }

  async save(asked = false) {
    const fields = read(this.#form);
    const now = JSON.stringify(fields);
    if (!this.#form.dataset.draft || (now === this.#saved && !asked) || (isEmpty(fields) && !asked)) return;
    this.#saved = now;
    try {
      await json('PUT', this.#form.dataset.draft, { fields });
      this.#state('draftSaved', asked);
    } catch {
      this.#saved = '';
      this.#state('draftUnsaved', asked);
    }
  }

  stop() {
    clearInterval(this.#timer);
  }
}
