/** A suberror of Entra's is a name, and goes into errors as it is: what is no name is left out. */
export function subErrorIn(text: string | undefined): string | undefined {
  return text !== undefined && /^[a-z_]{1,64}$/i.test(text) ? text : undefined;
}
