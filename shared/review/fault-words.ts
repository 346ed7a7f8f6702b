/** Words that speak of the same sort of fault: experts say it in their own words, and these bring them together. */

/** Stems of each sort, as `wordsOf` makes them. */
const sorts: readonly string[] = [
  'inject sanitiz sanitis escap unescap parameteriz parameteris parameter concatenat concaten untrust unsanitiz unsanitis sqli xss attacker payload bind',
  'null nil none undefin absent miss unset typeerror dereferenc nullpointer optional',
  'leak clos unclos descriptor handl resourc open finally dispos releas socket',
  'rac lock thread concurr concurrent synchroniz synchronis unsynchroniz unsynchronis atomic parallel deadlock stal lost',
  'secret credenti credential password passwd token key hardcod hard-cod cod plaintext plain commit leak rotat vault',
  'bound index off-by-one off overrun rang past loop iterat array zero-bas',
  'permission permiss chmod mod writabl readabl privileg root sudo owner 0777 777 capabilit setuid',
  'zero divis divid divisor nan empt mean',
  'overflow underflow truncat wrap integer cast precis round',
  'timeout hang infinit endless block retry backoff deadlin wait',
  'pin unpin vers latest tag digest reproduc floating supply checksum',
  'tls ssl http https certificat verif encrypt cipher insecur cleartext',
  'ssrf redirect url host origin fetch internal metadata',
  'traversal path directory dotdot symlink',
  'auth authoriz authoris authentic login rol anonym public expos 0.0.0.0 internet firewall ingress acl polic wildcard',
  'delet drop los destroy eras wip truncat overwrit irrevers backup data-los',
  'error exception catch swallow ignor silent unhandl reject promis',
  'deserializ deserialis eval exec command shell curl bash remote arbitrary script download',
  'memory limit oom quota cpu unbound exhaust dos',
  'log pii sensitiv personal disclos print debug',
  'typo spell nam unclear docs documentation comment',
];

const sortOf: ReadonlyMap<string, readonly string[]> = sorts.reduce((known, words, index) => {
  for (const word of words.split(' ')) known.set(word, [...(known.get(word) ?? []), `#${index}`]);
  return known;
}, new Map<string, string[]>());

/** The sorts of fault that a stem speaks of. */
export function sortsOf(stem: string): readonly string[] {
  return sortOf.get(stem) ?? [];
}
