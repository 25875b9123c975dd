// Writing turns, and editing what is there: drafts of a model are taken up on request, edits show as a word diff, turns are added and removed.

import { show } from './diff.js';
import { text } from './server.js';

export function corrections(form) {
  for (const editor of form.querySelectorAll('[data-edits]')) {
    const area = editor.querySelector('textarea');
    const diff = editor.querySelector('.diff');
    const original = () => originalOf(form, editor);
    const draw = () => {
      if (area.value === '') diff.replaceChildren();
      else show(diff, original(), area.value);
    };
    area.addEventListener('input', draw);
    editor.addEventListener('toggle', () => {
      if (!editor.open) return;
      if (area.value === '') area.value = original();
      area.dispatchEvent(new Event('input', { bubbles: true }));
    });
    form.addEventListener('change', event => {
      // Nothing was written yet: the editor follows the choice.
      if (event.target.name !== 'choice' || !editor.matches('[data-follows-choice]')) return;
      if ([...form.querySelectorAll('[data-raw-text]')].some(raw => raw.textContent === area.value)) area.value = original();
      draw();
    });
    form.addEventListener('fields:restored', () => {
      if (area.value !== '') editor.open = true;
      draw();
    });
    draw();
  }
}

function originalOf(form, editor) {
  const better = editor.matches('[data-follows-choice]') ? betterOf(form) : editor.dataset.edits;
  return form.querySelector(`[data-raw-text="${CSS.escape(better)}"]`)?.textContent ?? '';
}

/** The response on the better side; the first where none is. */
function betterOf(form) {
  const choice = form.querySelector('[name=choice]:checked');
  return choice?.dataset.side ?? '1';
}

export function turns(form, texts, announce) {
  const list = form.querySelector('[data-turns]');
  if (!list) return;
  const template = form.querySelector('template[data-turn]');
  const all = () => [...list.children];

  const add = role => {
    const turn = template.content.firstElementChild.cloneNode(true);
    list.append(turn);
    const select = turn.querySelector('select');
    select.value = role ?? (all().at(-2)?.querySelector('select').value === 'user' ? 'assistant' : 'user');
    number();
    return turn;
  };
  const number = () => all().forEach((turn, at) => {
    const [select, area] = [turn.querySelector('select'), turn.querySelector('textarea')];
    select.name = `turn.${at}.role`;
    area.name = `turn.${at}.text`;
    const label = texts.turn.replace('{0}', at + 1);
    select.setAttribute('aria-label', `${label}: ${texts.role}`);
    area.setAttribute('aria-label', label);
    turn.querySelector('[data-remove]').setAttribute('aria-label', `${texts.removeTurn} ${at + 1}`);
    turn.querySelector('[data-remove]').hidden = all().length === 1;
  });

  form.addEventListener('click', event => {
    if (event.target.closest('[data-add-turn]')) add().querySelector('textarea').focus();
    const remove = event.target.closest('[data-remove]');
    if (!remove) return;
    remove.closest('[data-turns] > *').remove();
    number();
    announce(texts.turnRemoved);
    all().at(-1)?.querySelector('textarea').focus();
    form.dispatchEvent(new Event('input', { bubbles: true }));
  });
  form.addEventListener('fields:prepare', event => {
    const count = Object.keys(event.detail).filter(name => /^turn\.\d+\.text$/.test(name)).length;
    while (all().length < count) add();
  });
  if (all().length === 0) add('assistant');
  number();
}

/** A model's draft, taken up on request; what is changed of it shows as a word diff. */
export function suggestion(form, texts, announce) {
  const button = form.querySelector('[data-suggest]');
  if (!button) return;
  const [taken, diff] = [form.querySelector('[name=suggested]'), button.closest('section').querySelector('.diff')];
  const area = () => [...form.querySelectorAll('textarea[name^="turn."]')].at(-1);
  let draft = '';
  form.addEventListener('input', () => {
    if (taken.value === '1' && draft !== '') show(diff, draft, area().value);
  });
  button.addEventListener('click', async () => {
    button.disabled = true;
    announce(texts.drafting);
    try {
      draft = await text('POST', button.dataset.suggest, {});
      area().value = draft;
      taken.value = '1';
      area().dispatchEvent(new Event('input', { bubbles: true }));
      area().focus();
      announce(texts.drafted);
    } catch {
      announce(texts.noDraft);
    }
    button.disabled = false;
  });
}
