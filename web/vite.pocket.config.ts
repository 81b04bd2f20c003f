import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { serverProxy } from "./vite.proxy.ts";

export default defineConfig({
  root: "pocket",
  base: "/pocket/",
  publicDir: "../public-pocket",
  plugins: [react()],
  // The same component code is built on Preact: a phone on a weak network loads a fifth of the bytes.
  resolve: {
    alias: [
      { find: /^react$/, replacement: "preact/compat" },
      { find: /^react-dom$/, replacement: "preact/compat" },
      { find: /^react-dom\/client$/, replacement: "preact/compat/client" },
      { find: /^react\/jsx-runtime$/, replacement: "preact/jsx-runtime" },
      { find: /^react\/jsx-dev-runtime$/, replacement: "preact/jsx-runtime" },
    ],
  },
  server: { proxy: serverProxy },
  build: {
    outDir: "../dist/pocket",
    emptyOutDir: true,
    target: "es2020",
    manifest: true,
  },
});
