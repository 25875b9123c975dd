// The labelling page: shows an item, gathers the answer, sends it, shows the next. Works on without the network: answers wait in the outbox, one item is kept ahead.

import { Ahead } from './ahead.js';
import { ask, sure } from './dialogs.js';
import { read, restore } from './fields.js';
import { Keys } from './keys.js';
import { Outbox } from './outbox.js';
import { Refused, text } from './server.js';
import { Shown } from './shown.js';

const UNDO_DEPTH = 20;

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

const say = words => { state.textContent = words; };
const page = { texts, announce, say, submit, skip, ask: askAbout, undo };
const outbox = new Outbox(work.dataset.account, outboxChanged);
// The last answers of earlier visits, from the server: each is read when it is wanted.
const history = JSON.parse(work.dataset.history ?? '[]').map(assignment => ({ assignment }));
const later = [];
const ahead = new Ahead(work);
let shown = null;
let explained = null;

/** Puts an item (markup of our own server) on the screen. */
function show(html, entry = null) {
  shown?.stop();
  work.innerHTML = markup.createHTML(html);
  const form = work.querySelector('form#answer');
  shown = form ? new Shown(form, entry, page) : null;
  if (form && entry?.fields) restore(form, entry.fields);
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
    ahead.clear();
  } catch (problem) {
    if (problem instanceof Refused) {
      if ([401, 403, 409].includes(problem.status)) location.reload();
      return;
    }
    html = ahead.take();
    if (html === undefined) return waitForNetwork();
  }
  show(html);
  prefetch();
}

const prefetch = () => ahead.fill(() => shown);

function waitForNetwork() {
  shown = null;
  const notice = document.createElement('section');
  notice.className = 'notice';
  const title = Object.assign(document.createElement('h2'), { tabIndex: -1, textContent: texts.offlineTitle });
  const words = Object.assign(document.createElement('p'), { textContent: texts.offlineWait });
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
  if (html === undefined) {
    history.push(last);
    return announce(texts.offline);
  }
  if (html === null) return;
  if (shown?.entry) later.push(shown.entry);
  else if (shown) ahead.putBack(shown.html);
  show(html, last);
  announce(texts.undone);
}

/** From an earlier answer, left as it was, to the one after it, and at last to the item of now. */
async function redo() {
  if (!shown?.entry) return announce(texts.nothingLater);
  const { entry } = shown;
  const after = later.pop() ?? null;
  const html = after ? await markupOf(after) : ahead.take();
  if (html === null) return;
  history.push(entry);
  if (html === undefined) return next();
  show(html, after);
  if (after) announce(texts.undone);
  else prefetch();
}

/** An earlier answer's item, from the site where it can be reached; null where it may not be changed any more, undefined where it is not at hand. */
async function markupOf(entry) {
  try {
    return await text('GET', `${work.dataset.answers}/${entry.assignment}`);
  } catch (problem) {
    if (!(problem instanceof Refused)) return entry.html;
    announce(problem.message);
    return null;
  }
}

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
  shown = new Shown(first, null, page);
  if (history.length === 0) first.querySelector('[data-action=undo]')?.setAttribute('disabled', '');
}
const wanted = history.findIndex(entry => entry.assignment === work.dataset.again);
if (wanted >= 0) {
  later.push(...history.splice(wanted + 1).reverse());
  undo();
}
outbox.flush().then(async () => {
  if ((await outbox.waiting()).length === 0) prefetch();
});
window.dispatchEvent(new Event('heed:ready'));
document.documentElement.dataset.ready = 'true';
