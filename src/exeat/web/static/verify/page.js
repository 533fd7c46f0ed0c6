// The verification page: camera, picture or pasted token in; answer, signed fields and the list's age out.

import { prepare, readCanvas } from './codes.js';
import { readRevocations, verify } from './verify.js';

const STORE = 'exeat-verify';
const DAY = 24 * 60 * 60 * 1000;
const EARLIEST = 14; // hours: where a date begins first
const OLD_AFTER_DAYS = 7;
const LONGEST_SIDE = 2400; // dots: enough for a code on a photographed page, little enough for an old phone

const root = document.getElementById('verify');
const words = JSON.parse(document.getElementById('verify-words').textContent);
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const { keysUrl, revocationsUrl, workerUrl, wasmUrl } = root.dataset;

const knowledge = { keySet: null, revocations: null };
let stream = null;

async function learn() {
  const [keys, list] = await Promise.all([fetch(keysUrl).catch(() => null), fetch(revocationsUrl).catch(() => null)]);
  if (keys?.ok) knowledge.keySet = await keys.json();
  if (list?.ok) knowledge.revocations = await list.text();
  await showAge();
}

async function showAge() {
  let text = words.no_list;
  if (knowledge.revocations !== null && knowledge.keySet !== null) {
    try {
      const { issued } = await readRevocations(knowledge.revocations, knowledge.keySet.keys);
      const days = Math.floor((Date.now() - Date.parse(issued)) / DAY);
      text = `${words.list_of} ${new Date(issued).toLocaleString()}`;
      if (days > 0) text += ` (${words.days_old.replace('{days}', days)})`;
      if (days > OLD_AFTER_DAYS) text += `. ${words.list_old}`;
      part('age').classList.toggle('tone-attention', days > OLD_AFTER_DAYS);
    } catch {
      text = words.list_bad;
    }
  }
  part('age').textContent = text;
}

// Put by the page as a stranger sees it, its scripts and styles, the keys and the list.
async function keepForLater() {
  if (!('serviceWorker' in navigator) || !('caches' in window)) return;
  await navigator.serviceWorker.register(workerUrl, { scope: new URL(location.pathname, location.href).pathname });
  const linked = [...document.querySelectorAll('script[src], link[href], img[src]')].map((one) => one.src || one.href);
  const store = await caches.open(STORE);
  const wanted = new Set([location.pathname, ...linked, wasmUrl, keysUrl, revocationsUrl]);
  await Promise.all([...wanted].map((url) => store.add(new Request(url, { credentials: 'omit', cache: 'no-cache' })).catch(() => null)));
  part('offline').hidden = false;
}

// The date where this machine is, or another number of hours ahead of UTC.
function dateAt(hours = -new Date().getTimezoneOffset() / 60) {
  return new Date(Date.now() + hours * 3600000).toISOString().slice(0, 10);
}

// A licence's days are those of its country, whose calendar may be ahead of this machine's:
// its first day is taken to have come once it has begun anywhere on Earth.
async function check(token) {
  const checked = await verify(token, knowledge.keySet, knowledge.revocations, dateAt());
  if (checked.answer !== 'not yet valid') return show(checked);
  show(await verify(token, knowledge.keySet, knowledge.revocations, dateAt(EARLIEST)));
}

function show({ answer, reason, fields, revocationsIssued }) {
  const result = part('result');
  result.hidden = false;
  result.className = `notice tone-${answer === 'valid' ? 'good' : 'bad'}`;
  part('answer').textContent = answer;
  part('reason').textContent = reason;
  const list = revocationsIssued ? `${words.list_of} ${new Date(revocationsIssued).toLocaleString()}` : words.no_list;
  part('list').textContent = fields ? list : ''; // nothing was looked up for a licence that proves nothing
  part('fields').replaceChildren(...(fields ? describe(fields).map(fact) : []));
  result.focus();
}

function describe(fields) {
  const rows = ['number', 'form', 'kind', 'country', 'issued', 'valid_from', 'valid_until', 'exporter', 'end_user', 'destination', 'line_count']
    .map((name) => [words.fields[name], fields[name]]);
  for (const line of fields.lines) {
    const amounts = `${line.quantity} ${line.unit}, ${line.value} ${line.currency}`;
    rows.push([`${words.fields.line} ${line.number}`, [line.entry, amounts, line.description].filter(Boolean).join(' · ')]);
  }
  for (const [name, amount] of fields.totals) rows.push([words.fields.total, `${amount} ${name}`]);
  return rows;
}

function fact([name, value]) {
  const row = document.createElement('div');
  const term = document.createElement('dt');
  const detail = document.createElement('dd');
  term.textContent = name;
  detail.textContent = value;
  row.append(term, detail);
  return row;
}

function say(text) {
  part('status').textContent = text;
}

function draw(source, width, height) {
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * shrink);
  canvas.height = Math.round(height * shrink);
  canvas.getContext('2d', { willReadFrequently: true }).drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function checkPicture(file) {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const [token] = await readCanvas(draw(picture, picture.width, picture.height));
  if (token === undefined) say(words.no_code);
  else await check(token);
}

async function startCamera() {
  const video = part('video');
  try {
    const size = { width: { ideal: 1920 }, height: { ideal: 1080 } };
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', ...size } });
  } catch {
    say(words.no_camera);
    return;
  }
  video.srcObject = stream;
  video.hidden = false;
  part('stop').hidden = false;
  await video.play();
  say(words.looking);
  await look(video);
}

async function look(video) {
  while (stream !== null) {
    const [token] = video.videoWidth ? await readCanvas(draw(video, video.videoWidth, video.videoHeight)) : [];
    if (token !== undefined) {
      stopCamera();
      await check(token);
      return;
    }
    await new Promise((resume) => setTimeout(resume, 150));
  }
}

function stopCamera() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  part('video').hidden = true;
  part('stop').hidden = true;
  say('');
}

// A PDF goes to the server, which compares its text as well; everything else is answered here.
async function onSubmit(event) {
  const file = part('file').files[0];
  const token = part('token').value.trim();
  if (file?.type === 'application/pdf') return;
  event.preventDefault();
  say('');
  try {
    if (file) await checkPicture(file);
    else if (token) await check(token);
    else say(words.nothing);
  } catch {
    say(words.unreadable);
  }
}

async function start() {
  part('form').addEventListener('submit', onSubmit);
  part('stop').addEventListener('click', stopCamera);
  part('start').addEventListener('click', startCamera);
  part('start').hidden = !navigator.mediaDevices?.getUserMedia;
  await prepare(wasmUrl);
  await learn();
  root.dataset.ready = 'yes';
  await keepForLater();
}

start();
