import { Argument } from 'commander'
import { z } from 'zod'
import type { AddCommand } from '../frame.ts'
import { EXIT_CODES } from '../outcome.ts'
import { completion, SHELLS } from '../reference/completion.ts'
import { manual } from '../reference/manual.ts'
import { docsOf } from '../reference/program-doc.ts'

export const addCompletion: AddCommand = (program, { terminal }) =>
  void program
    .command('completion')
    .description('print a script that completes commands and options in your shell')
    .addArgument(new Argument('<shell>', 'the shell that the script is for').choices(SHELLS))
    .action((shell: string) => void terminal.stdout.write(completion(z.enum(SHELLS).parse(shell), docsOf(program))))

export const addManual: AddCommand = (program, { terminal }) =>
  void program
    .command('manual')
    .description('print the manual page, as man reads it')
    .action(() => void terminal.stdout.write(manual(docsOf(program), program.version() ?? '', EXIT_CODES)))
