// For lint-staged, behind a hook of husky (.husky/pre-commit: `npx lint-staged`). A function, so that the whole of what is staged is reviewed,
// deletions included: lint-staged would append the names of the files, and it names none that are deleted.
export default { '*': () => 'circle review --staged' };
