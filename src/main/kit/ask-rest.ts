/** Returns known results and asks for the rest. `ask` is called once with all unknown items, or not at all. */
export async function askRest<T, R>(
  items: readonly T[],
  known: (item: T) => R | undefined,
  ask: (rest: readonly T[]) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  const answers = items.map(known)
  const rest = items.filter((_, i) => answers[i] === undefined)
  if (rest.length === 0) return answers.filter((answer) => answer !== undefined)
  const asked = (await ask(rest)).values()
  return answers.flatMap((answer) => {
    if (answer !== undefined) return [answer]
    const next = asked.next()
    return next.done ? [] : [next.value]
  })
}
