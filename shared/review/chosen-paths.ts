/** Which of many files are meant. Patterns are those of `.gitignore`. */
import ignore from 'ignore';

/** Whether a path is among those that are meant: all of them where nothing says otherwise. */
export function chosenPaths({
  only,
  exclude = [],
}: {
  readonly only?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}): (path: string) => boolean {
  const matches = (patterns: readonly string[]) => {
    const rules = ignore({ ignorecase: false, allowRelativePaths: true }).add([...patterns]);
    return (path: string) => rules.ignores(path);
  };
  const [isNamed, isExcluded] = [only === undefined ? () => true : matches(only), matches(exclude)];
  return (path) => isNamed(path) && !isExcluded(path);
}
