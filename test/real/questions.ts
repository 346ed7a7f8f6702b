/** Questions that a small model answers in many forms, with the option that is right; null where that is a matter of opinion. */
export interface RealQuestion {
  readonly question: string;
  readonly options: readonly string[];
  readonly right: string | null;
}

export const questions: readonly RealQuestion[] = [
  { question: 'Which sorting algorithm is stable?', options: ['quicksort', 'merge sort'], right: 'merge sort' },
  { question: 'Pick the even number.', options: ['3', '4', '5'], right: '4' },
  { question: 'Is 7 prime?', options: ['yes', 'no'], right: 'yes' },
  { question: 'Which database is embedded?', options: ['SQLite', 'PostgreSQL'], right: 'SQLite' },
  {
    question: 'Which is heavier: a kilogram of iron or a kilogram of feathers?',
    options: ['iron', 'feathers', 'equal'],
    right: 'equal',
  },
  { question: 'Who wrote Hamlet?', options: ['Shakespeare', 'Dickens'], right: 'Shakespeare' },
  { question: 'Which HTTP status means not found?', options: ['200', '301', '404'], right: '404' },
  { question: 'Is water wet?', options: ['yes', 'no', 'unsure'], right: null },
  { question: 'Which gas do plants take in?', options: ['oxygen', 'carbon dioxide', 'nitrogen'], right: 'carbon dioxide' },
  { question: 'What is 12 + 30?', options: ['42', '44', '52'], right: '42' },
  { question: 'Which language runs in the browser?', options: ['Python', 'JavaScript', 'Rust'], right: 'JavaScript' },
  { question: 'Which planet is the largest?', options: ['Mars', 'Jupiter', 'Venus'], right: 'Jupiter' },
  { question: 'Is a whale a fish?', options: ['yes', 'no'], right: 'no' },
  { question: 'Should a hotfix skip code review?', options: ['yes', 'no'], right: null },
  { question: 'Which city is the capital of Australia?', options: ['Sydney', 'Canberra', 'Melbourne'], right: 'Canberra' },
  { question: 'Is 3599 a prime number?', options: ['yes', 'no'], right: 'no' },
];
