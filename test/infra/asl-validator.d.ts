/** The part of asl-validator that we use; the package has no types. */
declare module 'asl-validator' {
  interface Validation {
    readonly isValid: boolean;
    readonly errorsText: (separator?: string) => string;
  }
  /** Adds default fields to the definition that it is given. */
  function validate(definition: object, options?: { readonly checkPaths?: boolean; readonly checkArn?: boolean }): Validation;
  export = validate;
}
