import hooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** Imports that `files` must not make, each with the reason a reader will see. */
const boundary = (files, patterns) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns }] },
});

const noFace = (face) => ({ group: [`**/${face}/**`], message: `Shared code and the other face must not import ${face}.` });

const kits = {
  group: ["antd", "antd/*", "@tanstack/*", "@ant-design/*", "maplibre-gl", "maplibre-gl/*"],
  message: "Pocket must load on a weak phone network: no component kit, no query cache, no map.",
};

const otherFeature = (names) => ({
  group: names.map((name) => `**/${name}/**`),
  message: "A feature imports api, words, tokens, ui and the shell, never another feature.",
});

/** The console's features, each in its folder. */
const FEATURES = ["units", "hazards", "account", "admin", "journal", "warnings", "places", "harm", "responses", "evacuations", "exercises", "duty", "chain-tests", "assist"];

export default defineConfig(
  { ignores: ["dist", "node_modules", "src/api/schema.d.ts", "tests/e2e/shots"] },
  ...tseslint.configs.recommended,
  { files: ["src/**/*.{ts,tsx}"], ...hooks.configs.flat["recommended-latest"] },
  {
    files: ["src/**/*.{ts,tsx}"],
    rules: { "no-console": "error", eqeqeq: ["error", "always", { null: "ignore" }] },
  },
  boundary(["src/{api,words,tokens}/**"], [noFace("console"), noFace("pocket"), kits]),
  boundary(["src/ui/**"], [noFace("console"), noFace("pocket"), kits]),
  boundary(["src/pocket/**"], [noFace("console"), kits]),
  boundary(["src/console/**"], [noFace("pocket")]),
  ...FEATURES.map((own) =>
    boundary([`src/console/${own}/**`], [noFace("pocket"), otherFeature(FEATURES.filter((one) => one !== own))]),
  ),
);
