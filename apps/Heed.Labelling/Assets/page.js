// The labelling page: shows an item, gathers the answer, sends it, shows the next. Works on without the network: answers wait in the outbox, one item is kept ahead.

import { beside } from './beside.js';
import { corrections, suggestion, turns } from './dialogue.js';
import { Drafts } from './drafts.js';
import { read, restore } from './fields.js';
import { Keys } from './keys.js';
import { Lease } from './lease.js';
import { Outbox } from './outbox.js';
import { ranking } from './ranking.js';
import { Refused, text } from './server.js';
import { spans } from './spans.js';
import { Timing } from './timing.js';

const UNDO_DEPTH = 20;
const AHEAD = 2;

const work = document.getElementById('work');
const texts = JSON.parse(work.dataset.texts);
const preferences = JSON.parse(work.dataset.preferences);
const markup = window.trustedTypes?.createPolicy('heed', { createHTML: html => html }) ?? { createHTML: html => html };
const live = document.getElementById('live');
const state = document.getElementById('state');
const announce = words => {
  live.textContent = '';
  requestAnimationFrame(() => { live.textContent = words; });
};

const outbox = new Outbox(work.dataset.account, outboxChanged);
const history = [];
const later = [];
let shown = null;
let explained = null;
let ahead = [];

/** Everything that lives as long as one item is on the screen. */
class Shown {
  /** @param entry the entry of the history that is open for change; null for a new item */
  constructor(form, entry = null) {
    this.form = form;
    this.html = form.outerHTML;
    this.entry = entry;
    this.key = crypto.randomUUID();
    this.timing = new Timing(form);
    this.lease = new Lease(form, texts);
    ranking(form, texts, announce);
    spans(form, texts, announce);
    turns(form, texts, announce);
    suggestion(form, texts, announce);
    corrections(form);
    beside(form);
    raw(form);
    form.addEventListener('submit', event => {
      event.preventDefault();
      submit();
    });
    form.addEventListener('input', () => this.timing.touch());
    form.querySelector('[data-action=skip]')?.addEventListener('click', skip);
    form.querySelector('[data-action=ask]')?.addEventListener('click', askAbout);
    form.querySelector('[data-action=save]')?.addEventListener('click', () => this.drafts.save(true));
    form.querySelector('[data-action=undo]')?.addEventListener('click', undo);
    const draft = form.querySelector('script[type="application/json"][data-fields]');
    if (draft) restore(form, JSON.parse(draft.textContent));
    this.drafts = new Drafts(form, (key, asked) => {
      state.textContent = texts[key];
      if (asked) announce(texts[key]);
    });
  }

  stop() {
    this.timing.stop();
    this.lease.stop();
    this.drafts.stop();
  }
}

function raw(form) {
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

/** Puts an item (markup of our own server) on the screen. */
function show(html, entry = null) {
  shown?.stop();
  work.innerHTML = markup.createHTML(html);
  const form = work.querySelector('form#answer');
  shown = form ? new Shown(form, entry) : null;
  if (form && entry) restore(form, entry.fields);
  if (history.length === 0) work.querySelector('[data-action=undo]')?.setAttribute('disabled', '');
  work.querySelector('h2')?.focus();
  scrollTo(0, 0);
}

async function submit() {
  const { form, timing, entry, key } = shown;
  const problem = form.querySelector('.problem');
  const complaint = complaintOf(form);
  problem.hidden = complaint === null;
  problem.textContent = complaint?.words ?? '';
  if (complaint) {
    complaint.control?.focus();
    return;
  }
  if (!timing.hasRead(form) && !(await sure(texts.notRead))) return;
  if (form.querySelector('[data-ranking]') && timing.record(form).revisions === 0 && !(await sure(texts.untouched))) return;
  const fields = read(form);
  await send({ fields, timing: timing.record(form), assignment: form.dataset.assignment, revises: entry?.assignment ?? null, key }, form.dataset.submit, fields);
}

function complaintOf(form) {
  const invalid = [...form.elements].find(control => control.willValidate && !control.checkValidity());
  if (invalid) return { control: invalid, words: invalid.closest('fieldset')?.dataset.required ?? texts.incomplete };
  const unranked = [...form.querySelectorAll('select[data-rank]')].find(select => select.value === '');
  if (unranked) return { control: unranked, words: texts.rankAll };
  return null;
}

async function send(body, url, fields) {
  const { form } = shown;
  shown.stop();
  history.push({ html: shown.html, fields, assignment: body.assignment }, ...later.splice(0).reverse());
  history.splice(0, history.length - UNDO_DEPTH);
  document.dispatchEvent(new CustomEvent('heed:answered'));
  const sending = outbox.add(url, body);
  // Without the network the stored answer is enough to go on; with it the next item is asked for after the answer has arrived.
  await sending;
  if (work.dataset.once) {
    location.assign(work.dataset.once);
    return;
  }
  if (explained) await explain();
  await next();
}

/** Practice: what the answer should have been, before the next item comes. */
async function explain() {
  const dialog = document.getElementById('explanation');
  const title = dialog.querySelector('h2');
  title.textContent = explained.right ? title.dataset.right : title.dataset.wrong;
  dialog.querySelector('p').textContent = explained.explanation;
  explained = null;
  await ask(dialog);
}

async function next() {
  let html;
  try {
    html = await text('POST', work.dataset.next, { held: [] });
    ahead = [];
  } catch (problem) {
    if (problem instanceof Refused) {
      if (problem.status === 401) location.reload();
      else if (problem.status === 403 || problem.status === 409) location.reload();
      return;
    }
    html = ahead.shift();
    if (html === undefined) return waitForNetwork();
  }
  show(html);
  prefetch();
}

/** Two items more are lent while the network is there, for the time when it is not. */
async function prefetch() {
  if (!work.dataset.next) return;
  try {
    while (shown && ahead.length < AHEAD) {
      const html = await text('POST', `${work.dataset.next}?ahead=true`, { held: [shown.form.dataset.assignment, ...ahead.map(assignmentOf)] });
      if (html === null) return;
      ahead.push(html);
    }
  } catch {
    // Without the network there is nothing to keep ahead.
  }
}

const assignmentOf = html => html.match(/data-assignment="([^"]+)"/)?.[1] ?? '';

