// What an edit changed, word by word: a longest common subsequence of words and the spaces between them.

const words = text => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
const LIMIT = 4_000_000;

/** [{kind: 'same' | 'gone' | 'new', text}] */
export function wordDiff(before, after) {
  let [a, b] = [words(before), words(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const start = a.slice(0, head);
  const end = a.slice(a.length - tail);
  [a, b] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  const middle = a.length * b.length > LIMIT
    ? [{ kind: 'gone', text: a.join('') }, { kind: 'new', text: b.join('') }]
    : subsequence(a, b);
  return join([{ kind: 'same', text: start.join('') }, ...middle, { kind: 'same', text: end.join('') }]);
}

function subsequence(a, b) {
  const width = b.length + 1;
  const length = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      length[i * width + j] = a[i] === b[j] ? length[(i + 1) * width + j + 1] + 1 : Math.max(length[(i + 1) * width + j], length[i * width + j + 1]);
  const parts = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push({ kind: 'same', text: a[i++] });
      j++;
    } else if (i < a.length && (j >= b.length || length[(i + 1) * width + j] >= length[i * width + j + 1])) parts.push({ kind: 'gone', text: a[i++] });
    else parts.push({ kind: 'new', text: b[j++] });
  }
  return parts;
}

function join(parts) {
  const joined = [];
  for (const part of parts) {
    if (part.text === '') continue;
    if (joined.at(-1)?.kind === part.kind) joined.at(-1).text += part.text;
    else joined.push({ ...part });
  }
  return joined;
}

/** Shows a diff in an element: deletions struck out, insertions marked. */
export function show(element, before, after) {
  element.replaceChildren(...wordDiff(before, after).map(part => {
    const node = document.createElement(part.kind === 'gone' ? 'del' : part.kind === 'new' ? 'ins' : 'span');
    node.textContent = part.text;
    return node;
  }));
}
