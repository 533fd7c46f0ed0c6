// Is this licence good today? The same answers as exeat/domain/licences/verify.py, for a browser without a network;
// tests/domain/licences/test_verify_in_javascript.py holds the two to one table of cases.

import * as ed25519 from '../vendor/noble-ed25519/ed25519.js';

const KEY_ID_LENGTH = 11;
const LICENCE = 'L1';
const REVOCATIONS = 'R1';

class UnknownKey extends Error {}
class Unsigned extends Error {}
class NewerToken extends Error {}

export function readBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Unsigned('it is not a signed statement of Exeat');
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function writeBase64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function readJson(part) {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(readBase64url(part)));
}

// The id of a JWK is computed from it (RFC 7638), never believed.
async function keyId({ x }) {
  const canonical = new TextEncoder().encode(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }));
  const thumbprint = new Uint8Array(await crypto.subtle.digest('SHA-256', canonical));
  return writeBase64url(thumbprint).slice(0, KEY_ID_LENGTH);
}

async function signatureHolds(jwk, signature, message) {
  const key = readBase64url(jwk.x);
  try {
    const imported = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'Ed25519' }, imported, signature, message);
  } catch (fault) {
    if (fault.name !== 'NotSupportedError') throw fault; // an older browser: check in JavaScript
    return ed25519.verifyAsync(signature, message, key, { zip215: false });
  }
}

async function openSigned(text, jwks) {
  const parts = text.trim().split('.');
  let header;
  try {
    header = readJson(parts[0]);
  } catch {
    header = null;
  }
  if (parts.length !== 3 || header?.alg !== 'Ed25519' || typeof header.kid !== 'string') {
    throw new Unsigned('it is not a signed statement of Exeat');
  }
  const ids = await Promise.all(jwks.map(keyId));
  const jwk = jwks[ids.indexOf(header.kid)];
  if (jwk === undefined) throw new UnknownKey('it was signed with a key that is not among those given');
  const message = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
  let statement = null;
  try {
    if (await signatureHolds(jwk, readBase64url(parts[2]), message)) statement = readJson(parts[1]);
  } catch {
    statement = null;
  }
  if (statement === null) throw new Unsigned('its signature does not fit what it says');
  if (typeof statement.v !== 'string') throw new Unsigned('it is not a statement of an authority');
  return statement;
}

const day = (number) => `${String(number).slice(0, 4)}-${String(number).slice(4, 6)}-${String(number).slice(6)}`;

// What a licence token says: the claims of exeat/domain/licences/token.py under the names used there.
function readFields(claims) {
  return {
    number: claims.n,
    form: claims.b ?? 'licence',
    supply: claims.s ?? 'individual',
    kind: claims.k,
    country: claims.c,
    issued: day(claims.i),
    valid_from: day(claims.f),
    valid_until: day(claims.u),
    exporter: claims.x,
    end_user: claims.e,
    destination: claims.d,
    line_count: claims.l ? claims.l.length : claims.q,
    lines: (claims.l ?? []).map(([number, entry, quantity, unit, value, currency, description = '']) => ({
      number, entry, quantity, unit, value, currency, description,
    })),
    totals: claims.t ?? [],
  };
}

async function readToken(token, jwks) {
  const statement = await openSigned(token, jwks);
  if (statement.v === LICENCE) return readFields(statement);
  if (statement.v.startsWith(LICENCE[0])) {
    throw new NewerToken(`the licence is written in form ${statement.v}; this program reads ${LICENCE}`);
  }
  throw new Unsigned('it is signed, but it is no licence');
}

export async function readRevocations(text, jwks) {
  const statement = await openSigned(text, jwks);
  if (statement.v !== REVOCATIONS) {
    throw new Unsigned('it is signed, but it is no revocation list that this program reads');
  }
  return statement;
}

// keySet: a JWK set, or null. revocations: the signed list, or null. today: yyyy-mm-dd.
// Gives { answer, reason, fields, revocationsIssued }.
export async function verify(token, keySet, revocations, today) {
  const jwks = keySet?.keys ?? [];
  const say = (answer, reason, fields = null, revocationsIssued = null) => ({
    answer, reason, fields, revocationsIssued,
  });
  if (jwks.length === 0) return say('cannot verify', 'no public key of the authority is given or installed');
  let fields;
  try {
    fields = await readToken(token, jwks);
  } catch (fault) {
    if (fault instanceof UnknownKey) return say('unknown key', fault.message);
    if (fault instanceof Unsigned) return say('altered', fault.message);
    if (fault instanceof NewerToken) return say('cannot verify', fault.message);
    throw fault;
  }
  let list = { issued: null, licences: {} };
  try {
    if (revocations !== null) list = await readRevocations(revocations, jwks);
  } catch (fault) {
    return say('cannot verify', `the revocation list cannot be trusted: ${fault.message}`, fields);
  }
  if (Object.hasOwn(list.licences, fields.number)) {
    const [status, since] = list.licences[fields.number];
    return say(status, `${status} since ${since}`, fields, list.issued);
  }
  if (today < fields.valid_from) return say('not yet valid', `valid from ${fields.valid_from}`, fields, list.issued);
  if (today > fields.valid_until) return say('expired', `was valid until ${fields.valid_until}`, fields, list.issued);
  return say('valid', `valid until ${fields.valid_until}`, fields, list.issued);
}
