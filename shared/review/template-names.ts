/** Names that the CDK writes into templates: ids of resources, hashes of assets, what it tells of its constructs. They look random and are known to all. */

/** Digits of the hash that an id ends with, in capitals, and behind it those of a version or a deployment. */
const idEnd = /[\dA-F]{8}(?:[\da-f]{32})?$/;
/** Hashes inside: those of ids that the id was made of, and of singletons. */
const idInside = /[\dA-F]{8}(?=[A-Z]|$)|[\da-f]{32}/g;

/** The parameter that tells which version of its own resources an account has. */
const bootstrap = /^\/cdk-bootstrap\/[a-z\d]{1,20}\/version$/;

/** How far back in its line it is looked for what a hash is of. */
const beforeLength = 200;

/** Whether a value is such a name by its form and what stands before it in its line. */
export function isTemplateName(value: string, lineBefore: string): boolean {
  const before = lineBefore.slice(-beforeLength);
  return isConstructPath(value) || isAssetHash(value, before) || bootstrap.test(value) || /\bv\d:deflate64:$/.test(before);
}

/** An id, or a path of the construct tree with one in it. */
function isConstructPath(value: string): boolean {
  const names = value.split('/', 30);
  return names.some(isConstructId) && names.every((name) => isConstructId(name) || /^(?:[A-Z][a-z]{1,20}){1,8}$/.test(name));
}

/** `SecretsGEMINIAPIKEY97B612DD`: words and a hash. Of random letters and digits one in some ten thousand ends so, and holds no words. */
function isConstructId(value: string): boolean {
  if (!/^[A-Za-z][A-Za-z\d]+$/.test(value) || !idEnd.test(value)) return false;
  const path = value.replace(idEnd, '').replace(idInside, ' ');
  const words = path.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const digits = path.match(/\d/g)?.length ?? 0;
  return letters >= 3 * Math.max(words.length, 1) && letters >= 4 * digits;
}

/** `"S3Key": "…"`, an image in the repository of assets. */
function isAssetHash(value: string, before: string): boolean {
  return /^[\da-f]{64}$/.test(value) && /asset|s3_?key|object_?key/i.test(before);
}
