/** What a build that the server starts is told of the environment: where tools and their settings are, and no key of anybody. */
import type { Environment } from '../../shared/runtime/setting.ts';

const names =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|TERM|TZ|TMPDIR|TEMP|TMP|LANG|LC_\w{1,40}|SYSTEMROOT|COMSPEC|PATHEXT|APPDATA|LOCALAPPDATA|USERPROFILE|RUSTUP_\w{1,40}|RUSTFLAGS|CC|CXX|AR|LD_LIBRARY_PATH|SSL_CERT_(?:FILE|DIR)|NODE_EXTRA_CA_CERTS|(?:HTTPS?|NO|ALL)_PROXY|CARGO_(?:HOME|TARGET_DIR|BUILD_\w{1,40}|NET_\w{1,40}|HTTP_\w{1,40}|INCREMENTAL|TERM_\w{1,40}))$/i;

/** The variables that a build may see. Build scripts and plug-ins are foreign code. */
export function buildEnvironment(environment: Environment): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => names.test(name)));
}
