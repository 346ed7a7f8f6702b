// For lint-staged, called as `npx lint-staged --diff-filter=ACDMRT`. It does nothing about a commit of links and submodules alone, and by
// itself nothing about one that only deletes: safer is `circle review --staged` in the hook, before lint-staged (husky/pre-commit).
// A function, so that the whole of what is staged is reviewed once: lint-staged would append the names of the files.
export default { '*': () => 'circle review --staged' };
