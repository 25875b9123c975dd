// The form is the state of an answer: its named fields, read into plain data and put back from it (drafts, undo, two tabs).

const controls = form => [...form.elements].filter(control => control.name && !control.disabled && control.name !== 'csrf');

/** {name: [values]} of everything filled in. */
export function read(form) {
  const fields = {};
  for (const control of controls(form)) {
    if ((control.type === 'radio' || control.type === 'checkbox') && !control.checked) continue;
    if (control.value === '') continue;
    (fields[control.name] ??= []).push(control.value);
  }
  return fields;
}

/** Puts fields back and tells everybody who listens. */
export function restore(form, fields) {
  form.dispatchEvent(new CustomEvent('fields:prepare', { detail: fields }));
  for (const control of controls(form)) {
    const values = fields[control.name] ?? [];
    if (control.type === 'radio' || control.type === 'checkbox') control.checked = values.includes(control.value);
    else control.value = values[0] ?? '';
  }
  form.dispatchEvent(new CustomEvent('fields:restored'));
}

export const isEmpty = fields => Object.keys(fields).length === 0;
