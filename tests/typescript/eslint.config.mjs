// All that typescript-eslint finds with types, at its strictest. The test puts the folder of the linters in.
import { createRequire } from "node:module";

const { configs, config } = createRequire("LINTERS/package.json")("typescript-eslint");

export default config(
  { ignores: ["dist", "*.mjs"] },
  configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    // How the program itself is written: it uses values only to have them checked, and need not wait.
    files: ["program.ts"],
    rules: { "@typescript-eslint/no-meaningless-void-operator": "off", "@typescript-eslint/require-await": "off" },
  },
);
