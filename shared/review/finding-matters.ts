/**
 * Which of several settings beside one another a program speaks of. Many stand on one line, such as that of a container, and share a topic:
 * a limit of processors and one of memory are two matters all the same.
 */

/** Settings of a kind, each by how its words begin. A finding may name several. */
const kinds: readonly (readonly RegExp[])[] = [
  [/\bcpus?\b|processor/, /memory|\bmem\b/, /ephemeral|\bdisk/, /\bpids?\b|processes/],
  [/\blimits?\b/, /\brequests?\b/],
  [
    /\bprivileged\b/,
    /escalat/,
    /capabilit|\bnet raw\b|\bsys admin\b|\bcap (?:add|drop)\b/,
    /seccomp/,
    /apparmor/,
    /\broot\b(?! (?:file|fs))|non ?root|\buid\b|low user|user ids?\b/,
    /read ?only|filesystem/,
    /host ?(?:network|pid|ipc)|namespace/,
    /account tokens?\b|automount/,
  ],
  [/\btags?\b|\bdigest|\blatest\b|\bunpinned/, /\bpull/],
  [/liveness/, /readiness/, /startup/],
];

/** What a program says by its title and by the name of its rule. */
export interface Said {
  readonly title: string;
  readonly rule?: string | undefined;
}

/** Whether two programs name settings of one kind, and none that both name. */
export function areOfOtherMatters(a: Said, b: Said): boolean {
  const [one, other] = [plain(a), plain(b)];
  return kinds.some((settings) => {
    const ofOne = settings.filter((setting) => setting.test(one));
    const ofOther = settings.filter((setting) => setting.test(other));
    return ofOne.length > 0 && ofOther.length > 0 && !ofOne.some((setting) => ofOther.includes(setting));
  });
}

/** In small letters, with blanks in place of signs. */
function plain({ title, rule = '' }: Said): string {
  return `${title} ${rule}`.toLowerCase().replaceAll(/[^a-z\d]+/g, ' ');
}
