// Talks to the server. Every request that changes something carries the token that proves it comes from our page.

/** The server could not be reached, or is not able to answer now: try again later. */
export class Unreachable extends Error {}

/** The server understood and said no. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const csrf = () => document.querySelector('meta[name="csrf"]');

async function send(method, url, body, signal) {
  let response;
  try {
    response = await fetch(url, {
      method,
      signal,
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf().content },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      redirect: 'error',
    });
  } catch (problem) {
    if (problem.name === 'AbortError') throw problem;
    throw new Unreachable(problem.message);
  }
  if (response.status >= 500 || response.status === 429 || response.status === 408) throw new Unreachable(String(response.status));
  return response;
}

/** A token that has grown old (a laptop that slept for days) is fetched anew, once. */
async function renewed(response) {
  if (response.status !== 400 || response.headers.get('X-CSRF-Expired') !== '1') return false;
  const fresh = await fetch('/session', { credentials: 'same-origin' });
  if (!fresh.ok) return false;
  csrf().content = (await fresh.json()).csrf;
  return true;
}

export async function call(method, url, body, signal) {
  let response = await send(method, url, body, signal);
  if (await renewed(response)) response = await send(method, url, body, signal);
  if (response.ok) return response;
  const text = await response.text();
  let message = text;
  try {
    const problem = JSON.parse(text);
    message = problem.detail ?? problem.title ?? text;
  } catch {
    message = text.slice(0, 300);
  }
  throw new Refused(response.status, message);
}

export const json = async (method, url, body) => {
  const response = await call(method, url, body);
  return response.status === 204 ? null : response.json();
};

export const text = async (method, url, body) => {
  const response = await call(method, url, body);
  return response.status === 204 ? null : response.text();
};