function waitForNetwork() {
  shown = null;
  const notice = document.createElement('section');
  notice.className = 'notice';
  const title = document.createElement('h2');
  title.tabIndex = -1;
  title.textContent = texts.offlineTitle;
  const words = document.createElement('p');
  words.textContent = texts.offlineWait;
  notice.append(title, words);
  work.replaceChildren(notice);
  title.focus();
  const again = () => outbox.flush().then(next);
  addEventListener('online', again, { once: true });
  setTimeout(() => { if (!shown && navigator.onLine) next(); }, 5000);
}

function outboxChanged({ waiting, offline, signedOut, sent, refused }) {
  const banner = document.getElementById('outbox');
  banner.hidden = waiting === 0;
  banner.textContent = (signedOut ? texts.signedOut : texts.waiting).replace('{0}', waiting);
  if (offline) state.textContent = texts.offline;
  if (sent) {
    const words = { recorded: texts.saved, revised: texts.revised, surplus: texts.savedSurplus, skipped: texts.skipped }[sent.result.state] ?? texts.saved;
    state.textContent = words;
    announce(words);
    if (sent.result.state === 'recorded') for (const counter of document.querySelectorAll('[data-today]')) counter.textContent = Number(counter.textContent) + 1;
    explained = sent.result.explanation === undefined || sent.result.explanation === null ? null : sent.result;
  }
  if (refused) {
    state.textContent = texts.refused.replace('{0}', refused.problem.message);
    announce(state.textContent);
  }
}

async function skip() {
  const dialog = document.getElementById('skip');
  const reason = await ask(dialog);
  if (!reason || !shown) return;
  const { form, timing, key } = shown;
  await send({ assignment: form.dataset.assignment, reason, note: dialog.querySelector('textarea').value, timing: timing.record(form), key }, form.dataset.skip, read(form));
}

/** A question about the item; work goes on meanwhile. */
async function askAbout() {
  const dialog = document.getElementById('ask');
  const words = dialog.querySelector('textarea');
  if (await ask(dialog) !== 'yes' || !shown || words.value.trim() === '') return;
  try {
    await text('POST', shown.form.dataset.ask, { text: words.value });
    words.value = '';
    state.textContent = texts.asked;
  } catch (problem) {
    // The words stay in the dialog.
    state.textContent = problem instanceof Refused ? texts.refused.replace('{0}', problem.message) : texts.offline;
  }
  announce(state.textContent);
}

/** The answer before comes back, open for change; the item of now waits. */
async function undo() {
  const last = history.pop();
  if (!last) return announce(texts.nothingToUndo);
  const html = await markupOf(last);
  if (html === null) return;
  if (shown?.entry) later.push(shown.entry);
  else if (shown) ahead.unshift(shown.html);
  show(html, last);
  announce(texts.undone);
}

/** From an earlier answer, left as it was, to the one after it, and at last to the item of now. */
async function redo() {
  if (!shown?.entry) return announce(texts.nothingLater);
  const { entry } = shown;
  const after = later.pop() ?? null;
  const html = after ? await markupOf(after) : ahead.shift();
  if (html === null) return;
  history.push(entry);
  if (html === undefined) return next();
  show(html, after);
  if (after) announce(texts.undone);
  else prefetch();
}

/** An earlier answer's item, from the site where it can be reached; null where it may not be changed any more. */
async function markupOf(entry) {
  try {
    return await text('GET', `${work.dataset.answers}/${entry.assignment}`);
  } catch (problem) {
    if (!(problem instanceof Refused)) return entry.html;
    announce(problem.message);
    return null;
  }
}

function sure(words) {
  const dialog = document.getElementById('sure');
  dialog.querySelector('p').textContent = words;
  return ask(dialog);
}

/** Shows a dialog; the value of the pressed button, or '' where it was closed. */
function ask(dialog) {
  const before = document.activeElement;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      before?.focus();
      resolve(dialog.returnValue);
    }, { once: true });
  });
}

for (const dialog of document.querySelectorAll('dialog'))
  for (const button of dialog.querySelectorAll('button[data-close]')) button.addEventListener('click', () => dialog.close(button.value));

document.getElementById('show-keys')?.addEventListener('click', () => ask(document.getElementById('legend')));

new Keys({
  submit: () => shown && submit(),
  save: () => shown?.drafts.save(true),
  undo,
  u: undo,
  k: undo,
  j: redo,
  s: () => shown && skip(),
  a: () => shown?.form.dataset.ask && askAbout(),
  g: () => work.dataset.guidelines && location.assign(work.dataset.guidelines),
  '?': () => ask(document.getElementById('legend')),
}, preferences);

addEventListener('beforeunload', () => shown?.drafts.save());
const first = work.querySelector('form#answer');
if (first) {
  shown = new Shown(first);
  if (history.length === 0) first.querySelector('[data-action=undo]')?.setAttribute('disabled', '');
}
outbox.flush().then(async () => {
  const waiting = await outbox.waiting();
  if (waiting.length === 0) prefetch();
});
window.dispatchEvent(new Event('heed:ready'));
document.documentElement.dataset.ready = 'true';
