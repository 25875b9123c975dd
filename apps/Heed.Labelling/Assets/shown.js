// One item on the screen: its form, its timing, its lease, its drafts.

import { beside } from './beside.js';
import { corrections, suggestion, turns } from './dialogue.js';
import { Drafts } from './drafts.js';
import { restore } from './fields.js';
import { Lease } from './lease.js';
import { ranking } from './ranking.js';
import { spans } from './spans.js';
import { Timing } from './timing.js';

/** Everything that lives as long as one item is on the screen. */
export class Shown {
  /**
   * @param entry the entry of the history that is open for change; null for a new item
   * @param page what the page gives it: texts, announce, say (a word about the state), and what buttons do: submit, skip, ask, undo
   */
  constructor(form, entry, page) {
    this.form = form;
    this.html = form.outerHTML;
    this.entry = entry;
    this.key = crypto.randomUUID();
    this.timing = new Timing(form);
    this.lease = new Lease(form, page.texts);
    ranking(form, page.texts, page.announce);
    spans(form, page.texts, page.announce);
    turns(form, page.texts, page.announce);
    suggestion(form, page.texts, page.announce);
    corrections(form);
    beside(form);
    reading(form);
    form.addEventListener('submit', event => {
      event.preventDefault();
      page.submit();
    });
    form.addEventListener('input', () => this.timing.touch());
    form.querySelector('[data-action=skip]')?.addEventListener('click', page.skip);
    form.querySelector('[data-action=ask]')?.addEventListener('click', page.ask);
    form.querySelector('[data-action=save]')?.addEventListener('click', () => this.drafts.save(true));
    form.querySelector('[data-action=undo]')?.addEventListener('click', page.undo);
    const draft = form.querySelector('script[type="application/json"][data-fields]');
    if (draft) restore(form, JSON.parse(draft.textContent));
    this.drafts = new Drafts(form, (key, asked) => {
      page.say(page.texts[key]);
      if (asked) page.announce(page.texts[key]);
    });
  }

  stop() {
    this.timing.stop();
    this.lease.stop();
    this.drafts.stop();
  }
}

/** Raw text on demand, and what is veiled behind a warning shown when asked for. */
function reading(form) {
  for (const button of form.querySelectorAll('[data-toggle=raw]')) {
    button.addEventListener('click', () => {
      const card = button.closest('.card');
      const on = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(on));
      card.querySelector('.prose').hidden = on;
      card.querySelector('.raw').hidden = !on;
    });
  }
  for (const button of form.querySelectorAll('[data-reveal]')) {
    button.addEventListener('click', () => {
      form.classList.remove('veiled');
      button.closest('.warning').remove();
      form.querySelector('[data-reading]')?.focus();
    });
  }
}
